"""The whole matrix: every zone, three years, and what four parsers read of what we write.

``make calendar-matrix`` runs it (``python -m tests.invites.matrix``); it fails on one wrong
instant, or one VTIMEZONE that not every program reads. Each event is written twice: in a file of
its own, as in an invite, and in one file with all events of its zone, as in a feed.
"""

import datetime as dt
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
import pytz

from dialogues.invites.ical import CalendarEvent, calendar_bytes
from dialogues.support import clock, zones
from tests.invites import cases, shapes
from tests.invites.parsers import READERS, Events, Reader

TIMES = (dt.time(0, 30), dt.time(2, 30), dt.time(8), dt.time(16))
_A_DAY = dt.timedelta(days=1)
_SHOWN = 50


def years() -> range:
    """This year and the next two."""
    return range(clock.now().year, clock.now().year + 3)


def wall_times(zone: str, in_years: Iterable[int]) -> list[dt.datetime]:
    """Naive wall times on two days of each month, and around each switch of a zone's clocks."""
    return [dt.datetime.combine(day, at) for day in _days(zone, list(in_years)) for at in TIMES]


def events_at(zone: str, local_starts: Iterable[dt.datetime]) -> list[CalendarEvent]:
    """Events at wall times: none where a time does not exist, two where it exists twice."""
    return [cases.an_event(zone, at) for local in local_starts for at in _instants(local, zone)]


def _days(zone: str, in_years: Sequence[int]) -> list[dt.date]:
    days = {
        dt.date(year, month, day) for year in in_years for month in range(1, 13) for day in (1, 15)
    }
    for switch in (at for year in in_years for at in cases.switches(zone, year)):
        # The clocks before the switch and after it may show different dates.
        for moment in (switch - dt.timedelta(seconds=1), switch):
            day = zones.local(moment, zone).date()
            days |= {day - _A_DAY, day, day + _A_DAY}
    return sorted(days)


def _instants(local: dt.datetime, zone: str) -> list[dt.datetime]:
    try:
        return [zones.instant(local, zone)]
    except zones.LocalTimeIsAmbiguous as twice:
        return list(twice.candidates)
    except zones.LocalTimeDoesNotExist:
        return []


@dataclass(frozen=True)
class File:
    """A file that was written, and the events that are to be read in it."""

    name: str
    ics: bytes
    events: Sequence[CalendarEvent]

    @property
    def kind(self) -> str:
        return "alone" if len(self.events) == 1 else "together"


def files_of(events: Sequence[CalendarEvent]) -> list[File]:
    """The events of one zone, each in a file of its own, and all in one."""
    zone = events[0].zone
    return [
        File(f"the events of {zone}", calendar_bytes(events, name="Dialogues"), events),
        *(File(each.uid, calendar_bytes([each], method="REQUEST"), [each]) for each in events),
    ]


@dataclass
class Report:
    """What was written and read."""

    files: int = 0
    zones: int = 0
    """VTIMEZONEs, those of each file counted."""
    written: Counter[str] = field(default_factory=Counter)
    """Events, by the kind of file."""
    in_utc: Counter[str] = field(default_factory=Counter)
    """Events written in UTC, by the kind of file."""
    read: Counter[str] = field(default_factory=Counter)
    """Events read, by parser."""
    wrong: list[str] = field(default_factory=list)
    """Wrong instants and wrong VTIMEZONEs, as sentences."""

    def __add__(self, other: "Report") -> "Report":
        return Report(
            self.files + other.files,
            self.zones + other.zones,
            self.written + other.written,
            self.in_utc + other.in_utc,
            self.read + other.read,
            self.wrong + other.wrong,
        )


def check(files: Sequence[File], readers: Mapping[str, Reader]) -> Report:
    """Look at the zones of files, and have them read."""
    report = Report(files=len(files))
    for file in files:
        _check_zones(file, report)
    for parser, read in readers.items():
        seen = read({file.name: file.ics for file in files})
        for file in files:
            _check_instants(parser, file, seen[file.name], report)
    return report


def _check_zones(file: File, report: Report) -> None:
    text = shapes.unfolded(file.ics)
    report.zones += len(shapes.zones_in(text))
    report.written[file.kind] += len(file.events)
    report.in_utc[file.kind] += shapes.zones_of_events(text).count(None)
    report.wrong += [f"{file.name}: {fault}" for fault in shapes.faults(text, file.events)]


def _check_instants(parser: str, file: File, seen: Events, report: Report) -> None:
    expected = {event.uid: (event.starts_at, event.ends_at) for event in file.events}
    read = {uid: (event.starts_at, event.ends_at) for uid, event in seen.items()}
    report.read[parser] += len(read)
    report.wrong += [
        f"{parser}, {file.name}: {uid} is {read.get(uid)}, not {expected.get(uid)}"
        for uid in sorted(expected.keys() | read.keys())
        if read.get(uid) != expected.get(uid)
    ]


def _check_zone(zone: str) -> Report:
    return check(files_of(events_at(zone, wall_times(zone, years()))), READERS)


def main() -> None:
    started = time.monotonic()
    try:
        _check_zone("UTC")  # here, where a missing parser is said in a sentence
    except pytest.skip.Exception as missing:
        sys.exit(str(missing))
    names = pytz.all_timezones
    period = f"{years()[0]} to {years()[-1]}"
    print(f"{len(names)} zones of pytz {zones.DATABASE_VERSION}, {period} ...", flush=True)
    with multiprocessing.Pool() as pool:
        report = sum(pool.imap(_check_zone, names), start=Report())
    print(f"{report.files:,} files, {report.zones:,} VTIMEZONEs")
    for kind, count in report.written.items():
        print(f"events written {kind}: {count:,}, {report.in_utc[kind]:,} of them in UTC")
    for parser, count in report.read.items():
        print(f"events read by {parser}: {count:,}")
    print(f"wrong: {len(report.wrong)} (in {time.monotonic() - started:.0f} s)")
    for sentence in report.wrong[:_SHOWN]:
        print(f"  {sentence}")
    sys.exit(bool(report.wrong))


if __name__ == "__main__":
    main()
