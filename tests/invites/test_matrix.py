"""A sample of the matrix (``make calendar-matrix`` runs the whole), another one on each run."""

import dataclasses
import datetime as dt
import functools
import os
import random

import icalendar
import pytest
import pytz

from dialogues.invites.ical import calendar_bytes
from tests.invites import cases, matrix, shapes
from tests.invites.matrix import File
from tests.invites.parsers import READERS

SEED = os.environ["DIALOGUES_TEST_SEED"]
EACH_ZONE = 2


@functools.cache
def sample() -> list[File]:
    chance = random.Random(SEED)
    files = []
    for zone in pytz.all_timezones:
        times = chance.sample(matrix.wall_times(zone, matrix.years()), EACH_ZONE)
        files += matrix.files_of(matrix.events_at(zone, times))
    return files


@pytest.mark.parametrize("parser", READERS)
def test_every_zone_is_read_at_its_stored_instants(parser: str) -> None:
    report = matrix.check(sample(), {parser: READERS[parser]})

    assert report.wrong == [], f"DIALOGUES_TEST_SEED={SEED} makes this sample again"
    assert report.read[parser] == report.written.total() > 2000
    assert 0 < report.in_utc.total() < report.written.total() / 2


def test_the_matrix_has_the_days_around_each_switch() -> None:
    times = matrix.wall_times("Europe/Rome", [2027])

    assert len(times) == 4 * (24 + 6 - 1)  # the first of November is one of either
    for day in ("03-27", "03-28", "03-29", "10-30", "10-31", "11-01", "07-15"):
        assert [f"{time:%H:%M}" for time in times if f"{time:%m-%d}" == day] == [
            *("00:30", "02:30", "08:00", "16:00")
        ]


def test_a_skipped_time_has_no_event_and_a_repeated_one_two() -> None:
    skipped, repeated = dt.datetime(2027, 3, 28, 2, 30), dt.datetime(2027, 10, 31, 2, 30)

    assert matrix.events_at("Europe/Rome", [skipped]) == []
    assert [event.starts_at for event in matrix.events_at("Europe/Rome", [repeated])] == [
        dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 10, 31, 1, 30, tzinfo=dt.UTC),
    ]


def test_a_wrong_instant_is_found() -> None:
    event = cases.at_local("Europe/Rome", dt.datetime(2027, 7, 28, 8))
    late = dataclasses.replace(event, starts_at=event.starts_at + dt.timedelta(hours=1))

    report = matrix.check(
        [File("it", calendar_bytes([late]), [event])], {"vobject": READERS["vobject"]}
    )

    assert len(report.wrong) == 1
    assert report.wrong[0].startswith(f"vobject, it: {event.uid} is (")


SUMMER = cases.at_local("Europe/Rome", dt.datetime(2027, 7, 28, 8))


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("TZOFFSETFROM:+0100\nTZOFFSETTO:+0200", "TZOFFSETFROM:+0000\nTZOFFSETTO:+0200"),
        ("DTSTART:19700329T020000", "DTSTART:19700329T030000"),  # on the clocks after it
        ("DTSTART:19700329T020000", "DTSTART:19700322T020000"),
        ("BYDAY=-1SU", "BYDAY=SU"),
        ("BYMONTH=3;BYDAY=-1SU", "BYMONTH=3;BYDAY=4SU"),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "RDATE:20270328T020000"),
        ("BYMONTH=10", "BYMONTH=9"),
        ("TZID:Europe/Rome", "TZID:Europe/Kyiv"),
        ("DTSTART;TZID=Europe/Rome:", "DTSTART:"),
        ("DTEND;TZID=Europe/Rome:20270728T093000", "DTEND:20270728T073000Z"),
    ],
)
def test_a_zone_of_another_shape_is_found(written: str, instead: str) -> None:
    text = shapes.unfolded(calendar_bytes([SUMMER]))

    assert shapes.faults(text, [SUMMER]) == []
    assert shapes.faults(text.replace(written, instead), [SUMMER]) != []


def test_the_zones_that_icalendar_makes_itself_are_found() -> None:
    calendar = icalendar.Calendar.from_ical(calendar_bytes([SUMMER]))
    calendar.subcomponents = [each for each in calendar.subcomponents if each.name == "VEVENT"]
    calendar.add_missing_timezones()

    assert shapes.faults(shapes.unfolded(calendar.to_ical()), [SUMMER]) != []
