"""Which languages people ask of a session, against those that are booked for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogues.interpretation.rules import Offering, listening_languages

WANTED_BY = 5
"""How many must want a language that is not booked before organisers are warned.

An interpreters' booth costs the same for one listener as for a hundred.
"""


@dataclass(frozen=True)
class Choices:
    """How many of a session's active registrations have chosen or would need what language."""

    seated: Mapping[str, int]
    """By listening language (as the two below): of those who have a seat."""
    waiting: Mapping[str, int]
    """Of those who wait, for a seat or for approval."""
    needed: Mapping[str, int]
    """By the language (BCP 47) that people would have needed."""


@dataclass(frozen=True)
class Channel:
    """One language of a session: whether it can be heard, and who wants it."""

    language: str
    """BCP 47."""
    is_booked: bool
    """Whether the session offers it."""
    is_floor: bool
    seated: int
    waiting: int
    needed: int

    @property
    def wanted_by(self) -> int:
        """How many ask for it, in whichever way."""
        return self.seated + self.waiting + self.needed


@dataclass(frozen=True)
class Demand:
    """The languages of a session: those booked in its order, then others, most wanted first."""

    channels: tuple[Channel, ...]

    @property
    def people(self) -> int:
        """How many have a seat or wait."""
        return sum(channel.seated + channel.waiting for channel in self.channels)

    @property
    def unchosen(self) -> list[Channel]:
        """Interpretation that is booked and that nobody wants, though people have seats or wait."""
        return [
            channel
            for channel in self.channels
            if self.people and channel.is_booked and not (channel.is_floor or channel.wanted_by)
        ]

    @property
    def lacking(self) -> list[Channel]:
        """What is not booked and at least :data:`WANTED_BY` people want."""
        return [
            channel
            for channel in self.channels
            if not channel.is_booked and channel.wanted_by >= WANTED_BY
        ]


def demand_of(session: Offering, choices: Choices) -> Demand:
    """What is asked of a session, against what it offers."""
    booked = listening_languages(session)
    asked = {*choices.seated, *choices.waiting, *choices.needed}
    channels = [
        Channel(
            language,
            is_booked=language in booked,
            is_floor=language == session.floor_language,
            seated=choices.seated.get(language, 0),
            waiting=choices.waiting.get(language, 0),
            needed=choices.needed.get(language, 0),
        )
        for language in [*booked, *sorted(asked - {*booked})]
    ]
    others_by_demand = sorted(channels, key=lambda one: 0 if one.is_booked else -one.wanted_by)
    return Demand(tuple(sorted(others_by_demand, key=lambda one: not one.is_booked)))
