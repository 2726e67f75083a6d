"""Listening languages: what a session offers, and which twin offers a person's own."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class Offering(Protocol):
    """What these rules need to know of a session."""

    @property
    def floor_language(self) -> str:
        """What is spoken."""

    @property
    def interpretation(self) -> tuple[str, ...]:
        """What it is interpreted into."""


SessionT = TypeVar("SessionT", bound=Offering)


def listening_languages(session: Offering) -> tuple[str, ...]:
    """The channels of a session: the floor first, then what it is interpreted into."""
    return (session.floor_language, *session.interpretation)


def is_offered(language: str, session: Offering) -> bool:
    """Whether one can listen to ``session`` in ``language``."""
    return language in listening_languages(session)


def channel_for(needed: str, session: Offering) -> str:
    """What somebody listens to who needs a language: that one where it is offered, or the floor."""
    return needed if is_offered(needed, session) else session.floor_language


def twins_first_in(language: str, twins: Iterable[SessionT]) -> Sequence[SessionT]:
    """All twins, those that offer ``language`` first, otherwise in their order."""
    return sorted(twins, key=lambda twin: not is_offered(language, twin))


def twin_with(
    own: Iterable[str], session: Offering, twins: Sequence[SessionT]
) -> tuple[str, SessionT] | None:
    """The first of a person's ``own`` languages that ``session`` lacks and a twin has, and that."""
    lacking = [language for language in own if not is_offered(language, session)]
    found = ((one, twin) for one in lacking for twin in twins if is_offered(one, twin))
    return next(found, None)


def language_after_swap(wanted: str, own: Sequence[str], left: Offering, session: Offering) -> str:
    """What a person hears in ``session`` who listened to ``wanted`` in the one that is ``left``.

    One of their ``own`` languages, where they listened to the floor for want of it; else the
    channel they had, their own language, or the floor.
    """
    is_on_floor = wanted == left.floor_language
    missed = [one for one in own if is_on_floor and not is_offered(one, left)]
    offered = (one for one in (*missed, wanted, *own) if is_offered(one, session))
    return next(offered, session.floor_language)
