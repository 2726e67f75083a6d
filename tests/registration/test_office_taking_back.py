"""Undoing a change, cancelling, and letting a session take place after all."""

import datetime as dt
import re
from typing import Any

from flask.testing import FlaskClient

from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession, Status
from tests.builders import a_session
from tests.programme.office_forms import (
    a_public_session,
    carried,
    count,
    stored,
    text,
)
from tests.registration.changes import NEW_LINK, address_of, confirm, looked, with_entry


def undo(client: FlaskClient, session: DialogueSession) -> Any:
    """Press the one Undo… of the history."""
    page = client.get(f"/en/office/dialogues/{session.dialogue.public_id}").text
    [change] = re.findall(r'name="change" value="(\d+)"', page)
    return client.post(address_of(session, "undo"), data={"change": change})


def test_a_change_is_undone_by_the_page_that_confirms_any_other(staff_client: FlaskClient) -> None:
    session = a_public_session(capacity=20)
    with_entry(session)
    changes = {
        "date": "2027-07-29",
        "minutes": "60",
        "sitting_capacity": "",
        "sitting_interpretation": ["zh", "ru"],
        "sitting_join_url": NEW_LINK,
        "sitting_short_link": "other",
    }
    confirm(staff_client, looked(staff_client, session, **changes), session)
    assert (stored(session).minutes, session.join_url) == (60, NEW_LINK)
    look = undo(staff_client, session)
    assert look.status_code == 200
    said = text(look.text)
    assert "Starts at 2027-07-29 08:00 2027-07-28 08:00" in said
    assert "1 calendar changes" in said
    assert stored(session).minutes == 60
    assert "The session is changed. 1 person gets a mail." in confirm(
        staff_client, look.text, session
    )
    assert stored(session).local_start == dt.datetime(2027, 7, 28, 8)
    assert (session.minutes, session.capacity, session.short_link) == (90, 20, "28julyAM")
    assert set(session.interpretation) == {"zh", "ru", "ar"}
    assert session.join_url == "https://meet.example.org/room"
    assert session.sequence == 2


def test_a_first_short_link_alone_is_not_offered_to_be_undone(staff_client: FlaskClient) -> None:
    """It goes on leading to its session for ever."""
    session = a_session(local_start=dt.datetime(2027, 7, 28, 8))
    address = f"/en/office/dialogues/{session.dialogue.public_id}"
    confirm(staff_client, looked(staff_client, session), session)
    assert stored(session).short_link == "28julyAM"
    assert "/undo" not in staff_client.get(address).text
    confirm(staff_client, looked(staff_client, session, sitting_short_link="other"), session)
    assert "Short link other 28julyAM" in text(undo(staff_client, session).text)


def test_the_way_back_from_an_undo_leads_to_its_form(staff_client: FlaskClient) -> None:
    session = a_public_session()
    confirm(staff_client, looked(staff_client, session, minutes="60"), session)
    look = undo(staff_client, session)
    back = staff_client.post(address_of(session), data={**carried(look.text), "action": "edit"})
    assert re.search(r'name="minutes"[^>]* value="90"', back.text)


def test_what_was_changed_again_is_not_undone(staff_client: FlaskClient) -> None:
    session = a_public_session()
    confirm(staff_client, looked(staff_client, session, minutes="60"), session)
    page = staff_client.get(f"/en/office/dialogues/{session.dialogue.public_id}").text
    [first] = re.findall(r'name="change" value="(\d+)"', page)
    confirm(staff_client, looked(staff_client, session, minutes="45"), session)
    refused = staff_client.post(address_of(session, "undo"), data={"change": first})
    assert refused.status_code == 409
    assert "has been changed again since, so that change cannot be undone" in refused.text
    for nonsense in ({"change": "x"}, {}):
        answer = staff_client.post(address_of(session, "undo"), data=nonsense)
        assert answer.status_code == 409
    assert stored(session).minutes == 45


def test_an_undo_that_comes_too_late_is_shown_again(staff_client: FlaskClient) -> None:
    session = a_public_session()
    confirm(staff_client, looked(staff_client, session, minutes="60"), session)
    look = undo(staff_client, session)
    confirm(staff_client, looked(staff_client, session, minutes="45"), session)
    late = staff_client.post(address_of(session), data={**carried(look.text), "action": "confirm"})
    assert late.status_code == 409
    assert "Minutes 45 90" in text(late.text)
    assert stored(session).minutes == 45


def test_an_undo_on_a_page_that_was_open_for_too_long_does_nothing(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session()
    confirm(staff_client, looked(staff_client, session, minutes="60"), session)
    data = {"change": "1", "csrf_token": "old"}
    page = staff_client.post(address_of(session, "undo"), data=data, follow_redirects=True).text
    assert "The page was open for too long." in page


def test_a_cancellation_is_shown_done_and_taken_back(staff_client: FlaskClient) -> None:
    session = a_public_session()
    a_session(session.dialogue, local_start=dt.datetime(2027, 7, 28, 16), interpretation=("fr",))
    for language in ("en", "en", "ru"):
        with_entry(session, listening_language=language)
    cancel, reinstate = address_of(session, "cancel"), address_of(session, "reinstate")
    assert staff_client.get(cancel).status_code == 303
    said = text(staff_client.post(cancel).text)
    assert "then say that it is cancelled." in said
    assert "3 calendars change" in said
    assert "English 2 people Wednesday, 28 July 2027, 16:00–17:30, Rome (Italy)" in said
    assert "Русский 1 person None in this language." in said
    assert stored(session).status is Status.PUBLISHED
    staff_client.post(cancel, data={"action": "confirm", "csrf_token": "forged"})
    assert stored(session).status is Status.PUBLISHED
    done = staff_client.post(cancel, data={"action": "confirm"}, follow_redirects=True)
    assert stored(session).status is Status.CANCELLED
    assert "The session is cancelled. 3 people get a mail. To take this back" in text(done.text)
    assert done.text.count(f'action="{reinstate}"') == 2  # at the session and in the history
    assert staff_client.get(reinstate).status_code == 303
    look = text(staff_client.post(reinstate).text)
    assert "3 calendars get the session back" in look
    assert "No other session overlaps, and no draft either." in look
    assert stored(session).status is Status.CANCELLED
    done = staff_client.post(reinstate, data={"action": "confirm"}, follow_redirects=True)
    assert "The cancellation is taken back. 3 people get a mail." in text(done.text)
    assert (stored(session).status, count(OutboxMail)) == (Status.PUBLISHED, 6)
    assert staff_client.post(reinstate).status_code == 303
    assert f'action="{reinstate}"' not in done.text


def test_what_is_over_is_not_taken_back(staff_client: FlaskClient) -> None:
    session = a_session(days=-2)
    staff_client.post(address_of(session, "cancel"), data={"action": "confirm"})
    page = staff_client.get(f"/en/office/dialogues/{session.dialogue.public_id}").text
    reinstate = address_of(session, "reinstate")
    assert reinstate not in page
    answer = staff_client.post(reinstate)
    assert answer.status_code == 409
    assert "This session is over" in answer.text


def test_a_cancelled_draft_becomes_a_draft_again(staff_client: FlaskClient) -> None:
    session = a_public_session(status=Status.CANCELLED)
    look = text(staff_client.post(address_of(session, "reinstate")).text)
    assert "The session becomes a draft again" in look
    assert "nobody gets a mail" in look
