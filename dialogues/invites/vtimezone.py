"""VTIMEZONE: a zone as the two yearly rules that every calendar program can read.

RFC 5545, 3.6.5 lets a VTIMEZONE hold any number of observances; Outlook reads one STANDARD and one
DAYLIGHT, each with an onset that a single ``RRULE:FREQ=YEARLY;BYMONTH=m;BYDAY=nXX`` repeats
(MS-OXCICAL, 2.1.3.1.1.19), and others take the first date of a list for the whole of it. So a zone
is written as such a pair, or the event is written in UTC.
"""

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from dialogues.invites.yearly import Onset, Rule
from dialogues.support import zones

FIRST_YEAR = 1970
"""The year in which the rules start: before any event, and where other writers start them."""

# Programs that know a zone by its name use rules of their own, some of them years old.
_UNSETTLED_BEFORE = 4
_UNSETTLED_AFTER = 2
_COMPARED_YEARS = range(-1, 9)
# Nor do all agree on the hour: until 2026 the database had Moldova's clocks change an hour early.
_NEAR = dt.timedelta(hours=3)
_ZERO = dt.timedelta()


@dataclass(frozen=True)
class Span:
    """The span of an event: naive wall time of its start, and aware instants of both ends."""

    local_start: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime


def choose(zone: str, spans: Sequence[Span]) -> Rule | None:
    """The one rule by which a file writes ``zone``: the one that fits most of ``spans``.

    Of equals the latest; None where none fits, where the zone is not settled
    (:func:`is_settled`), and for UTC itself. What the rule does not fit (:func:`fits`) is to be
    written in UTC.
    """
    if _is_utc(zone) or not is_settled(zone):
        return None
    years = sorted({at.year for span in spans for at in (span.starts_at, span.ends_at)})
    rules = list(dict.fromkeys(rule for year in years if (rule := rule_of_year(zone, year))))
    counts = [sum(fits(rule, zone, span) for span in spans) for rule in rules]
    if not any(counts):
        return None
    return max(zip(counts, range(len(rules)), rules, strict=True))[2]


@lru_cache(maxsize=8192)
def fits(rule: Rule, zone: str, span: Span) -> bool:
    """Whether ``rule`` gives both instants of ``span``, and no reader can take them for others.

    Within three hours of a change of the clocks nothing fits, so no wall time that they show
    twice; nor does one that they show twice by the rule alone, or one that pytz, as installed, no
    longer derives from ``local_start``.
    """
    ends = [(_naive(zones.local(at, zone)), _utc(at)) for at in (span.starts_at, span.ends_at)]
    return ends[0][0] == span.local_start and all(
        rule.instants_of(local) == [at] and not _is_near_change(at, zone) for local, at in ends
    )


@lru_cache(maxsize=4096)
def rule_of_year(zone: str, year: int) -> Rule | None:
    """The rule whose changes are those of pytz in ``year`` (UTC), or None.

    There is none where pytz knows another number of changes than none or two, and where the two do
    not lead back and forth. Of several numberings of a day ("fourth", "last") that one is taken
    which is right in most of the years around. (pytz's offsets are of whole minutes.)
    """
    changes = _changes(zone, year)
    if not changes:
        return Rule(standard=_offset(zone, dt.datetime(year, 7, 1)))
    if len(changes) != 2 or changes[0][1:] != changes[1][:0:-1]:
        return None
    to_standard, to_daylight = sorted(changes, key=lambda change: change[2])
    standard, daylight = to_standard[2], to_daylight[2]
    candidates = [
        Rule(standard, standard_onset, daylight, daylight_onset)
        for standard_onset, daylight_onset in product(
            _numberings(to_standard[0] + daylight), _numberings(to_daylight[0] + standard)
        )
    ]
    return max(candidates, key=lambda rule: _years_right(rule, zone, year))


