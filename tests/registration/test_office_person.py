"""One person's page for organisers, and what they do there."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.invites.models import Entry
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Admission
from dialogues.registration import admission_service
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
from tests.registration.persons import (
    CANCELLED,
    CONFIRMED,
    details,
    hidden,
    now_of,
    path,
    seated,
    waiting,
)


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
