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


def twins_first_in(language: str, twins: Iterable[SessionT]) -> Sequence[SessionT]:
    """All twins, those that offer ``language`` first, otherwise in their order."""
    return sorted(twins, key=lambda twin: not is_offered(language, twin))


def language_after_swap(wanted: str, language: str, session: Offering) -> str:
    """What a person hears in ``session``: the channel they had, their language, or the floor."""
    for choice in (wanted, language):
        if is_offered(choice, session):
            return choice
    return session.floor_language
