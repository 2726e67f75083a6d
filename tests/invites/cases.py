"""Events for the calendar tests: the demonstration's, hard ones, and a sample of all zones."""

import calendar
import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import pytz

from dialogues.invites.ical import CalendarEvent
from dialogues.support import clock, zones

STAMP = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)

ROME = """\
BEGIN:VTIMEZONE
TZID:Europe/Rome
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
"""Rome's clocks as a file writes them."""

HARD_ZONES = (
    # Two switches a year, in either order, in the local hours and weekdays of the world.
    *("Europe/Rome", "Europe/London", "Europe/Kyiv", "Asia/Beirut", "Asia/Jerusalem"),
    *("America/New_York", "America/Sao_Paulo", "America/St_Johns", "America/Havana"),
    *("Australia/Sydney", "Pacific/Auckland", "America/Santiago", "Pacific/Easter"),
    # Offsets and switches of half and quarter hours; a switch of two hours.
    *("Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "Australia/Lord_Howe"),
    *("Australia/Adelaide", "Australia/Eucla", "Asia/Yangon", "Antarctica/Troll"),
    # Daylight saving that is negative by law, or goes with Ramadan.
    *("Europe/Dublin", "Africa/Casablanca", "Africa/El_Aaiun", "Asia/Gaza", "Asia/Hebron"),
    # Rules that changed lately.
    *("Africa/Cairo", "America/Mexico_City", "America/Ciudad_Juarez", "Asia/Tehran"),
    *("Asia/Almaty", "America/Nuuk", "Asia/Amman", "Asia/Damascus", "Europe/Volgograd"),
    *("America/Asuncion", "America/Vancouver", "Africa/Juba", "America/Scoresbysund"),
    # The far sides of the date line, and names that are aliases.
    *("Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Norfolk"),
    *("US/Eastern", "Egypt", "EST5EDT", "Etc/GMT+5", "UTC"),
)
_YEARS = (2022, 2024, 2027)
_HOURS_AROUND_A_SWITCH = (-25, -3, -1.75, -1, -0.5, 0, 0.25, 0.75, 1, 2, 3.5, 24)


def an_event(zone: str, starts_at: dt.datetime, **fields: Any) -> CalendarEvent:
    """An event of 90 minutes at an instant."""
    return CalendarEvent(
        **{
            "uid": f"{zone}-{starts_at:%Y%m%dT%H%M}@dialogues.example.org",
            "sequence": 0,
            "dtstamp": STAMP,
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(minutes=90),
            "zone": zone,
            "local_start": zones.local(starts_at, zone).replace(tzinfo=None),
            "summary": "Understanding food systems transformation",
            "description": "English",
            "url": "https://dialogues.example.org/en/dialogues/abc",
            **fields,
        }
    )


def at_local(zone: str, local: dt.datetime, **fields: Any) -> CalendarEvent:
    """An event of 90 minutes at a naive wall time."""
    return an_event(zone, zones.instant(local, zone), **fields)


def last_wednesday_of_next_month() -> dt.date:
    """When the upcoming Dialogue of the demonstration is."""
    today = clock.now().date()
    year, month = divmod(today.year * 12 + today.month, 12)
    last = dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    return last - dt.timedelta(days=(last.weekday() - 2) % 7)


def demonstration() -> list[CalendarEvent]:
    """The sessions of 27 July 2022, and those of the upcoming Dialogue."""
    days = (dt.date(2022, 7, 27), last_wednesday_of_next_month())
    return [
        at_local("Europe/Rome", dt.datetime.combine(day, dt.time(hour)))
        for day in days
        for hour in (8, 16)
    ]


def hard() -> Iterator[CalendarEvent]:
    """Winter, summer, and the hours around every switch, in the zones that go wrong first."""
    for zone in HARD_ZONES:
        for year in _YEARS:
            for month in (1, 7):
                yield an_event(zone, dt.datetime(year, month, 15, 12, tzinfo=dt.UTC))
            for switch in switches(zone, year):
                for hours in _HOURS_AROUND_A_SWITCH:
                    yield an_event(zone, switch + dt.timedelta(hours=hours))


def sample(seed: int = 20220727) -> Iterator[CalendarEvent]:
    """For every zone of pytz: some quarter of an hour in ten years, and one near a switch.

    node-ical's time library assumes that clocks no longer change ten years from now.
    """
    chance = random.Random(seed)  # the same sample on every run
    start = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
    for zone in pytz.all_timezones:
        yield an_event(zone, start + dt.timedelta(minutes=15 * chance.randrange(4 * 24 * 3652)))
        near = switches(zone, chance.choice(range(2022, 2032)))
        if near:
            away = dt.timedelta(minutes=15 * chance.randrange(-100, 100))
            yield an_event(zone, chance.choice(near) + away)


def switches(zone: str, year: int) -> list[dt.datetime]:
    """The instants of a UTC year at which the clocks of a zone change."""
    known: list[dt.datetime] = getattr(zones.of(zone), "_utc_transition_times", [])
    return [at.replace(tzinfo=dt.UTC) for at in known if at.year == year]
