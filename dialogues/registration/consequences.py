"""What a change of a session means to those who registered: grouped values, for organisers."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from dialogues.interpretation.rules import Offering, is_offered
from dialogues.languages.times import ClockTime, clock_time
from dialogues.programme.models import DialogueSession
from dialogues.registration.rules import is_at_night
from dialogues.support import zones

Listeners = Iterable[tuple[str, str, int]]
"""Zone, listening language and number of people, in no order."""


class Span(Protocol):
    """What begins and ends at aware instants."""

    @property
    def starts_at(self) -> dt.datetime:
        """The start."""

    @property
    def ends_at(self) -> dt.datetime:
        """The end."""


@dataclass(frozen=True)
class InZone:
    """What people in one zone see on their clocks, before and after."""

    place: str
    people: int
    before: ClockTime
    after: ClockTime
    is_at_night: bool
    """Whether the new time lies in the night there."""

    def is_on(self, date: str) -> bool:
        """Whether both times start on a date, written as :class:`ClockTime` writes it."""
        return self.before.date == date == self.after.date


@dataclass(frozen=True)
class Twin:
    """Another session of the Dialogue that takes registrations."""

    session: DialogueSession
    is_full: bool


@dataclass(frozen=True)
class LostLanguage:
    """A language that people listen to and cannot any more, and the twins that offer it."""

    language: str
    people: int
    twins: Sequence[Twin]


@dataclass(frozen=True)
class Clash:
    """Another session at the same time, and how many people have a seat in both."""

    session: DialogueSession
    people: int


def in_zones(listeners: Listeners, before: Span, after: Span, language: str) -> list[InZone]:
    """Old and new time on the clocks of all who registered, where most people are first.

    Zones with one name in ``language`` and the same times are one: some have several IANA names.
    """
    found: dict[tuple[str, ...], InZone] = {}
    for zone, people in _by_zone(listeners).items():
        old = clock_time(before.starts_at, before.ends_at, zone, language)
        new = clock_time(after.starts_at, after.ends_at, zone, language)
        same = (old.zone_name, old.date, old.hours, new.date, new.hours)
        known = found[same].people if same in found else 0
        night = is_at_night(new.starts, zones.local(after.ends_at, zone))
        found[same] = InZone(old.zone_name, known + people, old, new, night)
    return sorted(found.values(), key=lambda each: (-each.people, each.place))


def lost_languages(
    listeners: Listeners, before: Offering, after: Offering | None, twins: Sequence[Twin]
) -> list[LostLanguage]:
    """The languages that ``before`` offers and ``after`` does not, where people listen to them.

    The one that most people lose is first. Where ``after`` is None, nobody hears anything any
    more, whatever was offered before.
    """
    people: dict[str, int] = {}
    for _zone, language, count in listeners:
        if after is None or (is_offered(language, before) and not is_offered(language, after)):
            people[language] = people.get(language, 0) + count
    return [
        LostLanguage(language, count, [one for one in twins if is_offered(language, one.session)])
        for language, count in sorted(people.items(), key=lambda each: (-each[1], each[0]))
    ]


def _by_zone(listeners: Listeners) -> dict[str, int]:
    people: dict[str, int] = {}
    for zone, _language, count in listeners:
        people[zone] = people.get(zone, 0) + count
    return people
