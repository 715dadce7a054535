"""The teaching app: a page on this machine where a room of people moves levers and sees."""
