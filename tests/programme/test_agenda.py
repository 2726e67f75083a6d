"""What may stand on an agenda, and what its times are. Plain values only."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.programme import agenda
from dialogues.programme.agenda import PlannedItem
from dialogues.programme.agenda_refusals import StartIsUnclear
from dialogues.programme.agenda_times import minutes_after, typed_time
from dialogues.programme.models import DialogueSession
from dialogues.support import zones
from tests.programme.agendas import an_item

ROOM = "breakout"
spans = st.tuples(
    st.integers(0, 12), st.integers(1, 6), st.sampled_from(["plenary", ROOM, "break"])
)


def found(*items: PlannedItem, most: int | None = 90) -> list[tuple[int, str, str]]:
    problems = agenda.problems(items, "en", most)
    return [(place, field, type(refusal).__name__) for place, field, refusal in problems]


def at(local: dt.datetime, zone: str) -> DialogueSession:
    return DialogueSession(
        local_start=local, fold=0, zone=zone, starts_at=zones.instant(local, zone)
    )


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        (an_item(0, 90), None),
        (an_item(80, 11), ("minutes", "ItemDoesNotFit")),
        (an_item(90, 1), ("start", "ItemDoesNotFit")),
        (an_item(0, 0), ("minutes", "MinutesAreUnclear")),
        (an_item(kind="party"), ("kind", "KindIsUnknown")),
        (an_item(link="https://example.org/a?b=c"), None),
        (an_item(link="javascript:alert(1)"), ("link", "LinkIsNotWeb")),
        (an_item(link="ftp://example.org/"), ("link", "LinkIsNotWeb")),
        (an_item(link="https://example.org/a b"), ("link", "LinkIsNotWeb")),
        (an_item(link="https://example.org/" + "a" * 2000), ("link", "TextIsTooLong")),
        (an_item(title="Wel\u202ecome"), ("title_en", "LineHasHidden")),
        (an_item(title="a" * 301), ("title_en", "TextIsTooLong")),
        (an_item(texts={"fr": ("Accueil", "")}), ("title_en", "ItemHasNoTitle")),
        (an_item(texts={"en": ("A", ""), "fr": ("", "Le Pôle")}), ("title_fr", "TitleIsMissing")),
        (an_item(texts={"en": ("A", "b" * 1001)}), ("speakers_en", "TextIsTooLong")),
    ],
)
def test_an_item_that_cannot_be_says_which_field_is_wrong(
    item: PlannedItem, problem: tuple[str, str] | None
) -> None:
    assert found(item) == ([(0, *problem)] if problem else [])


def test_without_a_session_an_agenda_takes_a_day_at_most() -> None:
    assert found(an_item(0, 1440), most=None) == []
    assert found(an_item(0, 1441), most=None) == [(0, "minutes", "ItemDoesNotFit")]


def test_only_breakouts_take_place_at_the_same_time() -> None:
    rooms = [an_item(10, 30, kind=ROOM), an_item(10, 30, kind=ROOM), an_item(20, 20, kind=ROOM)]
    assert found(an_item(0, 10), *rooms, an_item(40, 10)) == []
    assert found(an_item(0, 11), *rooms) == [(place, "start", "ItemsOverlap") for place in (1, 2)]
    assert found(*rooms, an_item(39, 10)) == [(3, "start", "ItemsOverlap")]
    assert found(an_item(5, 5), an_item(0, 6)) == [(0, "start", "ItemsOverlap")]


@given(st.lists(spans, max_size=8))
def test_an_overlap_is_found_exactly_where_there_is_one(some: list[tuple[int, int, str]]) -> None:
    items = [an_item(start, minutes, kind=kind) for start, minutes, kind in some]
    overlap = any(
        one.starts_after < other.starts_after + other.minutes
        and other.starts_after < one.starts_after + one.minutes
        and (one.kind, other.kind) != (ROOM, ROOM)
        for place, one in enumerate(items)
        for other in items[:place]
    )
    assert bool(found(*items)) == overlap


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 20), st.integers(1, 60))
def test_neighbours_that_change_places_take_the_time_that_they_took(
    start: int, minutes: int, pause: int, next_minutes: int
) -> None:
    next_start = start + minutes + pause
    first, second = agenda.exchanged((start, minutes), (next_start, next_minutes))
    assert first == (start, next_minutes)
    assert second == (start + next_minutes + pause, minutes)
    assert sum(second) == next_start + next_minutes


def test_breakouts_that_begin_together_go_on_doing_so() -> None:
    assert agenda.exchanged((10, 30), (10, 20)) == ((10, 20), (10, 30))


def test_a_version_is_that_of_the_agenda_and_of_no_other() -> None:
    items = [an_item(), an_item(10, texts={"en": ("A", "B"), "ar": ("ا", "ب")})]
    again = agenda.from_record(agenda.record(items))
    assert agenda.version(again) == agenda.version(items)
    assert agenda.version(items[:1]) != agenda.version(items)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("08:15", 15), ("8.15", 15), ("15", 15), ("08:00", 0), ("0", 0), ("07:59", 1439)],
)
def test_a_start_is_a_time_of_the_clock_or_minutes(typed: str, minutes: int) -> None:
    assert minutes_after(typed, at(dt.datetime(2031, 7, 30, 8), "Europe/Rome")) == minutes


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "08:60", "-5", "1:2:3"])
def test_what_is_neither_is_refused(typed: str) -> None:
    with pytest.raises(StartIsUnclear):
        minutes_after(typed, at(dt.datetime(2031, 7, 30, 8), "Europe/Rome"))


def test_without_a_session_only_minutes_are_understood() -> None:
    assert minutes_after("15", None) == 15
    with pytest.raises(StartIsUnclear):
        minutes_after("08:15", None)


@pytest.mark.parametrize(
    ("local", "zone"),
    [
        (dt.datetime(2031, 7, 30, 8), "Europe/Rome"),
        (dt.datetime(2031, 7, 30, 23, 30), "Asia/Kathmandu"),
        (dt.datetime(2027, 10, 31, 1), "Europe/Rome"),  # the clocks go back at three
        (dt.datetime(2027, 3, 28, 1), "Europe/Rome"),  # and forward at two
    ],
)
def test_what_is_shown_to_be_typed_over_means_the_same_minute(
    local: dt.datetime, zone: str
) -> None:
    session = at(local, zone)
    for minutes in range(0, 240, 5):
        assert minutes_after(typed_time(minutes, session), session) == minutes
