"""Programs that did not write our calendar files read the stored instants in them."""

import datetime as dt
import functools

import pytest

from dialogues.invites.ical import CalendarEvent, calendar_bytes
from tests.invites import cases
from tests.invites.parsers import READERS, Seen


@functools.cache
def events() -> dict[str, CalendarEvent]:
    every = [*cases.demonstration(), *cases.hard(), *cases.sample()]
    return {event.uid: event for event in every}


@functools.cache
def files() -> dict[str, bytes]:
    return {uid: calendar_bytes([event], method="REQUEST") for uid, event in events().items()}


@functools.cache
def seen_by(parser: str) -> dict[str, Seen]:
    return {uid: seen[uid] for uid, seen in READERS[parser](files()).items()}


@pytest.mark.parametrize("parser", READERS)
def test_every_event_is_read_at_its_stored_instant(parser: str) -> None:
    seen = seen_by(parser)

    assert len(seen) > 3000
    assert {
        uid: (seen[uid].starts_at, seen[uid].ends_at)
        for uid, event in events().items()
        if (seen[uid].starts_at, seen[uid].ends_at) != (event.starts_at, event.ends_at)
    } == {}


@pytest.mark.parametrize("parser", READERS)
def test_the_sessions_of_27_july_2022_are_at_six_and_fourteen_utc(parser: str) -> None:
    morning, afternoon = (event.uid for event in cases.demonstration()[:2])

    seen = seen_by(parser)

    assert seen[morning].starts_at == dt.datetime(2022, 7, 27, 6, tzinfo=dt.UTC)
    assert seen[morning].ends_at == dt.datetime(2022, 7, 27, 7, 30, tzinfo=dt.UTC)
    assert seen[afternoon].starts_at == dt.datetime(2022, 7, 27, 14, tzinfo=dt.UTC)
    assert seen[afternoon].ends_at == dt.datetime(2022, 7, 27, 15, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("parser", READERS)
def test_texts_arrive_whole(parser: str) -> None:
    text = (
        "Gouvernance, politiques; institutions : «ensemble»\n"
        "فهم تحوّل النظم الغذائية: الحوكمة والسياسات والمؤسسات، مع الترجمة الفورية\n"
        "理解粮食系统转型：治理、政策和制度，提供中文、俄文和阿拉伯文同声传译，欢迎所有国家召集人参加\n"
        "Преобразование продовольственных систем 🌾🌍 https://example.org/?a=1,2;b"
    )

    assert texts_by(parser, text.split("\n")[1], text) == (text.split("\n")[1], text)


# node-ical reads an escaped backslash before an n as a line break.
@pytest.mark.parametrize("parser", sorted(READERS.keys() - {"node-ical"}))
def test_backslashes_arrive_as_such(parser: str) -> None:
    text = "C:\\New\\names \\n \\N \\; \\\\"

    assert texts_by(parser, text, text) == (text, text)


def texts_by(parser: str, summary: str, description: str) -> tuple[str, str]:
    start = dt.datetime(2022, 7, 27, 8)
    event = cases.at_local("Europe/Rome", start, summary=summary, description=description)
    seen = READERS[parser]({"it": calendar_bytes([event])})["it"][event.uid]
    return seen.summary, seen.description


def test_the_demonstration_is_written_in_the_time_of_rome() -> None:
    for event in cases.demonstration():
        assert b"DTSTART;TZID=Europe/Rome:" in files()[event.uid]
