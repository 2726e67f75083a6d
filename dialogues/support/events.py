"""Facts that services announce; ``dialogues.reactions`` says what follows.

What follows runs at once, in the order of the table, in the transaction of the fact.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any


class Event:
    """A fact in the past tense, such as ``RegistrationConfirmed``."""


Reactions = Mapping[type[Event], Sequence[Callable[[Any], None]]]

_reactions: Reactions = {}


def install(reactions: Reactions) -> None:
    """Make ``reactions`` the table that :func:`announce` reads."""
    global _reactions
    _reactions = reactions


def announce(event: Event) -> None:
    """Run what the table lists for ``event``. An event without a line is a ``KeyError``."""
    for follow in _reactions[type(event)]:
        follow(event)
