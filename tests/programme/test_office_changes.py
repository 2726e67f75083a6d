"""Moving, changing, publishing and cancelling by organisers' pages."""

import datetime as dt

from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession, Status
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_registration, a_session, an_entry
from tests.programme.office_forms import (
    a_public_session,
    carried,
    count,
    edit_form,
    stored,
    text,
)


def test_a_reschedule_shows_before_after_and_how_many_calendars_change(
    staff_client: FlaskClient,
) -> None:
    session = a_public_session()
    for _ in range(2):
        an_entry(a_registration(session))
    address = f"/en/office/sessions/{session.public_id}/edit"
    look = staff_client.post(address, data=edit_form(sitting_start="10:00"))
    assert look.status_code == 200
    said = text(look.text)
    assert "2 calendars change" in said
    assert "Starts at 2027-07-28 08:00 2027-07-28 10:00" in said
    assert (count(OutboxMail), stored(session).sequence) == (0, 0)
    done = staff_client.post(address, data={**carried(look.text), "action": "confirm"})
    assert done.status_code == 303
    assert (count(OutboxMail), stored(session).sequence) == (2, 1)
    assert session.starts_at == dt.datetime(2027, 7, 28, 8, tzinfo=dt.UTC)


def test_saving_without_a_change_changes_nothing(staff_client: FlaskClient) -> None:
    session = a_public_session()
    before = session.updated_at
    address = f"/en/office/sessions/{session.public_id}/edit"
    assert session.interpretation == ("zh", "ru", "ar")
    page = staff_client.post(address, data=edit_form(), follow_redirects=True).text
    assert "Nothing was changed." in page
    assert stored(session).updated_at == before


def test_a_session_is_not_moved_to_a_time_that_does_not_exist(staff_client: FlaskClient) -> None:
    session = a_public_session()
    address = f"/en/office/sessions/{session.public_id}/edit"
    answer = staff_client.post(address, data=edit_form(date="2027-03-28", sitting_start="02:30"))
    assert answer.status_code == 422
    assert "Choose 01:30 or 03:30." in answer.text


def test_a_session_is_added_to_a_dialogue(staff_client: FlaskClient) -> None:
    session = a_public_session()
    address = f"/en/office/dialogues/{session.dialogue.public_id}/sessions/new"
    assert staff_client.get(address).status_code == 200
    form = edit_form(sitting_start="16:00", sitting_short_link="")
    assert staff_client.post(address, data={**form, "action": "draft"}).status_code == 303
    look = staff_client.post(address, data={**form, "action": "publish"}).text
    assert count(DialogueSession) == 2
    staff_client.post(address, data={**carried(look), "action": "confirm"})
    db.session.refresh(session.dialogue)
    assert [one.status for one in session.dialogue.sessions] == [
        Status.PUBLISHED,
        Status.DRAFT,
        Status.PUBLISHED,
    ]


def test_texts_are_changed(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue("Old title")
    address = f"/en/office/dialogues/{dialogue.public_id}/texts"
    assert 'value="Old title"' in staff_client.get(address).text
    texts = {"source_language": "en", "title_en": "New title", "title_zh": "治理"}
    page = staff_client.post(address, data=texts, follow_redirects=True).text
    assert "New title" in page
    assert staff_client.post(address, data={"source_language": "fr"}).status_code == 422


def test_publishing_and_cancelling_are_confirmed_in_numbers(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue(status=Status.DRAFT)
    session = a_session(dialogue, status=Status.DRAFT, short_link="later")
    address = f"/en/office/dialogues/{dialogue.public_id}"
    look = staff_client.post(f"{address}/publish")
    assert "1 session appears on the public programme" in text(look.text)
    assert stored(session).status is Status.DRAFT
    staff_client.post(f"{address}/publish", data={"action": "confirm"})
    assert stored(session).status is Status.PUBLISHED
    an_entry(a_registration(session))
    look = staff_client.post(f"{address}/cancel")
    assert "1 session is cancelled for good." in text(look.text)
    assert "1 calendar changes" in text(look.text)
    assert stored(session).status is Status.PUBLISHED
    staff_client.post(f"{address}/cancel", data={"action": "confirm"})
    assert (stored(session).status, count(OutboxMail)) == (Status.CANCELLED, 1)


def test_one_session_is_cancelled(staff_client: FlaskClient) -> None:
    session = a_public_session()
    address = f"/en/office/sessions/{session.public_id}/cancel"
    assert staff_client.post(address).status_code == 200
    assert staff_client.get(address).status_code == 303
    assert stored(session).status is Status.PUBLISHED
    staff_client.post(address, data={"action": "confirm", "csrf_token": "forged"})
    assert stored(session).status is Status.PUBLISHED
    done = staff_client.post(address, data={"action": "confirm"})
    assert stored(session).status is Status.CANCELLED
    page = text(staff_client.get(done.location).text)
    assert "The session is cancelled. Nobody gets a mail about it." in page


def test_a_cancelled_session_cannot_be_changed(staff_client: FlaskClient) -> None:
    session = a_public_session(status=Status.CANCELLED)
    address = f"/en/office/sessions/{session.public_id}/edit"
    answer = staff_client.post(address, data=edit_form(minutes="60"))
    assert answer.status_code == 409
    assert "A cancelled session cannot be changed." in answer.text


def test_registration_is_closed_and_opened(staff_client: FlaskClient) -> None:
    session = a_public_session()
    address = f"/en/office/sessions/{session.public_id}/registration"
    staff_client.post(address, data={"open": "0"})
    assert not stored(session).registration_open
    staff_client.post(address, data={"open": "1", "csrf_token": "forged"})
    assert not stored(session).registration_open
    staff_client.post(address, data={"open": "1"})
    assert stored(session).registration_open


def test_the_pages_need_as_many_statements_for_few_sessions_as_for_many(
    app: DialoguesApp, staff_client: FlaskClient
) -> None:
    from sqlalchemy import event

    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    dialogue = a_dialogue()
    a_session(dialogue, short_link="one-1")

    def statements(path: str) -> int:
        db.session.commit()
        seen.clear()
        assert staff_client.get(path).status_code == 200
        return len(seen)

    paths = ("/en/office/", f"/en/office/dialogues/{dialogue.public_id}")
    few = [statements(path) for path in paths]
    for number in range(8):
        a_session(dialogue, short_link=f"more-{number}")
        a_session(a_dialogue(), short_link=f"other-{number}")
    assert [statements(path) for path in paths] == few
