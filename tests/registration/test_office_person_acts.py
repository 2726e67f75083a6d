"""Removing, moving, correcting and noting on a person's page, each looked at before it is done."""

import re

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.invites.models import Entry, Method
from dialogues.outbox.delivery import drain
from dialogues.programme.models import Admission, DialogueSession
from dialogues.registration.models import Ending
from dialogues.support import clock
from tests.builders import (
    a_registration,
    a_session,
)
from tests.programme.office_forms import text
from tests.registration.persons import (
    CANCELLED,
    CONFIRMED,
    PENDING,
    WAITLISTED,
    confirm,
    details,
    hidden,
    now_of,
    path,
    seated,
    waiting,
)


@pytest.mark.databases
def test_removing_says_first_what_follows_and_the_person_reads_why(
    staff_client: FlaskClient,
) -> None:
    session = a_session(capacity=1)
    person, next_one = seated(session), waiting(session, "Next")
    page = staff_client.post(path(person, "/remove")).text
    said = text(page)
    assert "Remove Amina Diop from the session?" in said
    assert "1 seat is given up." in said
    assert "1 person who waits gets a seat." in said
    assert "2 mails leave." in said
    assert (now_of(person).status, now_of(next_one).status) == (CONFIRMED, WAITLISTED)
    answer = confirm(staff_client, path(person, "/remove"), page, sentence="Somebody else comes.")
    assert answer.status_code == 303
    said = text(staff_client.get(answer.location).text)
    assert "Amina Diop is removed from the session. 1 person who waited has a seat now." in said
    assert "2 people get a mail." in said
    assert "To take that back, add the person by hand." in said
    assert (now_of(person).status, now_of(next_one).status) == (CANCELLED, CONFIRMED)
    assert (person.ended_by, person.ended_because) == (Ending.ORGANISER, "Somebody else comes.")
    verbs = db.session.scalars(db.select(Change.verb).order_by(Change.id)).all()
    assert verbs == ["remove", "promote"]
    actor = db.session.scalars(db.select(Change.actor)).first()
    assert actor == f"staff:{staff_client.staff_id}"  # type: ignore[attr-defined]


def test_removing_twice_is_refused_with_a_sentence(staff_client: FlaskClient) -> None:
    person = seated(a_session())
    page = staff_client.post(path(person, "/remove")).text
    assert confirm(staff_client, path(person, "/remove"), page).status_code == 303
    answer = confirm(staff_client, path(person, "/remove"), page)
    assert answer.status_code == 409
    assert "This registration has been cancelled. Nothing was done." in text(answer.text)


def test_what_changed_since_the_question_is_shown_again(staff_client: FlaskClient) -> None:
    session = a_session(capacity=1)
    person = seated(session)
    page = staff_client.post(path(person, "/remove")).text
    waiting(session, "Faster")
    answer = confirm(staff_client, path(person, "/remove"), page)
    assert answer.status_code == 409
    assert "Something has changed since you looked" in answer.text
    assert "1 person who waits gets a seat." in text(answer.text)
    assert now_of(person).status is CONFIRMED


def test_a_reason_that_is_too_long_is_kept_and_refused(staff_client: FlaskClient) -> None:
    person = seated(a_session())
    page = staff_client.post(path(person, "/remove")).text
    answer = confirm(staff_client, path(person, "/remove"), page, sentence="long " * 101)
    assert answer.status_code == 422
    assert "The sentence must have 500 characters or fewer." in answer.text
    assert "long long" in answer.text
    assert now_of(person).status is CONFIRMED


@pytest.mark.databases
def test_moving_to_a_full_twin_raises_its_seats_in_the_same_press(
    staff_client: FlaskClient,
) -> None:
    here = a_session(capacity=1, interpretation=("zh",))
    there = a_session(here.dialogue, hour=16, capacity=1, interpretation=("fr",))
    person, next_one = seated(here, listening_language="zh"), waiting(here, "Next")
    seated(there, "Somebody There")
    at, to = path(person, "/move"), {"to": there.public_id}
    page = staff_client.post(at, data=to).text
    said = text(page)
    assert "its seats rise from 1 to 2 in the same press" in said
    assert "English instead of Chinese" in said
    assert "1 person who waits gets a seat." in said
    assert "3 mails leave." in said
    assert now_of(person).session_id == here.id
    answer = confirm(staff_client, at, page)
    assert confirm(staff_client, at, page).location == path(person)  # pressed twice
    said = text(staff_client.get(answer.location).text)
    assert "and listens in English." in said
    assert "3 people get a mail." in said
    assert (now_of(person).session_id, person.status) == (there.id, CONFIRMED)
    assert db.session.get_one(DialogueSession, there.id).capacity == 2
    assert now_of(next_one).status is CONFIRMED
    methods = db.session.scalars(
        db.select(Entry.method).where(Entry.attendee == person.participant.email)
    ).all()
    assert sorted(methods) == [Method.CANCEL, Method.REQUEST]


