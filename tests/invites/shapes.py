"""What DESIGN 6 asks of the zones in a file, checked by other means than those that write them."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dateutil.rrule import rrulestr

from dialogues.invites.ical import CalendarEvent
from dialogues.support import zones
from tests.invites import cases

_ZONE = re.compile(r"BEGIN:VTIMEZONE\n.*?END:VTIMEZONE\n", re.DOTALL)
_YEARLY = r"RRULE:FREQ=YEARLY;BYMONTH=\d{1,2};BYDAY=(?:-1|[1-4])(?:MO|TU|WE|TH|FR|SA|SU)\n"
_SHAPE = re.compile(
    r"BEGIN:VTIMEZONE\nTZID:(?P<zone>[^\n]+)\n"
    r"(?:BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:(?P<offset>[+-]\d{4})\n"
    r"TZOFFSETTO:(?P=offset)\nEND:STANDARD\n"
    rf"|BEGIN:STANDARD\nDTSTART:1970\d{{4}}T\d{{4}}00\n{_YEARLY}"
    r"TZOFFSETFROM:(?P<daylight>[+-]\d{4})\nTZOFFSETTO:(?P<standard>[+-]\d{4})\nEND:STANDARD\n"
    rf"BEGIN:DAYLIGHT\nDTSTART:1970\d{{4}}T\d{{4}}00\n{_YEARLY}"
    r"TZOFFSETFROM:(?P=standard)\nTZOFFSETTO:(?P=daylight)\nEND:DAYLIGHT\n)"
    r"END:VTIMEZONE\n"
)
"""One STANDARD and at most one DAYLIGHT, each with the one yearly rule that Outlook reads."""
_OBSERVANCE = re.compile(
    r"DTSTART:(?P<start>\w+)\n(?:RRULE:(?P<rule>\S+)\n)?"
    r"TZOFFSETFROM:(?P<before>\S+)\nTZOFFSETTO:(?P<after>\S+)\n"
)
_TIMES = re.compile(
    r"\nDTSTART(?:;TZID=(?P<zone>[^:\n]+):\d{8}T\d{6}\nDTEND;TZID=(?P=zone):\d{8}T\d{6}"
    r"|:\d{8}T\d{6}Z\nDTEND:\d{8}T\d{6}Z)\n"
)

Change = tuple[dt.datetime, dt.timedelta, dt.timedelta]
"""Of the clocks: naive instant in UTC, offset before, offset after."""


def unfolded(ics: bytes) -> str:
    """The content lines of a file, ended by line feeds."""
    return ics.decode().replace("\r\n ", "").replace("\r\n", "\n")


def zones_in(text: str) -> list[str]:
    """The VTIMEZONEs of an unfolded file."""
    return _ZONE.findall(text)


def zones_of_events(text: str) -> list[str | None]:
    """The TZID of each event of an unfolded file that says when it is; None for UTC."""
    return [times["zone"] for times in _TIMES.finditer(text)]


def faults(text: str, events: Iterable[CalendarEvent]) -> list[str]:
    """What is wrong with the zones of an unfolded file that holds ``events``."""
    return list(_faults(text, list(events)))


def _faults(text: str, events: list[CalendarEvent]) -> Iterator[str]:
    years = {at.year for event in events for at in (event.starts_at, event.ends_at)}
    described = []
    for written in zones_in(text):
        shape = _SHAPE.fullmatch(written)
        if shape is None:
            yield f"no program reads all of this:\n{written}"
            continue
        described.append(shape["zone"])
        if not any(_is_true(written, shape["zone"], year) for year in years):
            yield f"these were the clocks in none of {sorted(years)}:\n{written}"
    used = zones_of_events(text)
    if len(used) != len(events):
        yield f"of {len(events)} events {len(used)} have times as all programs read them"
    if sorted(described) != sorted({zone for zone in used if zone}):
        yield f"has the VTIMEZONEs of {described}, and events in {sorted(set(map(str, used)))}"


@lru_cache(maxsize=4096)
def _is_true(written: str, zone: str, year: int) -> bool:
    """Whether the clocks of a zone go through ``year`` (UTC) as a VTIMEZONE says."""
    observances = [found.groupdict() for found in _OBSERVANCE.finditer(written)]
    if len(observances) == 1:
        july = dt.datetime(year, 7, 1)
        return not _changes(zone, year) and _offset(zone, july) == _delta(observances[0]["after"])
    changes = [change for each in observances for change in _onsets(**each, year=year)]
    return sorted(changes) == _changes(zone, year)


def _onsets(start: str, rule: str, before: str, after: str, year: int) -> Iterator[Change]:
    """The onsets of an observance in a UTC year, read on the clocks before them.

    None where its start is no onset by its own rule.
    """
    first = dt.datetime.strptime(start, "%Y%m%dT%H%M%S")
    recurrences = rrulestr(rule, dtstart=first)
    if recurrences[0] != first:
        return
    week = dt.timedelta(days=7)
    around = (dt.datetime(year, 1, 1) - week, dt.datetime(year, 12, 31) + week)
    for local in recurrences.between(*around):
        if (at := local - _delta(before)).year == year:
            yield at, _delta(before), _delta(after)


def _changes(zone: str, year: int) -> list[Change]:
    """The changes of a zone's clocks in a UTC year, by pytz."""
    instants = [at.replace(tzinfo=None) for at in cases.switches(zone, year)]
    second = dt.timedelta(seconds=1)
    changes = [(at, _offset(zone, at - second), _offset(zone, at)) for at in instants]
    return [change for change in changes if change[1] != change[2]]


def _offset(zone: str, at: dt.datetime) -> dt.timedelta:
    return zones.of(zone).fromutc(at).utcoffset() or dt.timedelta()


def _delta(offset: str) -> dt.timedelta:
    """An offset as RFC 5545, 3.3.14 writes it."""
    size = dt.timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5]))
    return -size if offset.startswith("-") else size
