"""What a note is made of, and how far its translations have come. Plain values only."""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_HEADING = 300
LONGEST_BODY = 100_000
"""Characters of one section in one language."""


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
