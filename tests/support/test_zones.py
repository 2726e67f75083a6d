"""Wall time and instants, at the edges of zones."""

import datetime as dt

import pytest

from dialogues.support import zones


def test_a_time_that_clocks_skip_names_the_times_around_it() -> None:
    with pytest.raises(zones.LocalTimeDoesNotExist) as refusal:
        zones.instant(dt.datetime(2026, 3, 29, 2, 30), "Europe/Rome")
    assert str(refusal.value) == (
        "02:30 does not exist in Europe/Rome on that date, because the clocks go forward. "
        "Choose 01:30 or 03:30."
    )


def test_a_day_that_a_zone_skips_names_the_days_around_it() -> None:
    with pytest.raises(zones.LocalTimeDoesNotExist) as refusal:
        zones.instant(dt.datetime(2011, 12, 30, 10), "Pacific/Apia")
    assert refusal.value.candidates == (
        dt.datetime(2011, 12, 29, 10),
        dt.datetime(2011, 12, 31, 10),
    )
    assert "2011-12-29 10:00 or 2011-12-31 10:00" in str(refusal.value)


def test_a_time_that_happens_twice_names_both_instants_and_takes_a_choice() -> None:
    local = dt.datetime(2026, 10, 25, 2, 30)
    first, second = (dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC) for hour in (0, 1))
    with pytest.raises(zones.LocalTimeIsAmbiguous) as refusal:
        zones.instant(local, "Europe/Rome")
    assert refusal.value.candidates == (first, second)
    assert (zones.instant(local, "Europe/Rome", 0), zones.instant(local, "Europe/Rome", 1)) == (
        first,
        second,
    )


def test_half_hours_of_summer_time_are_halves() -> None:
    with pytest.raises(zones.LocalTimeDoesNotExist) as refusal:
        zones.instant(dt.datetime(2026, 10, 4, 2, 15), "Australia/Lord_Howe")
    assert refusal.value.candidates == (
        dt.datetime(2026, 10, 4, 1, 45),
        dt.datetime(2026, 10, 4, 2, 45),
    )