@lru_cache(maxsize=1024)
def is_settled(zone: str) -> bool:
    """Whether the zone has changed its clocks alike in every year around the zone database's.

    The database of pytz is of the year in its version (2026f); four years before it and two after
    are compared by the number of changes and the offsets between them. A calendar program that
    goes by the name of a zone, not by the VTIMEZONE, may not have heard of a change yet.
    """
    current = int(zones.DATABASE_VERSION[:4])
    years = range(current - _UNSETTLED_BEFORE, current + _UNSETTLED_AFTER + 1)
    habits = {(len(_changes(zone, year)), _offset(zone, dt.datetime(year, 1, 1))) for year in years}
    return len(habits) == 1


@lru_cache(maxsize=2048)
def text(zone: str, rule: Rule) -> bytes:
    """The VTIMEZONE of ``rule`` with the TZID ``zone``, lines ended by CRLF, made once."""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    if rule.daylight is None:
        lines += _observance("STANDARD", rule.standard, rule.standard, None)
    else:
        lines += _observance("STANDARD", rule.daylight, rule.standard, rule.standard_onset)
        lines += _observance("DAYLIGHT", rule.standard, rule.daylight, rule.daylight_onset)
    return "\r\n".join([*lines, "END:VTIMEZONE", ""]).encode("ascii")


def offset_text(offset: dt.timedelta) -> str:
    """An offset as RFC 5545, 3.3.14 writes it, such as ``+0530`` or ``-0330``."""
    minutes = abs(offset) // dt.timedelta(minutes=1)
    return f"{'-' if offset < _ZERO else '+'}{minutes // 60:02d}{minutes % 60:02d}"


def _observance(
    name: str, before: dt.timedelta, after: dt.timedelta, onset: Onset | None
) -> Iterator[str]:
    start = onset.in_year(FIRST_YEAR) if onset else dt.datetime(FIRST_YEAR, 1, 1)
    yield f"BEGIN:{name}"
    yield f"DTSTART:{start:%Y%m%dT%H%M%S}"
    if onset:
        yield f"RRULE:{onset}"
    yield f"TZOFFSETFROM:{offset_text(before)}"
    yield f"TZOFFSETTO:{offset_text(after)}"
    yield f"END:{name}"


@lru_cache(maxsize=8192)
def _changes(zone: str, year: int) -> Sequence[tuple[dt.datetime, dt.timedelta, dt.timedelta]]:
    """The changes of the clocks in a UTC year by pytz: naive instant, offset before, after."""
    instants: Sequence[dt.datetime] = getattr(zones.of(zone), "_utc_transition_times", ())
    within = [at for at in instants if at.year == year]
    found = [(at, _offset(zone, at - dt.timedelta(seconds=1)), _offset(zone, at)) for at in within]
    return [change for change in found if change[1] != change[2]]


def _numberings(local: dt.datetime) -> list[Onset]:
    """The ways of naming a day by its weekday in the month that all programs know."""
    days = calendar.monthrange(local.year, local.month)[1]
    numbers = [-1] if local.day + 7 > days else []
    if local.day <= 28:
        numbers.append((local.day + 6) // 7)
    return [Onset(local.month, nth, local.weekday(), local.time()) for nth in numbers]


def _years_right(rule: Rule, zone: str, year: int) -> int:
    years = (year + distance for distance in _COMPARED_YEARS)
    return sum(
        rule.onsets_in(each) == [(at, after) for at, _before, after in _changes(zone, each)]
        for each in years
    )


def _is_utc(zone: str) -> bool:
    return zones.of(zone).tzname(dt.datetime(FIRST_YEAR, 1, 1)) == "UTC"


def _is_near_change(at: dt.datetime, zone: str) -> bool:
    years = {(at - _NEAR).year, (at + _NEAR).year}
    return any(abs(at - change[0]) <= _NEAR for year in years for change in _changes(zone, year))


def _offset(zone: str, at: dt.datetime) -> dt.timedelta:
    return zones.of(zone).fromutc(at).utcoffset() or _ZERO


def _utc(at: dt.datetime) -> dt.datetime:
    return _naive(at.astimezone(dt.UTC))


def _naive(at: dt.datetime) -> dt.datetime:
    return at.replace(tzinfo=None)
