"""Registering somebody by hand: into any session, with a seat more where that is wanted."""

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.reading import read
from dialogues.programme.models import Admission, DialogueSession, Status
from dialogues.registration.models import Registration, RegistrationStatus
from tests.builders import a_registration, a_session
from tests.programme.office_forms import text

WAITLISTED = RegistrationStatus.WAITLISTED
FORM = {
    "name": "Amina Diop",
    "email": " Amina@Example.org ",
    "country": "SN",
    "category": "national_convenor",
    "listening_language": "en",
    "language": "fr",
    "zone": "",
}


def path(session: DialogueSession, query: str = "") -> str:
    return f"/en/office/sessions/{session.public_id}/registrations/new{query}"


def add(client: FlaskClient, session: DialogueSession, how: str = "seat", **typed: Any) -> Any:
    return client.post(path(session), data={**FORM, "add": how, **typed})


def only_mail() -> tuple[OutboxMail, str]:
    drain()
    row = db.session.scalars(db.select(OutboxMail)).one()
    assert row.body
    return row, read(row.body).text


def stored(email: str = "amina@example.org") -> Registration:
    db.session.expire_all()
    everybody: list[Registration] = list(db.session.scalars(db.select(Registration)))
    return next(one for one in everybody if one.participant.email == email)


def count() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(Registration)) or 0


@pytest.mark.databases
def test_somebody_is_added_and_told_who_did_it_and_what_is_stored(
    staff_client: FlaskClient,
) -> None:
    session = a_session(capacity=5)
    room = f"/en/office/sessions/{session.public_id}?country=SN"
    assert f'href="{html.escape(path(session))}?back=' in staff_client.get(room).text
    page = staff_client.get(path(session, f"?back={room}")).text
    assert "what is stored of them and why" in page
    assert 'name="privacy"' not in page
    data = {**FORM, "add": "seat", "language": "en"}
    answer = staff_client.post(path(session, f"?back={room}"), data=data)
    person = stored()
    assert answer.location == f"{room}#person-{person.public_id}"
    said = text(staff_client.get(room).text)
    assert "Amina Diop is registered and has a seat. 1 person gets a mail." in said
    assert "To take that back, remove the person on their page." in said
    assert (person.status, person.zone) == (RegistrationStatus.CONFIRMED, "Africa/Dakar")
    assert person.approved_at
    assert db.session.scalars(db.select(Change.verb)).all() == ["add"]
    mail, words = only_mail()
    assert (mail.recipient, mail.payload["reason"]) == ("amina@example.org", "added")
    assert "The organisers have registered you for this session." in words
    assert "The organisers entered your name, address, country" in words
    assert "/en/privacy" in words


@pytest.mark.parametrize("admission", list(Admission))
@pytest.mark.parametrize("times", ["before it opens", "open", "after it closed"])
def test_the_rules_for_registrants_do_not_hold_for_organisers(
    staff_client: FlaskClient, admission: Admission, times: str
) -> None:
    session = a_session(admission=admission, categories=("un_agency",))
    session.registration_open = times != "after it closed"
    if times == "before it opens":
        session.local_registration_opens = session.local_start
    assert add(staff_client, session).status_code == 303
    assert stored().status is RegistrationStatus.CONFIRMED


@pytest.mark.parametrize("what", ["cancelled", "over", "draft"])
def test_nobody_is_added_to_what_does_not_take_place(staff_client: FlaskClient, what: str) -> None:
    session = a_session(days=-2) if what == "over" else a_session()
    if what != "over":
        session.status = Status.CANCELLED if what == "cancelled" else Status.DRAFT
    for answer in (staff_client.get(path(session)), add(staff_client, session)):
        assert answer.status_code == 409
        assert "nobody can be added to it" in answer.text
    assert count() == 0


@pytest.mark.databases
def test_into_a_full_session_one_waits_or_gets_a_seat_more(staff_client: FlaskClient) -> None:
    session = a_session(capacity=1)
    a_registration(session)
    page = staff_client.get(path(session)).text
    assert "Put on the waiting list" in page
    assert "Add, and raise the seats to 2" in page
    answer = add(staff_client, session, "wait", language="en")
    said = text(staff_client.get(answer.location).text)
    assert "Amina Diop is on the waiting list, at place 1." in said
    assert stored().status is WAITLISTED
    _mail, words = only_mail()
    assert "The organisers have registered you for this session." in words
    assert "your place in it is 1" in " ".join(words.split())
    assert "The organisers entered your name, address, country" in words
    answer = add(staff_client, session, "raise 2", email="second@example.org")
    said = text(staff_client.get(answer.location).text)
    assert "has a seat. The session has 2 seats now." in said
    assert stored("second@example.org").status is RegistrationStatus.CONFIRMED
    assert db.session.get_one(DialogueSession, session.id).capacity == 2
    assert stored().status is WAITLISTED


def test_seats_that_changed_meanwhile_are_asked_for_again(staff_client: FlaskClient) -> None:
    session = a_session(capacity=1)
    a_registration(session)
    for stale in ("seat", "raise 5"):
        answer = add(staff_client, session, stale)
        assert answer.status_code == 409
        assert "The seats are others than when you opened this page" in answer.text
        assert 'value="Amina Diop"' in answer.text
        assert "Add, and raise the seats to 2" in answer.text
    assert count() == 1


def test_an_address_that_is_registered_leads_to_its_registration(
    staff_client: FlaskClient,
) -> None:
    session = a_session()
    twin = a_session(session.dialogue, hour=16)
    held = a_registration(twin, email="amina@example.org", name="A. Diop")
    answer = add(staff_client, session)
    assert answer.status_code == 409
    said = "amina@example.org is already registered in this Dialogue, under the name A. Diop."
    assert said in answer.text
    assert f"/en/office/registrations/{held.public_id}" in answer.text
    assert count() == 1


def test_pressing_twice_adds_one_person(staff_client: FlaskClient) -> None:
    session = a_session()
    assert [add(staff_client, session).status_code for _ in range(2)] == [303, 409]
    assert count() == 1


def test_a_language_that_lacks_is_noted_as_needed(staff_client: FlaskClient) -> None:
    session = a_session()
    add(staff_client, session, listening_language="none", needed_language="pt")
    person = stored()
    assert (person.listening_language, person.needed_language) == (session.floor_language, "pt")


def test_what_is_missing_is_said_and_what_was_typed_is_kept(staff_client: FlaskClient) -> None:
    session = a_session()
    answer = add(staff_client, session, name=" ", email="nobody", country="", category="")
    assert answer.status_code == 422
    found = re.findall(r'<li><a href="#\w+">([^<]+)</a></li>', answer.text)
    assert [html.unescape(each) for each in found] == [
        "Enter the person's full name.",
        "Enter an e-mail address in the correct form, like name@example.org.",
        "Choose the person's country or area.",
        "Choose in what capacity the person takes part.",
    ]
    assert 'value="nobody"' in answer.text
    assert count() == 0


def test_editors_add_nobody(editor: FlaskClient) -> None:
    session = a_session()
    assert editor.get(path(session)).status_code == 403
    assert add(editor, session).status_code == 403
    assert count() == 0


def test_the_main_time_zone_is_that_of_the_person_s_country(staff_client: FlaskClient) -> None:
    page = text(staff_client.get(path(a_session())).text)
    assert "The main time zone of the person's country" in page
    assert "my country" not in page
