"""One person's page for organisers, and what they do there."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.invites.models import Entry, Method
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Admission, DialogueSession
from dialogues.registration import admission_service
from dialogues.registration.facts import Confirmation
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.seats import tell
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import (
    a_registration,
    a_reply,
    a_session,
    an_entry,
    an_invitation,
)
from tests.programme.office_forms import text

CONFIRMED, WAITLISTED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED
PENDING, CANCELLED = RegistrationStatus.PENDING, RegistrationStatus.CANCELLED


def path(registration: Registration, act: str = "") -> str:
    return f"/en/office/registrations/{registration.public_id}{act}"


def seated(session: DialogueSession, name: str = "Amina Diop", **fields: Any) -> Registration:
    """Somebody whose calendar was told."""
    registration = a_registration(session, name=name, **fields)
    tell(registration, Confirmation.REGISTERED)
    db.session.commit()
    return registration


def waiting(session: DialogueSession, name: str, number: int = 1) -> Registration:
    return a_registration(session, name=name, status=WAITLISTED, queue_number=number)


def now_of(registration: Registration) -> Registration:
    db.session.expire_all()
    return db.session.get_one(Registration, registration.id)


def hidden(page: str) -> dict[str, str]:
    names = "seen|to"
    found = re.findall(rf'name="({names})"[^>]* value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def confirm(client: FlaskClient, at: str, page: str, **more: str) -> Any:
    return client.post(at, data={**hidden(page), "action": "confirm", **more})


def details(page: str, **otherwise: str) -> dict[str, str]:
    typed = {
        "name": "Amina Diop",
        "country": "SN",
        "category": "national_convenor",
        "organisation": "",
        "listening_language": "en",
        "needed_language": "",
        "language": "en",
        "zone": "Africa/Dakar",
    }
    return {**typed, **hidden(page), **otherwise}


def test_the_page_says_all_that_is_known_of_a_registration(staff_client: FlaskClient) -> None:
    session = a_session(capacity=1, admission=Admission.INVITATION)
    seated(session, "Somebody Else")
    waiting(session, "First")
    person = waiting(session, "Amina Diop", 2)
    person.note, email = "Calls from the ministry.", person.participant.email
    an_invitation(session, email=email)
    a_reply(an_entry(person), comment="I shall be late.")
    elsewhere = a_registration(a_session(), participant=person.participant, name="A. Diop")
    admission_service.send_again(person)
    said = text(staff_client.get(path(person)).text)
    assert "Place 2 in the queue" in said
    assert "Calls from the ministry." in said
    assert "I shall be late." in said
    assert "On the waiting list Waiting to be sent" in said
    assert "Personal invitation" in said
    assert "A. Diop" in said
    mail = db.session.scalars(db.select(OutboxMail).filter_by(recipient=email)).one()
    page = staff_client.get(path(person)).text
    assert f"/en/office/mail/{mail.id}" in page
    assert path(elsewhere) in page


def test_the_page_leads_back_to_the_list_as_it_was_filtered(staff_client: FlaskClient) -> None:
    session = a_session()
    person = seated(session)
    room = f"/en/office/sessions/{session.public_id}?country=SN"
    link = re.search(r'class="person__name"><a href="([^"]+)"', staff_client.get(room).text)
    assert link
    page = staff_client.get(html.unescape(link[1])).text
    assert f'href="{room}#person-{person.public_id}"' in page
    note = re.search(r'action="([^"]+/note[^"]*)"', page)
    assert note
    data = {**hidden(page), "note": "Later."}
    answer = staff_client.post(html.unescape(note[1]), data=data, follow_redirects=True)
    assert f'href="{room}#person-{person.public_id}"' in answer.text


def test_a_way_back_never_leads_elsewhere(staff_client: FlaskClient) -> None:
    person = seated(a_session())
    assert (
        "evil.example"
        not in re.findall(
            r'href="([^"]+)#person', staff_client.get(path(person, "?back=//evil.example/")).text
        )[0]
    )


def test_an_unknown_person_has_no_page(staff_client: FlaskClient) -> None:
    assert staff_client.get("/en/office/registrations/nobody").status_code == 404
    assert staff_client.post("/en/office/registrations/nobody/remove").status_code == 404


@pytest.mark.parametrize(
    "act", ["", "/edit", "/note", "/again", "/links", "/remove", "/unapprove", "/move"]
)
def test_editors_neither_see_nor_do_any_of_it(editor: FlaskClient, act: str) -> None:
    person = seated(a_session())
    send = editor.get if act in ("", "/edit") else editor.post
    assert send(path(person, act)).status_code == 403
    assert now_of(person).status is CONFIRMED
    assert db.session.scalars(db.select(Change)).all() == []


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


@pytest.mark.databases
def test_a_copy_repeats_what_calendars_know_and_leaves_once_a_minute(
    staff_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = seated(a_session())
    drain()
    first = db.session.scalars(db.select(OutboxMail)).one()
    at = path(person, "/again")
    said = text(staff_client.post(at, follow_redirects=True).text)
    assert "It left less than a minute ago, so nothing was sent." in said
    later = clock.now() + dt.timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    said = text(staff_client.post(at, follow_redirects=True).text)
    assert f"It is mailed once more, to {person.participant.email}." in said
    staff_client.post(at)
    rows = db.session.scalars(db.select(OutboxMail).order_by(OutboxMail.id)).all()
    assert [(row.kind, row.sequence, row.dtstamp) for row in rows] == [
        ("invite", first.sequence, first.dtstamp)
    ] * 2


def test_who_waits_gets_the_notice_again_and_who_is_gone_nothing(
    staff_client: FlaskClient,
) -> None:
    session = a_session(capacity=1)
    person, gone = waiting(session, "Amina Diop"), a_registration(session, status=CANCELLED)
    staff_client.post(path(person, "/again"))
    assert db.session.scalars(db.select(OutboxMail.kind)).all() == ["waitlisted"]
    answer = staff_client.post(path(gone, "/again"))
    assert answer.status_code == 409
    assert "This registration has been cancelled." in answer.text


def test_the_links_are_mailed_to_the_address(staff_client: FlaskClient) -> None:
    person = seated(a_session())
    said = text(staff_client.post(path(person, "/links"), follow_redirects=True).text)
    assert f"It is mailed once more, to {person.participant.email}." in said
    said = text(staff_client.post(path(person, "/links"), follow_redirects=True).text)
    assert "The same links left within the hour, so nothing was sent." in said


def test_the_page_reads_as_much_however_many_mails_and_registrations_there_are(
    app: DialoguesApp, staff_client: FlaskClient, count_statements: Any
) -> None:
    session = a_session(capacity=1)
    person = seated(session)
    before = count_statements(lambda: staff_client.get(path(person)))
    for number in range(10):
        a_registration(a_session(), participant=person.participant)
        waiting(session, f"Waits {number}", number)
        a_reply(db.session.scalars(db.select(Entry)).first())
    assert count_statements(lambda: staff_client.get(path(person))) <= before + 1


def test_on_the_day_one_checks_in_on_the_page_and_is_back_there(
    staff_client: FlaskClient,
) -> None:
    person = seated(a_session(days=0, hour=23))
    page = staff_client.get(path(person)).text
    assert "Check in" in page
    data = {"registration": person.public_id, "return": path(person), "here": "yes"}
    at = f"/en/office/sessions/{person.session.public_id}/check-in"
    answer = staff_client.post(at, data=data)
    assert answer.location == f"{path(person)}#person-{person.public_id}"
    assert now_of(person).attended_at
    assert "Undo" in staff_client.get(path(person)).text


def test_an_erased_person_has_a_page_without_a_form(staff_client: FlaskClient) -> None:
    person = seated(a_session())
    person.name, person.erased_at, person.status = "", clock.now(), CANCELLED
    page = staff_client.get(path(person)).text
    assert "Erased" in page
    assert "/edit" not in page
    assert "/note" not in page
    assert "What you can do" not in page
    assert "to be erased" not in page
    for answer in (
        staff_client.get(path(person, "/edit")),
        staff_client.post(path(person, "/edit"), data=details(page)),
        staff_client.post(path(person, "/note"), data={"note": "She called", "seen": ""}),
    ):
        assert answer.status_code == 409
        assert "The data of this person are erased." in answer.text
    assert now_of(person).note is None


def test_who_cannot_erase_a_person_reads_who_can(
    staff_client: FlaskClient, administrator: FlaskClient
) -> None:
    person = seated(a_session())
    page = staff_client.get(path(person)).text
    assert "For who writes by post, an administrator can do it:" in page
    assert 'href="mailto:administrator@example.org"' in page
    assert "/erase" not in page
    own = administrator.get(path(person)).text
    assert "an administrator can do it" not in own
    assert "/erase" in own
