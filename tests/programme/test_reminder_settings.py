"""Reminders by mail and rings in calendars, as organisers set them."""

import datetime as dt
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession
from dialogues.programme.plans import session_problems
from dialogues.programme.rules import due_reminder, next_reminder
from tests.builders import a_registration, an_entry
from tests.programme.office_forms import (
    FORM,
    NEW,
    a_public_session,
    carried,
    count,
    edit_form,
    stored,
    text,
)
from tests.programme.plans import a_plan

START = dt.datetime(2027, 7, 28, 6, tzinfo=dt.UTC)
DAY, HOUR, SECOND = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(seconds=1)


def ticked(page: str, part: str) -> list[str]:
    boxes = re.findall(rf'<input[^>]*name="{part}-reminders"[^>]*>', page)
    assert len(boxes) == 2
    return [re.findall(r'value="(\w+)"', box)[0] for box in boxes if " checked" in box]


def rings(page: str, part: str) -> str:
    select = page[page.index(f'name="{part}-alarm_minutes"') :]
    (chosen,) = re.findall(
        r'<option selected value="(\d*)">', select[: select.index("</select>")]
    ) or [""]
    return chosen


def both(sessions: list[DialogueSession], name: str) -> list[Any]:
    return [getattr(session, name) for session in sessions]


def test_a_new_dialogue_reminds_twice_and_rings_nowhere_whatever_the_last_one_did(
    staff_client: FlaskClient,
) -> None:
    first_of_all = staff_client.get(NEW).text
    a_public_session(reminders=("1h",), alarm_minutes=15)
    for page in (first_of_all, staff_client.get(NEW).text):
        for part in ("first", "second"):
            assert (ticked(page, part), rings(page, part)) == (["24h", "1h"], "")


def test_each_session_of_a_new_dialogue_keeps_what_was_chosen(staff_client: FlaskClient) -> None:
    chosen = {"first-reminders": ["24h", "1h"], "first-alarm_minutes": ""}
    chosen |= {"second-reminders": ["1h"], "second-alarm_minutes": "15"}
    look = staff_client.post(NEW, data={**FORM, **chosen, "action": "publish"}).text
    staff_client.post(NEW, data={**carried(look), "action": "confirm"})
    sessions = db.session.query(DialogueSession).order_by(DialogueSession.starts_at).all()
    assert both(sessions, "reminders") == [("24h", "1h"), ("1h",)]
    assert both(sessions, "alarm_minutes") == [None, 15]


def test_a_form_shows_what_is_set_and_saving_it_changes_nothing(staff_client: FlaskClient) -> None:
    session = a_public_session(reminders=("24h",), alarm_minutes=30)
    address = f"/en/office/sessions/{session.public_id}/edit"
    page = staff_client.get(address).text
    assert (ticked(page, "sitting"), rings(page, "sitting")) == (["24h"], "30")
    same = edit_form(sitting_reminders=["24h"], sitting_alarm_minutes="30")
    answer = staff_client.post(address, data=same, follow_redirects=True).text
    assert "Nothing was changed." in answer
    assert (stored(session).reminders, session.alarm_minutes) == (("24h",), 30)


def test_a_change_is_shown_in_words_and_only_a_ring_changes_calendars(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session(reminders=("24h", "1h"))
    an_entry(a_registration(session))
    address = f"/en/office/sessions/{session.public_id}/edit"
    look = staff_client.post(address, data=edit_form(sitting_reminders=["1h"])).text
    assert "Reminders by mail 24 hours before, 1 hour before 1 hour before" in text(look)
    staff_client.post(address, data={**carried(look), "action": "confirm"})
    assert (stored(session).reminders, session.sequence, count(OutboxMail)) == (("1h",), 0, 0)
    form = edit_form(sitting_reminders=["1h"], sitting_alarm_minutes="5")
    look = staff_client.post(address, data=form).text
    assert "Ring in the calendar No alarm 5 minutes before" in text(look)
    staff_client.post(address, data={**carried(look), "action": "confirm"})
    assert (stored(session).alarm_minutes, session.sequence, count(OutboxMail)) == (5, 0, 1)


@pytest.mark.parametrize(
    ("field", "sent", "says"),
    [
        ("reminders", ["24h", "2h"], "Choose reminders from the list."),
        ("reminders", ["1h", "24h"], "Choose reminders from the list."),
        ("alarm_minutes", "7", "Choose from the list when calendars are to ring."),
        ("alarm_minutes", "soon", "Choose one of the options in the list."),
    ],
)
def test_what_the_lists_do_not_hold_is_refused(
    staff_client: FlaskClient, field: str, sent: Any, says: str
) -> None:
    session = a_public_session()
    address = f"/en/office/sessions/{session.public_id}/edit"
    answer = staff_client.post(address, data=edit_form(**{f"sitting_{field}": sent}))
    assert (answer.status_code, says in answer.text) == (422, True)
    assert (stored(session).reminders, session.alarm_minutes) == ((), None)


def test_plans_of_every_kind_are_checked() -> None:
    assert session_problems(a_plan()) == {}
    wrong = a_plan(reminders=("1h", "1h"), alarm_minutes=0)
    assert set(session_problems(wrong)) == {"reminders", "alarm_minutes"}


@pytest.mark.parametrize(
    ("before", "due", "coming"),
    [
        (DAY + SECOND, None, DAY),
        (DAY, "24h", HOUR),
        (HOUR + SECOND, "24h", HOUR),
        (HOUR, "1h", None),
        (SECOND, "1h", None),
        (0 * SECOND, None, None),
        (-DAY, None, None),
    ],
)
def test_of_two_reminders_the_latest_that_is_due_counts(
    before: dt.timedelta, due: str | None, coming: dt.timedelta | None
) -> None:
    found = due_reminder(("24h", "1h"), START, START - before)
    assert (found[0] if found else None) == due
    expected = START - coming if coming else None
    assert next_reminder(("24h", "1h"), START, START - before) == expected
