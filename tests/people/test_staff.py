"""Who is on the staff: invited, changed, removed, taken back; signed out everywhere."""

import datetime as dt
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.database import db, transact
from dialogues.history.models import Change
from dialogues.outbox.composing import compose
from dialogues.outbox.models import OutboxMail
from dialogues.people import queries, service, staff_service
from dialogues.people.links import sign_in_token
from dialogues.people.models import Staff
from dialogues.support import clock
from dialogues.support.roles import Role
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff
from tests.conftest import signed_in

LIST = "/en/office/staff"
DESK = "/en/office/"
SIGN_IN = "/en/office/sign-in"


def an_administrator(name: str = "An Administrator") -> Staff:
    return a_member_of_staff(name=name, role=Role.ADMINISTRATOR)


def changes_of(staff_id: int) -> list[tuple[str, str, Any, Any]]:
    rows = db.session.scalars(
        db.select(Change).where(Change.subject_kind == "staff", Change.subject_id == staff_id)
    )
    return [(row.verb, row.actor, row.before, row.after) for row in rows]


def press(client: FlaskClient, address: str, **data: str) -> str:
    answer = client.post(address, data=data)
    assert answer.status_code == 303, answer.text
    return client.get(answer.location).text


def test_who_is_invited_signs_in_by_the_mailed_link_within_a_week(
    app: DialoguesApp, administrator: FlaskClient, client: FlaskClient
) -> None:
    typed = {
        "name": "Amina Diallo",
        "email": " Amina@Example.org",
        "role": "editor",
        "language": "fr",
    }
    page = press(administrator, f"{LIST}/new", **typed)
    assert "“dialogues sign-in-link amina@example.org” prints a link" in page
    person = queries.staff_by_email("amina@example.org")
    assert person is not None
    assert person.role is Role.EDITOR
    assert changes_of(person.id) == [
        (
            "invite",
            f"staff:{administrator.staff_id}",  # type: ignore[attr-defined]
            {},
            {"name": "Amina Diallo", "role": "editor", "is_active": True},
        )
    ]
    (row,) = db.session.scalars(db.select(OutboxMail))
    assert (row.recipient, row.language) == ("amina@example.org", "fr")
    (composed,) = compose([row])
    assert isinstance(composed, tuple)
    assert composed[0].subject == "Vous faites partie de l’équipe des Dialogues"
    found = re.search(r"http://127\.0\.0\.1:8000(/fr/office/sign-in/\S+)", composed[0].text)
    assert found
    with time_machine.travel(clock.now() + dt.timedelta(days=6, hours=23)):
        assert client.post(found[1]).status_code == 302
        assert client.get(DESK).status_code == 200
    db.session.rollback()
    assert queries.staff_by_id(person.id).last_sign_in_at is not None  # type: ignore[union-attr]


def test_an_invitation_does_not_work_after_a_week(client: FlaskClient, app: DialoguesApp) -> None:
    person = transact(lambda: staff_service.invite("amina@example.org", "Amina", Role.EDITOR, "en"))
    (row,) = db.session.scalars(db.select(OutboxMail))
    link = queries.link_by_id(row.subject_id)
    assert link is not None
    assert link.staff is person
    with time_machine.travel(clock.now() + dt.timedelta(days=7, minutes=1)):
        assert client.post(f"{SIGN_IN}/{sign_in_token(link)}").status_code == 410


def test_an_address_that_is_known_is_not_invited_again(administrator: FlaskClient) -> None:
    removed = a_member_of_staff("amina@example.org", name="Amina", is_active=False)
    typed = {"name": "Other", "email": removed.email, "role": "editor", "language": "en"}
    answer = administrator.post(f"{LIST}/new", data=typed)
    assert answer.status_code == 422
    assert "Amina has this address" in answer.text
    assert 'value="Other"' in answer.text
    assert db.session.scalars(db.select(OutboxMail)).all() == []


def test_what_is_missing_is_said_beside_its_field(administrator: FlaskClient) -> None:
    answer = administrator.post(f"{LIST}/new", data={"name": " ", "email": "x", "role": "king"})
    assert answer.status_code == 422
    for sentence in (
        "Enter the name of the person.",
        "Enter an e-mail address in the correct form",
        "Choose one of the options in the list.",
    ):
        assert sentence in answer.text


def test_a_changed_role_counts_at_once_where_somebody_is_signed_in(
    app: DialoguesApp, administrator: FlaskClient
) -> None:
    person = a_member_of_staff(name="Amina", role=Role.EDITOR)
    theirs = signed_in(app, person)
    refused = theirs.get("/en/office/mail")
    assert refused.status_code == 403
    assert "administrator@example.org" in refused.text
    page = press(administrator, f"{LIST}/{person.id}", name="Amina Diallo", role="organiser")
    assert "Amina Diallo is now: Organiser." in page
    assert "Name or role changed" in page
    assert theirs.get("/en/office/mail").status_code == 200
    assert changes_of(person.id) == [
        (
            "change",
            f"staff:{administrator.staff_id}",  # type: ignore[attr-defined]
            {"name": "Amina", "role": "editor"},
            {"name": "Amina Diallo", "role": "organiser"},
        )
    ]


