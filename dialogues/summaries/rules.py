"""What a note is made of, and how far its translations have come. Plain values only."""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from itertools import pairwise

from dialogues.summaries import refusals
from dialogues.support.markup import DEEPEST, nests_too_deeply
from dialogues.support.refusals import Refusal
from dialogues.support.texts import hidden_characters

LONGEST_HEADING = 300
LONGEST_BODY = 100_000
"""Characters of one section in one language."""
SENT_BACK = "summary_sent_back"
"""The kind of mail about a section that is sent back to whoever translated it."""
A_SITTING = dt.timedelta(minutes=30)
"""Who pauses for longer begins another sitting."""
_ENTITY = re.compile(r"(?<!\\)&#?\w+;")


class State(StrEnum):
    """How far the translation of a section into one language has come."""

    MISSING = "missing"
    DRAFT = "draft"
    """Begun, and not declared done; or sent back."""
    CURRENT = "current"
    STALE = "stale"
    """Done, and the source reads otherwise since."""


@dataclass(frozen=True)
class Words:
    """A section in one language."""

    heading: str
    body: str
    """Markdown."""

    def __bool__(self) -> bool:
        """Whether anything is written."""
        return bool(self.heading or self.body)


def state_of(target: Words, is_done: bool, source: Words, rendered: Words | None) -> State:
    """The state of a translation whose source reads ``source`` now, and read ``rendered`` then.

    A source that was changed and changed back is what it was. Where the source is empty, nothing
    is missing.
    """
    if not target:
        return State.MISSING if source else State.CURRENT
    if not is_done:
        return State.DRAFT
    return State.CURRENT if rendered == source else State.STALE


def heading_problem(heading: str) -> Refusal | None:
    """What is wrong with a heading, if something is."""
    if len(heading) > LONGEST_HEADING:
        return refusals.HeadingIsTooLong(most=LONGEST_HEADING, count=len(heading))
    return refusals.TextHasHidden(line=1) if hidden_characters(heading) else None


def body_problem(body: str) -> Refusal | None:
    """What is wrong with the Markdown of a section, if something is."""
    if len(body) > LONGEST_BODY:
        return refusals.TextIsTooLong(most=LONGEST_BODY, count=len(body))
    for number, line in enumerate(body.split("\n"), start=1):
        drawn = _ENTITY.sub(lambda found: unescape(found[0]), line)
        if hidden_characters(drawn, line_breaks=True):
            return refusals.TextHasHidden(line=number)
    return refusals.NestedTooDeeply(most=DEEPEST) if nests_too_deeply(body) else None


@dataclass(frozen=True)
class Save:
    """One version of a section in a language, as it was saved."""

    number: int
    at: dt.datetime
    by: int | None


def superfluous(saves: Sequence[Save], needed: Collection[int]) -> list[int]:
    """The numbers of those saves, in their order, that were only steps on the way to others.

    That is all but those ``needed``, and the last of each sitting: of one person's saves that
    follow each other within :data:`A_SITTING`.
    """
    return [
        save.number
        for save, following in pairwise(saves)
        if save.number not in needed
        and save.by == following.by
        and following.at - save.at < A_SITTING
    ]
