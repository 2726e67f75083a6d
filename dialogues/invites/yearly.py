"""Clocks that change on the same two days of every year, and nothing else: plain arithmetic."""

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Onset:
    """A yearly change of the clocks, at ``time`` on the ``nth`` ``weekday`` of ``month``.

    The wall time is that of the clocks before the change (RFC 5545, 3.6.5: DTSTART is in the
    offset TZOFFSETFROM). ``nth`` counts from 1, or is -1 for the last; ``weekday`` is 0 on Monday.
    """

    month: int
    nth: int
    weekday: int
    time: dt.time

    def in_year(self, year: int) -> dt.datetime:
        """The naive wall time of the change in ``year``."""
        first, days = calendar.monthrange(year, self.month)
        if self.nth > 0:
            day = 1 + (self.weekday - first) % 7 + 7 * (self.nth - 1)
        else:
            day = days - (first + days - 1 - self.weekday) % 7
        return dt.datetime.combine(dt.date(year, self.month, day), self.time)

    def __str__(self) -> str:
        """The onset as a recurrence rule (RFC 5545, 3.3.10)."""
        return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={self.nth}{WEEKDAYS[self.weekday]}"


@dataclass(frozen=True)
class Rule:
    """The offsets from UTC that a VTIMEZONE states, and when they begin.

    The larger offset is called daylight, whatever the zone's law calls it. Without a second
    offset, ``daylight``, ``standard_onset`` and ``daylight_onset`` are None.
    """

    standard: dt.timedelta
    standard_onset: Onset | None = None
    daylight: dt.timedelta | None = None
    daylight_onset: Onset | None = None

    def onsets_in(self, year: int) -> list[tuple[dt.datetime, dt.timedelta]]:
        """The changes of a year, in order: naive UTC instant, and the offset from there on."""
        if self.daylight is None or self.daylight_onset is None or self.standard_onset is None:
            return []
        return sorted(
            [
                (self.daylight_onset.in_year(year) - self.standard, self.daylight),
                (self.standard_onset.in_year(year) - self.daylight, self.standard),
            ]
        )

    def offset_at(self, at: dt.datetime) -> dt.timedelta:
        """The offset that holds at ``at``, a naive instant in UTC."""
        passed = [offset for onset, offset in _onsets_around(self, at.year) if onset <= at]
        return passed[-1] if passed else self.standard

    def instants_of(self, local: dt.datetime) -> list[dt.datetime]:
        """The naive UTC instants at which these clocks show ``local``: none, one, or two."""
        candidates = {local - self.standard, local - (self.daylight or self.standard)}
        return sorted(at for at in candidates if at + self.offset_at(at) == local)


@lru_cache(maxsize=1024)
def _onsets_around(rule: Rule, year: int) -> list[tuple[dt.datetime, dt.timedelta]]:
    return [onset for near in (year - 1, year, year + 1) for onset in rule.onsets_in(near)]
