"""Dates and times of a spreadsheet at the edges of zones."""

import datetime as dt

from tests.programme.sheet_files import ROW, WANTED, a_csv, plans, refused


def test_a_time_that_does_not_exist_names_both_candidates() -> None:
    assert refused(a_csv({**ROW, "date": "2027-03-28", "start": "02:30"})) == [
        (
            2,
            "start",
            "02:30 does not exist in Europe/Rome on that date, because the clocks go forward. "
            "Choose 01:30 or 03:30.",
        )
    ]


def test_a_time_that_happens_twice_is_told_apart_by_its_offset() -> None:
    repeated = {**ROW, "date": "2027-10-31"}
    assert refused(a_csv({**repeated, "start": "02:30"})) == [
        (
            2,
            "start",
            "02:30 happens twice in Europe/Rome on that date, because the clocks go back. "
            "Write 02:30+02:00 or 02:30+01:00.",
        )
    ]
    both = [{**repeated, "start": f"02:30{offset}"} for offset in ("+02:00", "+01:00")]
    assert [row.plan.fold for row in plans(a_csv(*both))] == [0, 1]


def test_an_offset_is_taken_where_it_is_right() -> None:
    utc = {**ROW, "zone": "UTC", "start": "06:00Z"}
    assert plans(a_csv({**ROW, "start": "08:00+02:00"}))[0].plan == WANTED[0].plan
    assert plans(a_csv(utc))[0].plan.local_start == dt.datetime(2027, 7, 28, 6)
