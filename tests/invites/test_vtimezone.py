import datetime as dt

import pytest
import pytz
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from dialogues.invites import vtimezone
from dialogues.invites.vtimezone import Span
from dialogues.invites.yearly import Onset, Rule
from dialogues.support import zones
from tests.invites import cases

HOUR = dt.timedelta(hours=1)

CHATHAM = """\
BEGIN:VTIMEZONE
TZID:Pacific/Chatham
BEGIN:STANDARD
DTSTART:19700405T034500
RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU
TZOFFSETFROM:+1345
TZOFFSETTO:+1245
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700927T024500
RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU
TZOFFSETFROM:+1245
TZOFFSETTO:+1345
END:DAYLIGHT
END:VTIMEZONE
"""

KATHMANDU = """\
BEGIN:VTIMEZONE
TZID:Asia/Kathmandu
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0545
TZOFFSETTO:+0545
END:STANDARD
END:VTIMEZONE
"""


def a_span(zone: str, *local: int, minutes: int = 90) -> Span:
    start = dt.datetime(*local)
    at = zones.instant(start, zone, fold=0)
    return Span(start, at, at + dt.timedelta(minutes=minutes))


def rule_for(zone: str, year: int) -> Rule:
    rule = vtimezone.rule_of_year(zone, year)
    assert rule is not None
    return rule


@pytest.mark.parametrize(
    ("zone", "text"),
    [("Europe/Rome", cases.ROME), ("Pacific/Chatham", CHATHAM), ("Asia/Kathmandu", KATHMANDU)],
)
def test_a_zone_is_written_as_one_pair_in_the_old_offsets_wall_time(zone: str, text: str) -> None:
    written = vtimezone.text(zone, rule_for(zone, 2027))

    assert written == text.replace("\n", "\r\n").encode()


def test_the_text_of_a_zone_is_made_once() -> None:
    rule = rule_for("Europe/Rome", 2027)

    assert vtimezone.text("Europe/Rome", rule) is vtimezone.text("Europe/Rome", rule)


def test_irish_summer_time_is_daylight_though_irish_law_says_otherwise() -> None:
    rule = rule_for("Europe/Dublin", 2027)

    assert (rule.standard, rule.daylight) == (0 * HOUR, HOUR)


def test_lord_howe_changes_by_half_an_hour() -> None:
    rule = rule_for("Australia/Lord_Howe", 2027)

    assert (rule.standard, rule.daylight) == (10.5 * HOUR, 11 * HOUR)


def test_a_numbering_that_holds_in_other_years_is_preferred() -> None:
    # 28 March 2027 is both the fourth and the last Sunday.
    rule = rule_for("Europe/Rome", 2027)

    assert rule.daylight_onset == Onset(month=3, nth=-1, weekday=6, time=dt.time(2))


def test_the_rule_of_a_year_changes_when_pytz_does_in_that_year() -> None:
    checked = 0
    for zone in pytz.all_timezones:
        for year in range(2015, 2038):
            rule = vtimezone.rule_of_year(zone, year)
            if rule is None:
                continue
            offset = zones.local(dt.datetime(year, 1, 1, tzinfo=dt.UTC), zone).utcoffset()
            assert rule.offset_at(dt.datetime(year, 1, 1)) == offset, (zone, year)
            before = offset
            expected = []
            for at in cases.switches(zone, year):
                after = zones.local(at, zone).utcoffset()
                if after != before:
                    expected.append((at.replace(tzinfo=None), after))
                before = after
            assert rule.onsets_in(year) == expected, (zone, year)
            checked += 1
    assert checked > 13_000


@pytest.mark.parametrize(
    ("zone", "year"),
    [
        ("Asia/Almaty", 2024),  # one change
        ("Africa/Cairo", 2014),  # four
        ("Asia/Pyongyang", 2015),  # one, of half an hour
    ],
)
def test_a_year_without_a_pair_has_no_rule(zone: str, year: int) -> None:
    assert vtimezone.rule_of_year(zone, year) is None


@given(
    st.builds(
        Onset,
        month=st.integers(1, 12),
        nth=st.sampled_from([-1, 1, 2, 3, 4]),
        weekday=st.integers(0, 6),
        time=st.builds(dt.time, st.integers(0, 23), st.integers(0, 59)),
    ),
    st.integers(1970, 2060),
)
def test_an_onset_is_where_its_recurrence_rule_says(onset: Onset, year: int) -> None:
    start = onset.in_year(vtimezone.FIRST_YEAR)
    recurrences = rrulestr(str(onset), dtstart=start)

    found = recurrences.between(
        dt.datetime(year, 1, 1), dt.datetime(year, 12, 31, 23, 59), inc=True
    )

    assert found == [onset.in_year(year)]


