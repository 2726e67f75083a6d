"""Organisers' pages of messages."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.messages.models import Message, MessageState
from dialogues.messages.rules import TEST
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme.models import DialogueSession, Status
from dialogues.registration.models import RegistrationStatus
from tests.builders import a_dialogue, a_registration, a_session
from tests.messages.written import a_draft, confirmed, make_due, states
from tests.programme.office_forms import text

FORM: dict[str, Any] = {
    "source_language": "en",
    "subject_en": "News of {title}",
    "body_en": "Dear {name},\r\n\r\nsee https://example.org/ {join_link}",
    "subject_fr": "Nouvelles",
    "body_fr": "Bonjour {name}",
    "status": ["confirmed"],
    "action": "preview",
}


def a_room() -> DialogueSession:
    session = a_session(a_dialogue("Soils"))
    for number, language in enumerate(("en", "fr", "ru")):
        a_registration(session, email=f"p{number}@example.org", name="Awa", language=language)
    a_registration(session, status=RegistrationStatus.WAITLISTED, queue_number=1)
    return session


def write(client: FlaskClient, session: DialogueSession, **changes: Any) -> Any:
    return client.post(
        f"/en/office/sessions/{session.public_id}/messages/new", data={**FORM, **changes}
    )


def only_message() -> Message:
    db.session.rollback()
    message: Message = db.session.scalars(db.select(Message)).one()
    return message


def test_a_message_is_written_previewed_confirmed_and_sent(staff_client: FlaskClient) -> None:
    session = a_room()
    answer = write(staff_client, session)
    message = only_message()
    here = f"/en/office/messages/{message.public_id}"
    assert (answer.status_code, answer.location) == (303, here)
    page = text(staff_client.get(here).text)
    assert "3 people get it." in page
    assert "English 1 English French 1 French Russian 1 English" in page
    frame = staff_client.get(f"{here}/preview?in=fr")
    assert "Bonjour <bdi>Awa</bdi>" in frame.text
    assert "sandbox" in frame.headers["Content-Security-Policy"]
    sending = staff_client.get(f"{here}/send").text
    assert "Send this to 3 people?" in sending
    carried = dict(re.findall(r'name="(seen|count)" value="([^"]*)"', sending))
    assert carried["count"] == "3"
    assert staff_client.post(f"{here}/send", data=carried).location == here
    assert states(message) == {MailState.OWED: 3}
    page = staff_client.get(here).text
    assert "The message is on its way to 3 people." in page
    assert "0 of 3 mails have left." in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    make_due()
    drain()
    page = staff_client.get(here).text
    assert "3 of 3 mails have left." in page
    assert "refresh" not in page
    listed = re.findall(r'mail/\d+">([^<]+)</a>', staff_client.get(f"{here}?state=sent").text)
    assert listed == ["p0@example.org", "p1@example.org", "p2@example.org"]
    assert "No mail of this message" in staff_client.get(f"{here}?state=failed").text


def test_the_number_is_shown_again_where_it_changed_since(staff_client: FlaskClient) -> None:
    session = a_room()
    write(staff_client, session)
    message = only_message()
    here = f"/en/office/messages/{message.public_id}/send"
    carried = dict(re.findall(r'name="(seen|count)" value="([^"]*)"', staff_client.get(here).text))
    a_registration(session)
    answer = staff_client.post(here, data=carried)
    assert answer.status_code == 409
    assert "Send this to 4 people?" in answer.text
    assert "Nothing was sent." in answer.text
    assert states(message) == {}
    assert staff_client.post(here, data={"seen": carried["seen"]}).status_code == 409
    assert only_message().state is MessageState.DRAFT


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("subject_en", "For {nobody}", "{nobody} is no placeholder that can stand here."),
        ("subject_en", "x" * 201, "This text must have 200 characters or fewer."),
        ("subject_en", "Join: {join_link}", "{join_link} is no placeholder that can stand here."),
        ("body_fr", "a { b", "There is a single brace at “a { b”."),
        ("body_fr", "a\u202eb", "characters that cannot be shown"),
    ],
)
def test_what_cannot_be_said_is_named_beside_its_field_and_kept(
    staff_client: FlaskClient, field: str, typed: str, sentence: str
) -> None:
    answer = write(staff_client, a_room(), **{field: typed})
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert sentence in text(answer.text)
    assert typed in text(answer.text) or f'value="{typed}"' in answer.text
    assert "Bonjour" in answer.text or field == "body_fr"
    assert db.session.scalars(db.select(Message)).all() == []


def test_the_join_link_is_refused_where_people_without_a_seat_would_get_it(
    staff_client: FlaskClient,
) -> None:
    answer = write(staff_client, a_room(), status=["confirmed", "waitlisted"])
    assert answer.status_code == 422
    assert "{join_link} is for people with a seat alone." in answer.text


def test_an_unfinished_draft_is_saved_and_says_what_it_lacks(staff_client: FlaskClient) -> None:
    write(staff_client, a_room(), subject_en="", body_fr="")
    message = only_message()
    page = text(staff_client.get(f"/en/office/messages/{message.public_id}").text)
    assert "Subject or text is still to be written in: English and French." in page
    assert "Send…" not in page
    answer = staff_client.get(f"/en/office/messages/{message.public_id}/send")
    assert answer.status_code == 303


def test_to_whom_is_changed_and_counted_on_the_page_that_keeps_what_was_typed(
    staff_client: FlaskClient,
) -> None:
    session = a_room()
    address = f"/en/office/sessions/{session.public_id}/messages/new"
    assert "1 person gets it." in staff_client.get(f"{address}?status=waitlisted").text
    changed = {"status": ["waitlisted", "confirmed"], "action": "count", "body_en": "Kept {"}
    answer = write(staff_client, session, **changed)
    assert answer.status_code == 200
    assert "4 people get it." in answer.text
    assert "Has a seat, Waits for a seat" in text(answer.text)
    assert "Kept {" in answer.text
    assert db.session.scalars(db.select(Message)).all() == []
    write(staff_client, session, status=["waitlisted"], body_en="Hello", q="person")
    assert only_message().filters == {"status": ["waitlisted"], "q": "person"}


def test_the_later_of_two_saves_is_told_and_its_words_are_kept(staff_client: FlaskClient) -> None:
    message = a_draft(a_room())
    here = f"/en/office/messages/{message.public_id}/edit"
    seen = dict(re.findall(r'name="(seen)"[^>]* value="([^"]*)"', staff_client.get(here).text))
    assert staff_client.post(here, data={**FORM, **seen, "subject_en": "One"}).status_code == 303
    later = staff_client.post(here, data={**FORM, **seen, "subject_en": "Two"})
    assert later.status_code == 409
    assert "An Organiser saved this message since you opened it." in text(later.text)
    assert 'value="Two"' in later.text
    assert only_message().texts["en"].subject == "One"
    seen = dict(re.findall(r'name="(seen)"[^>]* value="([^"]*)"', later.text))
    assert staff_client.post(here, data={**FORM, **seen, "subject_en": "Two"}).status_code == 303
    assert only_message().texts["en"].subject == "Two"


def test_a_test_goes_to_oneself(staff_client: FlaskClient) -> None:
    message = a_draft(a_room())
    here = f"/en/office/messages/{message.public_id}"
    page = staff_client.post(f"{here}/test", follow_redirects=True)
    assert "A test is on its way to organiser@example.org, in: English." in page.text
    rows = db.session.scalars(db.select(OutboxMail)).all()
    assert [(row.kind, row.recipient) for row in rows] == [(TEST, "organiser@example.org")]


def test_a_message_is_paused_goes_on_and_is_stopped_at_a_press(staff_client: FlaskClient) -> None:
    message = confirmed(a_draft(a_room()))
    here = f"/en/office/messages/{message.public_id}"
    page = staff_client.post(f"{here}/pause", follow_redirects=True).text
    assert "3 mails are kept back" in page
    assert "refresh" not in page
    again = staff_client.post(f"{here}/pause", follow_redirects=True).text
    assert "This message is not in that state any more." in again
    page = staff_client.post(f"{here}/resume", follow_redirects=True).text
    assert "3 mails are on their way again" in page
    make_due()
    drain(1)
    asked = text(staff_client.get(f"{here}/stop").text)
    assert "1 mail has left" in asked
    assert "2 mails have not left, and never will." in asked
    assert states(message) == {MailState.SENT: 1, MailState.OWED: 2}
    page = staff_client.post(f"{here}/stop", follow_redirects=True).text
    assert "1 mails have left, 2 never will." in page
    assert states(message) == {MailState.SENT: 1, MailState.SUPERSEDED: 2}
    assert staff_client.get(f"{here}/edit").status_code == 303


def test_messages_are_listed_by_session_and_by_dialogue(staff_client: FlaskClient) -> None:
    session = a_room()
    of_session = f"/en/office/sessions/{session.public_id}/messages"
    of_dialogue = f"/en/office/dialogues/{session.dialogue.public_id}/messages"
    assert "Nobody has written to people of this session yet." in staff_client.get(of_session).text
    a_draft(session)
    a_draft(dialogue=session.dialogue, texts={"en": ("Announced", "{sessions}")})
    assert "Announced" not in staff_client.get(of_session).text
    assert "News of {title}" in staff_client.get(of_session).text
    assert "Announced" in staff_client.get(of_dialogue).text
    assert "News of {title}" in staff_client.get(of_dialogue).text


def test_an_announcement_begins_with_texts_made_of_the_dialogue_s(
    staff_client: FlaskClient,
) -> None:
    session = a_session(a_dialogue("Soils", texts={"fr": ("Les sols", "Des {accolades}.")}))
    a_registration(a_session(days=-9), wants_news=True)
    address = f"/en/office/dialogues/{session.dialogue.public_id}/announce"
    page = staff_client.get(address).text
    assert "1 person gets it." in page
    assert "Des {{accolades}}." in page
    assert page.count("{sessions}") == 3, "in two texts, and among the placeholders"
    data = {**FORM, "body_en": "{sessions}", "status": ["waitlisted"]}
    assert staff_client.post(address, data=data).status_code == 303
    message = only_message()
    assert (message.session_id, message.filters) == (None, {})


@pytest.mark.parametrize("fields", [{"status": Status.DRAFT}, {"days": -9}])
def test_what_nobody_can_register_for_is_not_announced(
    staff_client: FlaskClient, fields: dict[str, Any]
) -> None:
    session = a_session(**fields)
    address = f"/en/office/dialogues/{session.dialogue.public_id}/announce"
    answer = staff_client.get(address)
    assert answer.status_code == 409
    assert "Only a published Dialogue with a session to come can be announced" in answer.text
