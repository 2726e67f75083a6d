"""Instants as people in a zone read them."""

import datetime as dt

import pytest

from dialogues.languages import times


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


MORNING = (_at("2022-07-27 06:00"), _at("2022-07-27 07:30"))


@pytest.mark.parametrize(
    ("zone", "date", "hours", "offset"),
    [
        ("Europe/Rome", "Wednesday, 27 July 2022", "08:00–09:30", "UTC+2"),
        ("Asia/Kathmandu", "Wednesday, 27 July 2022", "11:45–13:15", "UTC+5:45"),
        ("America/St_Johns", "Wednesday, 27 July 2022", "03:30–05:00", "UTC−2:30"),
        ("Pacific/Honolulu", "Tuesday, 26 July 2022", "20:00–21:30", "UTC−10"),
        ("UTC", "Wednesday, 27 July 2022", "06:00–07:30", "UTC"),
    ],
)
def test_a_span_is_said_on_the_clocks_of_its_zone(
    zone: str, date: str, hours: str, offset: str
) -> None:
    span = times.clock_time(*MORNING, zone, "en")

    assert (span.date, span.hours, span.offset) == (date, hours, offset)


def test_a_span_over_midnight_says_the_second_date() -> None:
    span = times.clock_time(_at("2022-07-27 21:30"), _at("2022-07-27 23:00"), "Europe/Rome", "fr")

    assert span.hours == "23:30–01:00 (28\N{NO-BREAK SPACE}juillet)"


def test_the_viewers_zone_comes_first_and_none_comes_twice() -> None:
    zones = [each.zone for each in times.clock_times(*MORNING, "Europe/Rome", "Asia/Tokyo", "en")]
    same = [each.zone for each in times.clock_times(*MORNING, "UTC", "UTC", "en")]

    assert zones == ["Asia/Tokyo", "Europe/Rome", "UTC"]
    assert same == ["UTC"]


@pytest.mark.parametrize(
    ("zone", "language", "expected"),
    [
        ("Africa/Nairobi", "ar", "نيروبي (كينيا)"),
        ("Europe/Rome", "zh", "罗马（意大利）"),
        ("Asia/Kolkata", "en", "Kolkata (India)"),
        ("Asia/Calcutta", "en", "Kolkata (India)"),  # as some browsers still call it
        ("Europe/Kiev", "ru", "Киев (Украина)"),
        ("Asia/Singapore", "en", "Singapore"),
        ("UTC", "ar", "UTC"),
    ],
)
def test_a_zone_is_named_by_city_and_country(zone: str, language: str, expected: str) -> None:
    assert times.zone_name(zone, language) == expected
