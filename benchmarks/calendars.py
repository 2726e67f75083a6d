"""Calendar files written on one core, beside what icalendar alone takes."""

import dataclasses
import datetime as dt
import time
from collections.abc import Callable, Iterable
from itertools import count

import icalendar

from benchmarks.figures import Row, compared, interleaved
from dialogues.invites.ical import CalendarEvent, calendar_bytes
from dialogues.support import zones

AT_LEAST_A_SECOND = 2000
_ZONE = "Europe/Rome"
_START = dt.datetime(2027, 7, 28, 8, 0)
_STAMP = dt.datetime(2027, 6, 1, 9, 30, tzinfo=dt.UTC)
_EVENT = CalendarEvent(
    uid="x@dialogues.example.org",
    sequence=0,
    dtstamp=_STAMP,
    starts_at=zones.instant(_START, _ZONE),
    ends_at=zones.instant(_START + dt.timedelta(minutes=90), _ZONE),
    zone=_ZONE,
    local_start=_START,
    summary="Understanding food systems transformation: governance, policies and institutions",
    description="Languages: English, with interpretation into: Chinese, Russian and Arabic\n"
    "About the Dialogue, and how to register: http://127.0.0.1:8000/en/dialogues/x",
    url="http://127.0.0.1:8000/en/dialogues/x",
    last_modified=_STAMP,
    created=_STAMP,
    language="en",
)


def measure(rounds: int, seconds: float) -> list[Row]:
    """Files per second."""
    ours, events = interleaved(
        rounds, [lambda: _rate(_written, seconds), lambda: _rate(_one_by_icalendar, seconds)]
    )
    return [
        dataclasses.replace(
            compared(
                "`.ics` with VTIMEZONE, one core (files/s)",
                *(ours, "icalendar alone, without VTIMEZONE", events),
            ),
            budget=f"≥ {AT_LEAST_A_SECOND:,}",
            is_met=ours.median >= AT_LEAST_A_SECOND,
        ),
    ]


def _rate(write: Callable[[CalendarEvent], bytes], seconds: float) -> float:
    until = time.perf_counter() + seconds
    started = time.perf_counter()
    for number in count(1):
        write(dataclasses.replace(_EVENT, uid=f"{number}@dialogues.example.org", sequence=number))
        if time.perf_counter() > until:
            return number / (time.perf_counter() - started)
    raise AssertionError("unreachable")


def _written(event: CalendarEvent) -> bytes:
    return calendar_bytes([event])


def _one_by_icalendar(event: CalendarEvent) -> bytes:
    return by_icalendar([event])


def by_icalendar(events: Iterable[CalendarEvent]) -> bytes:
    """The events as icalendar alone writes them, without a VTIMEZONE."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Example//EN")
    for event in events:
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent) -> icalendar.Event:
    written = icalendar.Event()
    for name in ("uid", "sequence", "dtstamp", "summary", "description", "url", "created"):
        written.add(name, getattr(event, name))
    written.add("dtstart", zones.local(event.starts_at, event.zone))
    written.add("dtend", zones.local(event.ends_at, event.zone))
    written.add("last-modified", event.last_modified)
    written.add("status", event.status)
    return written