def test_who_is_removed_is_signed_out_everywhere_and_can_be_taken_back(
    app: DialoguesApp, administrator: FlaskClient, client: FlaskClient
) -> None:
    person = a_member_of_staff(name="Amina")
    theirs = signed_in(app, person)
    link = f"{SIGN_IN}/{sign_in_token(transact(lambda: service.create_sign_in_link(person)))}"
    address = f"{LIST}/{person.id}"
    shown = administrator.get(f"{address}/remove")
    assert "0 changes that they made stay in the history" in shown.text
    assert theirs.get(DESK).status_code == 200
    assert "is removed, and signed out everywhere" in press(administrator, f"{address}/remove")
    assert theirs.get(DESK).status_code == 302
    assert client.post(link).status_code == 410
    assert "is on the staff again" in press(administrator, f"{address}/take-back")
    assert theirs.get(DESK).status_code == 302, "an earlier cookie came back to life"
    assert client.post(link).status_code == 410
    assert [verb for verb, *_rest in changes_of(person.id)] == ["remove", "take_back"]


def test_nobody_removes_or_demotes_themselves(administrator: FlaskClient) -> None:
    an_administrator("Another")
    own = f"{LIST}/{administrator.staff_id}"  # type: ignore[attr-defined]
    sentence = "You cannot remove yourself or change your own role."
    assert sentence in administrator.get(f"{own}/remove").text
    assert sentence in press(administrator, f"{own}/remove")
    answer = administrator.post(own, data={"name": "An Administrator", "role": "editor"})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert "is now: Administrator" in press(administrator, own, name="Me", role="administrator")


@pytest.mark.databases
def test_the_last_active_administrator_is_neither_removed_nor_demoted(app: DialoguesApp) -> None:
    first, former = an_administrator("First"), an_administrator("Former")
    organiser = a_member_of_staff()
    transact(lambda: staff_service.remove(former, by=first))
    for attempt in (
        lambda: staff_service.remove(first, by=organiser),
        lambda: staff_service.change(first, "First", Role.ORGANISER, by=organiser),
    ):
        with pytest.raises(staff_service.LastAdministrator, match="First is the only"):
            transact(attempt)
    assert [one.name for one in queries.active_administrators()] == ["First"]


@pytest.mark.databases
def test_of_two_administrators_who_remove_each_other_at_once_one_stays(app: DialoguesApp) -> None:
    first, second = an_administrator("First").id, an_administrator("Second").id
    db.session.remove()
    has_removed = threading.Event()

    def remove_first() -> str:
        with app.app_context():
            has_removed.wait(timeout=10)
            try:
                transact(lambda: staff_service.remove(*people(first, second)))
            except staff_service.LastAdministrator:
                return "refused"
            finally:
                db.session.remove()
            return "removed"

    with ThreadPoolExecutor(1) as other:
        outcome = other.submit(remove_first)
        staff_service.remove(*people(second, first))
        has_removed.set()
        with pytest.raises(TimeoutError):  # it waits for what is not committed yet
            outcome.result(timeout=0.5)
        db.session.commit()
        assert outcome.result(timeout=10) == "refused"
    assert [one.name for one in queries.active_administrators()] == ["First"]


def people(*ids: int) -> list[Staff]:
    return [db.session.get_one(Staff, staff_id) for staff_id in ids]


@pytest.mark.databases
def test_signing_out_everywhere_ends_cookies_and_links(app: DialoguesApp) -> None:
    person = a_member_of_staff()
    link = transact(lambda: service.create_sign_in_link(person))
    cookie = person.get_id()
    transact(lambda: service.sign_out_everywhere(person))
    assert queries.staff_of_cookie(cookie) is None
    with pytest.raises(service.SignInLinkIsSpent):
        transact(lambda: service.redeem(sign_in_token(link)))
    later = transact(lambda: service.create_sign_in_link(person))
    transact(lambda: service.redeem(sign_in_token(later)))
    assert queries.staff_of_cookie(person.get_id()) is person


def test_one_s_own_page_signs_out_every_device_of_oneself(
    app: DialoguesApp, editor: FlaskClient
) -> None:
    person = db.session.get_one(Staff, editor.staff_id)  # type: ignore[attr-defined]
    phone = signed_in(app, person)
    assert phone.get(DESK).status_code == 200
    assert "An Editor" in editor.get("/en/office/account").text
    answer = editor.post("/en/office/account")
    assert (answer.status_code, "You are signed out everywhere" in answer.text) == (200, True)
    assert [client.get(DESK).status_code for client in (phone, editor)] == [302, 302]
    assert changes_of(person.id) == [("sign_out_everywhere", f"staff:{person.id}", {}, {})]


def test_an_administrator_signs_others_out_everywhere(
    app: DialoguesApp, administrator: FlaskClient
) -> None:
    person = a_member_of_staff(name="Amina")
    theirs = signed_in(app, person)
    assert "is signed out everywhere" in press(administrator, f"{LIST}/{person.id}/sign-out")
    assert theirs.get(DESK).status_code == 302
    assert administrator.get(DESK).status_code == 200


def test_the_list_shows_who_is_on_the_staff_and_who_was(administrator: FlaskClient) -> None:
    a_member_of_staff(name="Former", is_active=False)
    a_member_of_staff(name="Active", last_sign_in_at=dt.datetime(2026, 7, 27, 8, tzinfo=dt.UTC))
    page = administrator.get(LIST).text
    assert page.index("Active") < page.index("Former") < page.index("Removed")
    assert "27 July 2026, 10:00" in page


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_who_lacks_the_role_is_told_who_can_help(editor: FlaskClient, language: str) -> None:
    an_administrator("Amina")
    answer = editor.get(f"/{language}/office/import")
    assert answer.status_code == 403
    assert f'<html lang="{language}"' in answer.text
    assert "Amina" in answer.text
    assert "/office/mail" not in answer.text