def test_nobody_is_moved_to_another_dialogue_or_to_what_is_over(
    staff_client: FlaskClient,
) -> None:
    person = seated(a_session())
    for target in (a_session(), a_session(person.session.dialogue, days=-2)):
        answer = staff_client.post(path(person, "/move"), data={"to": target.public_id})
        assert answer.status_code == 409
        assert "Registration for this session is not open. Nothing was done." in text(answer.text)
    assert staff_client.post(path(person, "/move"), data={"to": "nothing"}).status_code == 404


def test_who_is_registered_there_already_is_not_moved(staff_client: FlaskClient) -> None:
    here = a_session()
    here.dialogue.allows_several = True
    there = a_session(here.dialogue, hour=16)
    person = seated(here)
    a_registration(there, participant=person.participant)
    answer = staff_client.post(path(person, "/move"), data={"to": there.public_id})
    assert answer.status_code == 409
    assert "is already registered in this Dialogue" in answer.text


def test_an_approval_is_taken_back_with_a_sentence_and_given_again(
    staff_client: FlaskClient,
) -> None:
    session = a_session(capacity=1, admission=Admission.APPROVAL)
    person = seated(session, approved_at=clock.now())
    next_one = waiting(session, "Next")
    at = path(person, "/unapprove")
    page = staff_client.post(at).text
    assert "1 seat is given up, and the person awaits approval again." in text(page)
    confirm(staff_client, at, page, sentence="We must ask first.")
    assert (now_of(person).status, now_of(next_one).status) == (PENDING, CONFIRMED)
    assert staff_client.post(at).status_code == 409
    decide = f"/en/office/sessions/{session.public_id}/decide"
    data = {"decide": f"approve {person.public_id}", "return": path(person)}
    page = staff_client.post(decide, data=data).text
    found = dict(re.findall(r'name="(decide|seen|chosen|return)" value="([^"]*)"', page))
    answer = staff_client.post(decide, data={**found, "action": "confirm"})
    assert answer.location == path(person)
    assert now_of(person).status is WAITLISTED


def test_a_note_is_kept_and_another_one_written_meanwhile_is_not_lost(
    staff_client: FlaskClient,
) -> None:
    person = seated(a_session())
    page = staff_client.get(path(person)).text
    first = staff_client.post(path(person, "/note"), data={**hidden(page), "note": "Mine"})
    assert first.status_code == 303
    assert "Nobody gets a mail about it." in text(staff_client.get(first.location).text)
    late = staff_client.post(path(person, "/note"), data={**hidden(page), "note": "Theirs"})
    assert late.status_code == 409
    assert "Somebody else changed the note meanwhile" in late.text
    assert "Theirs" in late.text
    assert now_of(person).note == "Mine"
    data = {**hidden(late.text), "note": "Theirs"}
    assert staff_client.post(path(person, "/note"), data=data).status_code == 303
    assert now_of(person).note == "Theirs"


def test_details_are_corrected_and_the_calendar_hears_of_the_language(
    staff_client: FlaskClient,
) -> None:
    person = seated(a_session(interpretation=("fr",)))
    drain()
    page = staff_client.get(path(person, "/edit")).text
    assert "An address cannot be changed" in page
    data = details(page, name="Aminata Diop", listening_language="fr", needed_language="pt")
    answer = staff_client.post(path(person, "/edit"), data=data)
    said = text(staff_client.get(answer.location).text)
    assert "What you corrected of Aminata Diop is kept. 1 person gets a mail." in said
    person = now_of(person)
    assert (person.name, person.listening_language, person.needed_language) == (
        "Aminata Diop",
        "fr",
        "pt",
    )
    assert db.session.scalars(db.select(Change.verb)).all() == ["edit"]


def test_what_somebody_else_corrected_meanwhile_is_not_overwritten_unseen(
    staff_client: FlaskClient,
) -> None:
    person = seated(a_session())
    page = staff_client.get(path(person, "/edit")).text
    staff_client.post(path(person, "/edit"), data=details(page, name="First Change"))
    late = staff_client.post(path(person, "/edit"), data=details(page, name="Second Change"))
    assert late.status_code == 409
    assert "Somebody else changed this meanwhile" in late.text
    assert "First Change" in late.text
    assert 'value="Second Change"' in late.text
    assert now_of(person).name == "First Change"
    data = details(late.text, name="Second Change")
    assert staff_client.post(path(person, "/edit"), data=data).status_code == 303
    assert now_of(person).name == "Second Change"


def test_details_that_are_wrong_are_said_beside_their_fields(staff_client: FlaskClient) -> None:
    person = seated(a_session())
    page = staff_client.get(path(person, "/edit")).text
    wrong = {"name": " ", "country": "ZZ", "needed_language": "xx"}
    answer = staff_client.post(path(person, "/edit"), data=details(page, **wrong))
    assert answer.status_code == 422
    assert "Enter the person&#39;s full name." in answer.text
    assert "Choose the person&#39;s country or area." in answer.text
    assert "Choose the language from the list." in answer.text
    answer = staff_client.post(path(person, "/edit"), data=details(page, listening_language="es"))
    assert answer.status_code == 422
    assert "This language is not offered in this session." in answer.text
