import datetime as dt
import re

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.invites.content_lines import fold
from dialogues.invites.ical import CalendarEvent, calendar_bytes
from dialogues.support import zones
from tests.invites import cases

STARTS_AT = dt.datetime(2027, 7, 28, 6, tzinfo=dt.UTC)

REQUEST = f"""\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Food Systems Solutions Dialogues//Dialogues//EN
CALSCALE:GREGORIAN
METHOD:REQUEST
{cases.ROME}BEGIN:VEVENT
UID:abc@dialogues.example.org
SEQUENCE:2
DTSTAMP:20261102T093000Z
DTSTART;TZID=Europe/Rome:20270728T080000
DTEND;TZID=Europe/Rome:20270728T093000
SUMMARY;LANGUAGE=en:Food\\, water\\; soil
DESCRIPTION:Line one\\nLine two
LOCATION:https://dialogues.example.org/en/join/token
URL:https://dialogues.example.org/en/dialogues/abc
STATUS:CONFIRMED
ORGANIZER;CN="Dialogues, the Hub":mailto:dialogues@example.org
ATTENDEE;CN="A Person";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:ma
 ilto:awa@example.org
END:VEVENT
END:VCALENDAR
"""


def an_invite(**fields: object) -> CalendarEvent:
    return cases.an_event(
        "Europe/Rome",
        STARTS_AT,
        **{
            "uid": "abc@dialogues.example.org",
            "sequence": 2,
            "summary": "Food, water; soil",
            "description": "Line one\nLine two",
            "location": "https://dialogues.example.org/en/join/token",
            "language": "en",
            "organizer": "dialogues@example.org",
            "organizer_name": "Dialogues, the Hub",
            "attendee": "awa@example.org",
            "attendee_name": "A Person",
            "partstat": "ACCEPTED",
            **fields,
        },
    )


def lines_of(ics: bytes) -> list[str]:
    """The content lines, unfolded."""
    return ics.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def line(ics: bytes, name: str) -> str | None:
    found = [each for each in lines_of(ics) if re.match(rf"{name}[:;]", each)]
    assert len(found) <= 1
    return found[0] if found else None


def test_a_request_is_written_whole() -> None:
    assert calendar_bytes([an_invite()], method="REQUEST") == REQUEST.replace("\n", "\r\n").encode()


def test_the_method_is_upper_case() -> None:
    assert calendar_bytes([an_invite()], method="cancel") == calendar_bytes(
        [an_invite()], method="CANCEL"
    )


def test_the_cancelling_of_one_registration_does_not_call_the_session_cancelled() -> None:
    ics = calendar_bytes([an_invite()], method="CANCEL")

    assert line(ics, "METHOD") == "METHOD:CANCEL"
    assert line(ics, "STATUS") is None


def test_the_cancelling_of_a_session_says_so() -> None:
    ics = calendar_bytes([an_invite(status="CANCELLED")], method="CANCEL")

    assert line(ics, "STATUS") == "STATUS:CANCELLED"


def test_a_public_file_has_no_method_and_nobody_in_it() -> None:
    ics = calendar_bytes([cases.an_event("Europe/Rome", STARTS_AT)])

    for name in ("METHOD", "ORGANIZER", "ATTENDEE", "NAME", "REFRESH-INTERVAL"):
        assert line(ics, name) is None


def test_a_feed_has_a_name_and_asks_to_be_read_again() -> None:
    ics = calendar_bytes([], name="Dialogues; all\r\nX:1", refresh=dt.timedelta(hours=1))

    assert lines_of(ics) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Food Systems Solutions Dialogues//Dialogues//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Dialogues\\; all X:1",
        "X-WR-CALNAME:Dialogues\\; all X:1",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "END:VCALENDAR",
    ]


def test_a_file_of_many_events_has_each_zone_once() -> None:
    events = [
        cases.an_event(zone, STARTS_AT + dt.timedelta(days=day))
        for day in range(3)
        for zone in ("Europe/Rome", "Asia/Kolkata")
    ]

    lines = lines_of(calendar_bytes(events))

    assert lines.count("BEGIN:VEVENT") == 6
    assert [each for each in lines if each.startswith("TZID")] == [
        "TZID:Asia/Kolkata",
        "TZID:Europe/Rome",
    ]


def test_what_the_pair_of_a_file_does_not_fit_is_written_in_utc() -> None:
    days = (dt.datetime(2027, 10, 30, 12), dt.datetime(2027, 10, 31, 1))  # ends at 02:30, twice
    events = [cases.at_local("Europe/Rome", day) for day in days]

    lines = lines_of(calendar_bytes(events))

    assert [each for each in lines if each.startswith("DTSTART") and "1970" not in each] == [
        "DTSTART;TZID=Europe/Rome:20271030T120000",
        "DTSTART:20271030T230000Z",
    ]


