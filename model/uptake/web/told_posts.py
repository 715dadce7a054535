"""What someone wrote and answered, as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from uptake.behaviour.contributing import QUESTION, SOCIAL, WORK
from uptake.behaviour.replying import NOBODY
from uptake.web.acquaintance import Acquaintance
from uptake.web.told import Sentence, after_hours
from uptake.web.watching import Post, WatchedWeek

KIND_WORDS: Final = {QUESTION: "a question", WORK: "something about work", SOCIAL: "a social post"}


def told_posts(held: Sequence[WatchedWeek], known: Acquaintance) -> Iterator[Sentence]:
    """First post and first question with their answers, and the first answer given."""
    yield from _told_own(held, known)
    answered = ((week.week, post) for week in held for post in week.answered)
    found = next(answered, None)
    if found is not None:
        week, post = found
        whom = known.person(post.author, week)
        what = "a question" if post.kind == QUESTION else "a post"
        yield Sentence(
            week,
            "post",
            f"Answered {what} by {whom} {after_hours(post.hours)}, before anyone else.",
        )


def _told_own(held: Sequence[WatchedWeek], known: Acquaintance) -> Iterator[Sentence]:
    own = [(week.week, post) for week in held for post in week.posts]
    if not own:
        return
    week, first = own[0]
    yield Sentence(
        week,
        "post",
        f"Wrote a first post, {KIND_WORDS[first.kind]}; {_answer(first, week, known)}.",
    )
    later = ((w, post) for w, post in own[1:] if post.kind == QUESTION)
    question = next(later, None)
    if first.kind != QUESTION and question is not None:
        week, post = question
        yield Sentence(week, "post", f"Asked a first question; {_answer(post, week, known)}.")


def _answer(post: Post, week: int, known: Acquaintance) -> str:
    if post.replier == NOBODY:
        return "nobody answered within a week"
    return f"answered {after_hours(post.hours)} by {known.person(post.replier, week)}"
