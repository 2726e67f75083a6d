"""What a change of a session means to those who registered."""

import datetime as dt
from dataclasses import dataclass

import pytest

from dialogues.programme.models import DialogueSession
from dialogues.registration.consequences import Twin, in_zones, lost_languages
from dialogues.registration.rules import is_at_night


@dataclass(frozen=True)
class Sitting:
    """What the rules need to know of a session."""

    starts_at: dt.datetime = dt.datetime(2027, 7, 28, 6, tzinfo=dt.UTC)
    floor_language: str = "en"
    interpretation: tuple[str, ...] = ()

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=90)


MORNING = Sitting()
EVENING = Sitting(dt.datetime(2027, 7, 28, 16, tzinfo=dt.UTC))


def test_old_and_new_time_stand_by_zone_where_most_people_are_first() -> None:
    listeners = [
        ("Africa/Dakar", "fr", 2),
        ("Asia/Shanghai", "zh", 3),
        ("Africa/Dakar", "en", 2),
        ("America/Lima", "es", 1),
    ]
    rows = in_zones(listeners, MORNING, EVENING, "en")
    assert [
        (row.place, row.people, row.before.hours, row.after.hours, row.is_at_night) for row in rows
    ] == [
        ("Dakar (Senegal)", 4, "06:00–07:30", "16:00–17:30", False),
        ("Shanghai (China)", 3, "14:00–15:30", "00:00–01:30", True),
        ("Lima (Peru)", 1, "01:00–02:30", "11:00–12:30", False),
    ]
    day = "Wednesday, 28 July 2027"
    assert [row.is_on(day) for row in rows] == [True, False, True]
    assert rows[1].after.date == "Thursday, 29 July 2027"


def test_places_are_named_in_the_organiser_s_language() -> None:
    rows = in_zones([("Europe/Rome", "en", 1)], MORNING, EVENING, "zh")
    assert [row.place for row in rows] == ["罗马（意大利）"]


def test_two_names_of_one_zone_are_one_place() -> None:
    listeners = [("Asia/Calcutta", "en", 2), ("Asia/Kolkata", "en", 3)]
    assert [row.people for row in in_zones(listeners, MORNING, EVENING, "en")] == [5]


@pytest.mark.parametrize(
    ("starts", "ends", "is_so"),
    [
        ("06:00", "07:30", False),
        ("05:59", "07:00", True),
        ("20:30", "22:00", False),
        ("20:30", "22:01", True),
        ("22:00", "23:00", True),
        ("23:30", "01:00", True),
        ("00:00", "01:00", True),
        ("21:00", "21:00", True),  # a whole day
    ],
)
def test_the_night_is_from_22_to_6(starts: str, ends: str, is_so: bool) -> None:
    start, end = (dt.datetime.combine(dt.date(2027, 7, 28), dt.time.fromisoformat(hour))
                  for hour in (starts, ends))  # fmt: skip
    end += dt.timedelta(days=end <= start)
    assert is_at_night(start, end) is is_so


def test_a_lost_language_counts_its_listeners_and_names_the_twins_that_offer_it() -> None:
    before = Sitting(interpretation=("zh", "ru", "ar"))
    after = Sitting(interpretation=("zh",))
    listeners = [
        ("UTC", "ar", 1),
        ("UTC", "ru", 1),
        ("Asia/Amman", "ar", 4),
        ("UTC", "en", 9),
        ("UTC", "zh", 9),
        ("UTC", "es", 9),  # was not offered before either
    ]
    french = Twin(DialogueSession(floor_language="en", interpretation=("fr",)), is_full=False)
    russian = Twin(DialogueSession(floor_language="ru", interpretation=()), is_full=True)
    found = lost_languages(listeners, before, after, [french, russian])
    assert [(row.language, row.people, row.twins) for row in found] == [
        ("ar", 5, []),
        ("ru", 1, [russian]),
    ]


def test_who_loses_the_session_loses_every_language() -> None:
    listeners = [("UTC", "en", 9), ("UTC", "es", 1)]
    found = lost_languages(listeners, MORNING, None, [])
    assert [(row.language, row.people) for row in found] == [("en", 9), ("es", 1)]