def test_a_zone_that_no_event_is_written_in_is_left_out() -> None:
    ics = calendar_bytes([cases.at_local("Europe/Rome", dt.datetime(2027, 10, 31, 1))])

    assert b"VTIMEZONE" not in ics
    assert line(ics, "DTEND") == "DTEND:20271031T003000Z"


def test_a_zone_at_greenwich_keeps_its_name() -> None:
    ics = calendar_bytes([cases.an_event("Africa/Dakar", STARTS_AT)])

    assert b"DTSTART;TZID=Africa/Dakar:20270728T060000\r\n" in ics


def test_dtstamp_and_last_modified_are_in_utc() -> None:
    stamp = zones.local(dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC), "Europe/Rome")
    ics = calendar_bytes([an_invite(dtstamp=stamp, last_modified=stamp, created=stamp)])

    assert line(ics, "DTSTAMP") == "DTSTAMP:20261102T093000Z"
    assert line(ics, "LAST-MODIFIED") == "LAST-MODIFIED:20261102T093000Z"
    assert line(ics, "CREATED") == "CREATED:20261102T093000Z"


@pytest.mark.parametrize(
    "field", ["summary", "description", "location", "url", "organizer_name", "attendee_name"]
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\x00"])
def test_no_text_can_add_a_line(field: str, end: str) -> None:
    ics = calendar_bytes(
        [an_invite(**{field: f'a{end}ATTENDEE:mailto:mallory@example.org"{end}:;x'})],
        method="REQUEST",
    )

    names = [re.split("[:;]", each)[0] for each in ics.decode().replace("\r\n ", "").splitlines()]
    assert names == [re.split("[:;]", each)[0] for each in REQUEST.replace("\n ", "").splitlines()]


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("a%41b@example.org", "a%2541b@example.org"),
        ("a/b?c#d@example.org", "a%2Fb%3Fc%23d@example.org"),
        ("a&b=c@example.org", "a%26b%3Dc@example.org"),
        ("a^b`{c|d}@example.org", "a%5Eb%60%7Bc%7Cd%7D@example.org"),
        ("answers+mfrgg@example.org", "answers+mfrgg@example.org"),
        ("o'neil.a-b_c~d!$*@example.org", "o'neil.a-b_c~d!$*@example.org"),
    ],
)
def test_an_address_is_escaped_where_rfc_6068_asks_for_it(address: str, written: str) -> None:
    ics = calendar_bytes([an_invite(attendee=address, organizer=address)], method="REQUEST")

    for name in ("ATTENDEE", "ORGANIZER"):
        assert (line(ics, name) or "").endswith(f":mailto:{written}")


def test_a_backslash_before_a_letter_is_no_line_break() -> None:
    ics = calendar_bytes([an_invite(summary="C:\\New\\names")])

    assert line(ics, "SUMMARY") == "SUMMARY;LANGUAGE=en:C:\\\\New\\\\names"


def test_categories_are_a_list() -> None:
    ics = calendar_bytes([an_invite(categories=("Food, water", "soil"))])

    assert line(ics, "CATEGORIES") == "CATEGORIES:Food\\, water,soil"


@given(st.text(max_size=400))
def test_lines_are_folded_between_characters_to_75_octets(text: str) -> None:
    ics = calendar_bytes([an_invite(summary=text, description=text, attendee_name=text)])

    assert ics.endswith(b"\r\n")
    for each in ics.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(each) <= 75
        each.decode()  # raises within a character
    assert b"\n" not in ics.replace(b"\r\n", b"")


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1))
def test_texts_are_read_as_they_were_written(text: str) -> None:
    ics = calendar_bytes([an_invite(summary=text, description=f"{text}\n{text}")])

    event = next(iter(icalendar.Calendar.from_ical(ics).walk("VEVENT")))
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (text, f"{text}\n{text}")


@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=("Cs",))))
def test_folding_adds_nothing_but_folds(text: str) -> None:
    assert fold(text).decode().replace("\r\n ", "") == f"{text}\r\n"


def test_a_fold_never_divides_an_escape() -> None:
    folded = fold("SUMMARY:" + "x" * 66 + "\\n" + "y" * 20)

    assert folded == b"SUMMARY:" + b"x" * 66 + b"\r\n \\n" + b"y" * 20 + b"\r\n"
