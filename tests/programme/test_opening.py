"""When registration opens and closes: wall times in a zone, and what cannot be."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.programme.opening import Opening, instants, problems, repeated
from dialogues.programme.plans import session_problems
from dialogues.support import zones
from tests.programme.plans import a_plan

ROME = "Europe/Rome"
END = dt.datetime(2027, 11, 3, 10, tzinfo=dt.UTC)
REPEATED = dt.datetime(2027, 10, 31, 2, 30)
SKIPPED = dt.datetime(2027, 3, 28, 2, 30)


def at(day: int, hour: int, minute: int = 0, month: int = 10) -> dt.datetime:
    return dt.datetime(2027, month, day, hour, minute)


def said(opens: dt.datetime | None, closes: dt.datetime | None) -> dict[str, str]:
    return {name: str(why) for name, why in problems(Opening(opens, closes), ROME, END).items()}


def test_wall_times_are_read_in_the_zone_of_the_session() -> None:
    assert instants(Opening(at(1, 9), at(1, 9, month=11)), ROME) == (
        dt.datetime(2027, 10, 1, 7, tzinfo=dt.UTC),
        dt.datetime(2027, 11, 1, 8, tzinfo=dt.UTC),
    )
    assert instants(Opening(None, None), ROME) == (None, None)


def test_of_a_repeated_time_the_first_counts_for_opening_and_the_second_for_closing() -> None:
    first, second = (dt.datetime(2027, 10, 31, hour, 30, tzinfo=dt.UTC) for hour in (0, 1))
    assert instants(Opening(REPEATED, REPEATED), ROME) == (first, second)
    assert repeated(REPEATED, ROME) == (first, second)
    assert said(REPEATED, REPEATED) == {}


@pytest.mark.parametrize("wall", [None, at(1, 9), SKIPPED])
def test_other_times_are_not_repeated(wall: dt.datetime | None) -> None:
    assert repeated(wall, ROME) is None


def test_a_time_that_does_not_exist_is_refused_with_what_would_do() -> None:
    why = (
        "02:30 does not exist in Europe/Rome on that date, because the clocks go forward. "
        "Choose 01:30 or 03:30."
    )
    assert said(SKIPPED, SKIPPED) == {"opens": why, "closes": why}


@pytest.mark.parametrize(
    ("opens", "closes", "wrong"),
    [
        (at(1, 9), at(2, 9), {}),
        (None, at(3, 11, month=11), {}),
        (
            None,
            at(3, 11, 1, month=11),
            {
                "closes": "Registration closes when the session is over at the latest, "
                "at 2027-11-03 11:00."
            },
        ),
        (
            at(3, 11, month=11),
            None,
            {
                "opens": "Registration opens before the session is over: give a time before "
                "2027-11-03 11:00."
            },
        ),
        (at(3, 10, 59, month=11), None, {}),
        (
            at(2, 9),
            at(2, 9),
            {
                "closes": "Registration closes after it opens: give a later time, or let it open "
                "earlier."
            },
        ),
        (
            dt.datetime(1999, 1, 1),
            dt.datetime(2040, 1, 1),
            dict.fromkeys(("opens", "closes"), "Give a date between the years 2000 and 2037."),
        ),
    ],
)
def test_it_opens_before_it_closes_and_closes_by_the_end_of_the_session(
    opens: dt.datetime | None, closes: dt.datetime | None, wrong: dict[str, str]
) -> None:
    assert said(opens, closes) == wrong


@given(
    st.datetimes(dt.datetime(2027, 1, 1), dt.datetime(2027, 12, 31)),
    st.datetimes(dt.datetime(2027, 1, 1), dt.datetime(2027, 12, 31)),
    st.sampled_from(["Europe/Rome", "Africa/Cairo", "America/Santiago", "Australia/Lord_Howe"]),
)
def test_what_is_not_refused_is_open_for_a_while_and_shows_the_time_that_was_meant(
    opens: dt.datetime, closes: dt.datetime, zone: str
) -> None:
    if problems(Opening(opens, closes), zone, END):
        return
    opens_at, closes_at = instants(Opening(opens, closes), zone)
    assert opens_at
    assert closes_at
    assert opens_at < closes_at <= END
    assert [zones.local(found, zone).replace(tzinfo=None) for found in (opens_at, closes_at)] == [
        opens,
        closes,
    ]


def test_a_plan_says_beside_which_field_it_cannot_be() -> None:
    plan = a_plan(
        local_registration_opens=SKIPPED,
        local_registration_closes=dt.datetime(2027, 7, 27, 9, 31),
        categories=("minister",),
    )
    assert {name: type(why).__name__ for name, why in session_problems(plan).items()} == {
        "categories": "CategoryIsUnknown",
        "local_registration_opens": "LocalTimeDoesNotExist",
    }
    late = a_plan(local_registration_closes=dt.datetime(2027, 7, 27, 9, 31))
    assert [*session_problems(late)] == ["local_registration_closes"]
