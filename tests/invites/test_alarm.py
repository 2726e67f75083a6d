"""When calendars are asked to ring (RFC 5545, 3.6.6)."""

import datetime as dt
from dataclasses import replace

import icalendar
import pytest
import vobject
from flask.testing import FlaskClient

from dialogues.invites.ical import calendar_bytes
from dialogues.programme import service as programme
from dialogues.programme.rules import ALARM_MINUTES
from dialogues.registration import service
from tests.builders import a_session, session_plan
from tests.invites import cases
from tests.invites.mailed import letters
from tests.invites.parsers import READERS
from tests.registration.registering import registered

STARTS_AT = dt.datetime(2027, 7, 28, 6, tzinfo=dt.UTC)
QUARTER = """\
BEGIN:VALARM\r
ACTION:DISPLAY\r
TRIGGER:-PT15M\r
DESCRIPTION:Food\\, water\\; soil\r
END:VALARM\r
END:VEVENT\r
"""


def an_invite(minutes: int | None, method: str | None = "REQUEST", **fields: object) -> bytes:
    event = cases.an_event(
        "Europe/Rome", STARTS_AT, summary="Food, water; soil", alarm_minutes=minutes, **fields
    )
    return calendar_bytes([event], method=method)


def alarms(ics: bytes) -> list[str]:
    found = icalendar.Calendar.from_ical(ics).walk("VALARM")
    return [alarm["TRIGGER"].to_ical().decode() for alarm in found]


def test_an_alarm_displays_the_title_so_long_before_the_start() -> None:
    assert QUARTER in an_invite(15).decode()


@pytest.mark.parametrize("method", ["CANCEL", None])
def test_only_an_invite_rings(method: str | None) -> None:
    assert b"VALARM" not in an_invite(15, method)
    assert b"VALARM" not in an_invite(None)


@pytest.mark.parametrize("program", sorted(READERS))
def test_programs_see_the_same_event_with_an_alarm_as_without(program: str) -> None:
    files = {str(minutes): an_invite(minutes) for minutes in (None, *ALARM_MINUTES)}
    seen = READERS[program](files)
    assert all(seen[name] == seen["None"] for name in files)
    (event,) = seen["None"].values()
    assert (event.starts_at, event.description) == (STARTS_AT, "English")


def test_programs_see_when_to_ring() -> None:
    for minutes in ALARM_MINUTES:
        event = vobject.readOne(an_invite(minutes).decode()).vevent
        assert event.valarm.trigger.value == dt.timedelta(minutes=-minutes)
        assert event.valarm.description.value == "Food, water; soil"


@pytest.mark.usefixtures("app")
def test_invites_ring_as_their_session_says_and_cancellations_never() -> None:
    session = a_session(alarm_minutes=30)
    registration = registered(session)
    letters()
    programme.revise_session(session, replace(session_plan(session), alarm_minutes=60), tell=True)
    letters()
    programme.revise_session(session, replace(session_plan(session), alarm_minutes=None), tell=True)
    letters()
    service.cancel(registration)
    calendars = [
        next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
        for letter in letters()
    ]
    rings = [alarms(part.get_content().encode()) for part in calendars]
    assert rings == [["-PT30M"], ["-PT1H"], [], []]
    assert calendars[-1].get_param("method") == "CANCEL"


def test_public_files_do_not_ring(client: FlaskClient) -> None:
    session = a_session(alarm_minutes=30)
    for path in (
        "calendar.ics",
        f"sessions/{session.public_id}.ics",
        f"dialogues/{session.dialogue.public_id}.ics",
    ):
        ics = client.get(f"/en/{path}").data
        assert b"BEGIN:VEVENT" in ics
        assert b"VALARM" not in ics
