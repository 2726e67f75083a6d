"""Signing in by a link that works once."""

import datetime as dt
import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.outbox.delivery import Delivered, drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.people import service
from dialogues.people.links import sign_in_token
from dialogues.people.models import Staff
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff
from tests.outbox.smtp import post_office

ASK = "/en/office/sign-in"
DESK = "/en/office/"


def a_link(staff: Staff | None = None) -> str:
    person = staff or a_member_of_staff()
    link = transact(lambda: service.create_sign_in_link(person))
    return f"{ASK}/{sign_in_token(link)}"


def ask_for(client: FlaskClient, email: str, address: str = ASK) -> str:
    answer = client.post(address, data={"email": email})
    assert answer.status_code == 200
    return re.sub(r'name="csrf_token"[^>]*', "", answer.text)


def test_the_mailed_link_signs_in_with_one_press_and_leads_where_one_was_going(
    app: DialoguesApp, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_member_of_staff("organiser@example.org")
    to_login = client.get("/fr/office/mail?state=failed")
    with post_office() as office:
        settings: Settings = app.extensions["settings"]
        monkeypatch.setitem(app.extensions, "settings", replace(settings, smtp_url=office.url))
        ask_for(client, " Organiser@Example.org ", to_login.location)
        assert drain() == Delivered(sent=1)
        (mail,) = office.mails
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"http://127\.0\.0\.1:8000(/fr/office/sign-in/\S+)", body.get_content())
    assert found
    assert mail["To"] == "organiser@example.org"
    shown = client.get(found[1])
    assert (shown.status_code, shown.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert client.get(DESK).status_code == 302
    pressed = client.post(found[1])
    assert (pressed.status_code, pressed.location) == (302, "/fr/office/mail?state=failed")
    assert client.get(pressed.location).status_code == 200


def test_a_link_works_once(client: FlaskClient, app: DialoguesApp) -> None:
    link = a_link()
    assert client.post(link).location == DESK
    stranger = app.test_client()
    for answer in (stranger.get(link), stranger.post(link)):
        assert answer.status_code == 410
        assert "was used already" in answer.text
        assert f'href="{ASK}"' in answer.text
    assert stranger.get(DESK).status_code == 302


def test_opening_a_link_uses_nothing_up(client: FlaskClient) -> None:
    link = a_link()
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.post(link).status_code == 302


def test_a_link_is_too_old_after_half_an_hour(client: FlaskClient) -> None:
    link = a_link()
    with time_machine.travel(clock.now() + dt.timedelta(minutes=31)):
        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410


def test_a_link_that_was_changed_is_not_known(client: FlaskClient) -> None:
    for token in ("nonsense", a_link().rpartition("/")[2][:-1]):
        answer = client.post(f"{ASK}/{token}")
        assert answer.status_code == 404
        assert f'href="{ASK}"' in answer.text


def test_who_has_left_the_staff_is_signed_in_by_nothing(
    app: DialoguesApp, client: FlaskClient, staff_client: FlaskClient
) -> None:
    assert staff_client.get(DESK).status_code == 200
    link = a_link()
    db.session.execute(db.update(Staff).values(is_active=False))
    db.session.commit()
    assert client.post(link).status_code == 410
    assert staff_client.get(DESK).status_code == 302


@pytest.mark.parametrize("way_back", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_the_way_back_never_leads_elsewhere(client: FlaskClient, way_back: str) -> None:
    answer = client.post(a_link(), query_string={"next": way_back})
    assert answer.location == DESK


def test_the_answer_is_the_same_for_an_address_that_is_nobodys(client: FlaskClient) -> None:
    a_member_of_staff("organiser@example.org")
    known = ask_for(client, "organiser@example.org")
    assert ask_for(client, "nobody@example.org") == known
    assert drain() == Delivered(sent=1, superseded=1)


def test_an_address_has_five_links_that_work_at_most(client: FlaskClient) -> None:
    a_member_of_staff("organiser@example.org")
    answers = {ask_for(client, "organiser@example.org") for _ in range(8)}
    assert len(answers) == 1
    assert drain() == Delivered(sent=5, superseded=3)
    with time_machine.travel(clock.now() + dt.timedelta(minutes=31)):
        ask_for(client, "organiser@example.org")
        assert drain() == Delivered(sent=1)


@pytest.mark.parametrize("typed", ["", "nobody", "a@b\nBcc: c@example.org", "x" * 400 + "@b.org"])
def test_what_is_no_address_is_said_beside_the_field(client: FlaskClient, typed: str) -> None:
    answer = client.post(ASK, data={"email": typed})
    assert answer.status_code == 422
    assert 'id="email-error1"' in answer.text
    assert db.session.scalars(db.select(OutboxMail)).all() == []


def test_a_form_from_elsewhere_signs_nobody_in(client: FlaskClient) -> None:
    assert client.post(a_link(), data={"csrf_token": ""}).status_code == 422
    assert client.get(DESK).status_code == 302


def test_signing_out_ends_it(staff_client: FlaskClient) -> None:
    assert staff_client.post("/en/office/sign-out").location == "/en/"
    assert staff_client.get(DESK).status_code == 302


def test_being_signed_in_ends_after_twelve_hours(client: FlaskClient) -> None:
    client.post(a_link())
    assert client.get(DESK).status_code == 200
    with time_machine.travel(clock.now() + dt.timedelta(hours=12, minutes=1)):
        assert client.get(DESK).status_code == 302


def test_a_sign_in_mail_that_is_late_is_not_sent(client: FlaskClient) -> None:
    a_member_of_staff("organiser@example.org")
    ask_for(client, "organiser@example.org")
    with time_machine.travel(clock.now() + dt.timedelta(minutes=40)):
        assert drain() == Delivered(superseded=1)


def test_old_links_and_the_traces_of_their_mails_are_purged(client: FlaskClient) -> None:
    a_member_of_staff("organiser@example.org")
    ask_for(client, "organiser@example.org")
    ask_for(client, "nobody@example.org")
    drain()
    later = clock.now() + dt.timedelta(days=1)
    assert transact(lambda: service.purge_sign_in_links(later)) == 0
    assert transact(lambda: service.purge_sign_in_links(later + dt.timedelta(hours=1))) == 1
    assert db.session.scalars(db.select(OutboxMail)).all() == []


@pytest.mark.databases
def test_of_many_presses_at_once_one_signs_in(app: DialoguesApp) -> None:
    token = sign_in_token(transact(lambda: service.create_sign_in_link(a_member_of_staff())))
    db.session.remove()
    gate = threading.Barrier(6)

    def press() -> str:
        gate.wait()
        with app.app_context():
            try:
                transact(lambda: service.redeem(token))
            except service.SignInLinkIsSpent:
                return "refused"
            finally:
                db.session.remove()
            return "signed in"

    with ThreadPoolExecutor(6) as people:
        outcomes = Counter(future.result() for future in [people.submit(press) for _ in range(6)])
    assert outcomes == {"signed in": 1, "refused": 5}


def test_sign_in_mails_are_settled_without_their_text(client: FlaskClient) -> None:
    a_member_of_staff("organiser@example.org")
    ask_for(client, "organiser@example.org")
    drain()
    (row,) = db.session.scalars(db.select(OutboxMail))
    assert (row.state, row.body) == (MailState.SENT, None)
