"""The game: a team plays the champion of one company for two years.

Rows and stops (`rows.yaml`, `rows`) make a calendar (`calendar`); a calendar and a company
(`company`) make a scenario (`scenarios`), which is run as any other (`playing`). What lasts a year
after the two is the score (`scoring`); the debrief (`debrief`) sets it against other calendars
(`counterfactuals`) and against the best of many that are tried (`search`).
"""
