"""Programs that did not write our calendar files read the stored instants in them."""

import datetime as dt
import functools
import re

import pytest

from dialogues.invites.ical import CalendarEvent, calendar_bytes
from tests.invites import cases
from tests.invites.parsers import READERS, Seen

ZONE_SHAPE = re.compile(
    r"BEGIN:VTIMEZONE\nTZID:(?P<zone>[^\n]+)\n"
    r"(?:BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:(?P<offset>[+-]\d{4})\n"
    r"TZOFFSETTO:(?P=offset)\nEND:STANDARD\n"
    r"|BEGIN:STANDARD\nDTSTART:1970\d{4}T\d{4}00\n"
    r"RRULE:FREQ=YEARLY;BYMONTH=\d{1,2};BYDAY=(?:-1|[1-4])(?:MO|TU|WE|TH|FR|SA|SU)\n"
    r"TZOFFSETFROM:(?P<daylight>[+-]\d{4})\nTZOFFSETTO:(?P<standard>[+-]\d{4})\nEND:STANDARD\n"
    r"BEGIN:DAYLIGHT\nDTSTART:1970\d{4}T\d{4}00\n"
    r"RRULE:FREQ=YEARLY;BYMONTH=\d{1,2};BYDAY=(?:-1|[1-4])(?:MO|TU|WE|TH|FR|SA|SU)\n"
    r"TZOFFSETFROM:(?P=standard)\nTZOFFSETTO:(?P=daylight)\nEND:DAYLIGHT\n)"
    r"END:VTIMEZONE\n"
)


@functools.cache
def events() -> dict[str, CalendarEvent]:
    every = [*cases.demonstration(), *cases.hard(), *cases.sample()]
    return {event.uid: event for event in every}


@functools.cache
def files() -> dict[str, bytes]:
    return {uid: calendar_bytes([event], method="REQUEST") for uid, event in events().items()}


@functools.cache
def seen_by(parser: str) -> dict[str, Seen]:
    return READERS[parser](files())


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
    seen = READERS[parser]({"it": calendar_bytes([event])})["it"]
    return seen.summary, seen.description


def test_every_file_has_zones_that_outlook_reads_or_none() -> None:
    in_zone, in_utc = 0, 0
    for ics in files().values():
        text = ics.decode().replace("\r\n", "\n")
        if "TZID" in text:
            shape = ZONE_SHAPE.search(text)
            assert shape is not None, text
            assert text.count("BEGIN:VTIMEZONE") == 1
            for name in ("DTSTART", "DTEND"):
                assert re.search(rf"\n{name};TZID={re.escape(shape['zone'])}:\d+T\d+\n", text)
            in_zone += 1
        else:
            assert re.search(r"\nDTSTART:\d{8}T\d{6}Z\nDTEND:\d{8}T\d{6}Z\n", text), text
            in_utc += 1
    assert in_zone > in_utc


def test_the_demonstration_is_written_in_the_time_of_rome() -> None:
    for event in cases.demonstration():
        assert b"DTSTART;TZID=Europe/Rome:" in files()[event.uid]