def test_a_time_that_the_clocks_show_twice_fits_no_rule() -> None:
    rule = rule_for("Europe/Rome", 2027)

    assert not vtimezone.fits(rule, "Europe/Rome", a_span("Europe/Rome", 2027, 10, 31, 2, 30))


def test_a_time_that_the_clocks_show_twice_fits_no_rule_of_another_year() -> None:
    # By the rule of 2027, which has the first Sunday, the clocks changed a week before.
    rule = rule_for("America/Santiago", 2027)
    second = dt.datetime(2029, 4, 8, 3, 30, tzinfo=dt.UTC)
    span = Span(dt.datetime(2029, 4, 7, 23, 30), second, second + HOUR)

    assert rule.instants_of(span.local_start) == [second.replace(tzinfo=None)]
    assert not vtimezone.fits(rule, "America/Santiago", span)


def test_an_end_that_the_clocks_show_twice_fits_no_rule() -> None:
    rule = rule_for("Europe/Rome", 2027)

    assert not vtimezone.fits(rule, "Europe/Rome", a_span("Europe/Rome", 2027, 10, 31, 1, 30))


def test_a_time_within_three_hours_of_a_change_fits_no_rule() -> None:
    rule = rule_for("Europe/Rome", 2027)
    # The clocks change at 01:00 UTC.
    ends_too_late, starts_too_early = (2027, 3, 27, 21, 30), (2027, 3, 28, 6, 0)
    ends_in_time, starts_in_time = (2027, 3, 27, 21, 29), (2027, 3, 28, 6, 1)

    for local, expected in (
        (ends_too_late, False),
        (starts_too_early, False),
        (ends_in_time, True),
        (starts_in_time, True),
    ):
        span = a_span("Europe/Rome", *local)
        assert vtimezone.fits(rule, "Europe/Rome", span) is expected, local


def test_a_time_that_a_newer_zone_database_has_moved_fits_no_rule() -> None:
    span = a_span("Europe/Rome", 2027, 7, 28, 8)
    moved = Span(span.local_start, span.starts_at - HOUR, span.ends_at - HOUR)

    assert vtimezone.choose("Europe/Rome", [moved]) is None


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "Zulu"])
def test_utc_needs_no_vtimezone(zone: str) -> None:
    assert vtimezone.choose(zone, [a_span(zone, 2027, 7, 28, 8)]) is None


@pytest.mark.parametrize("zone", ["Europe/Rome", "Asia/Kolkata", "Pacific/Auckland", "Asia/Gaza"])
def test_zones_that_go_on_as_before_are_settled(zone: str) -> None:
    assert vtimezone.is_settled(zone)


def test_a_zone_that_has_just_given_up_its_changes_is_not_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Kazakhstan went to one zone on 1 March 2024.
    vtimezone.is_settled.cache_clear()
    monkeypatch.setattr(zones, "DATABASE_VERSION", "2024a")
    try:
        assert not vtimezone.is_settled("Asia/Almaty")
        vtimezone.is_settled.cache_clear()
        monkeypatch.setattr(zones, "DATABASE_VERSION", "2029a")
        assert vtimezone.is_settled("Asia/Almaty")
    finally:
        vtimezone.is_settled.cache_clear()


def test_a_file_gets_the_rule_that_fits_most_of_its_events() -> None:
    # Chile changes on the Sunday from the 2nd to the 8th of April: in 2029 it is the 8th.
    zone = "America/Santiago"
    first_sunday = [a_span(zone, year, 4, 6, 12) for year in (2027, 2032)]
    second_sunday = [a_span(zone, 2029, 4, 6, 12)]

    rule = vtimezone.choose(zone, [*first_sunday, *second_sunday])

    assert rule is not None
    assert [vtimezone.fits(rule, zone, span) for span in first_sunday] == [True, True]
    assert [vtimezone.fits(rule, zone, span) for span in second_sunday] == [False]


@pytest.mark.parametrize(
    ("hours", "text"), [(0, "+0000"), (5.75, "+0545"), (-3.5, "-0330"), (14, "+1400")]
)
def test_offsets_are_written_in_hours_and_minutes(hours: float, text: str) -> None:
    assert vtimezone.offset_text(dt.timedelta(hours=hours)) == text
