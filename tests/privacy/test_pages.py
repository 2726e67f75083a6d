"""A person's own page: all that is held, as a file too, and one press erases it."""

import json
import re
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.outbox.delivery import drain
from dialogues.privacy.retention_service import erase_past_their_time
from dialogues.registration.links import DATA, data_token, feed_token, manage_token
from dialogues.registration.models import Registration
from dialogues.registration.service import ask_for_links
from dialogues.support import clock
from dialogues.support.roles import Role
from dialogues.web.application import DialoguesApp
from tests.builders import a_member_of_staff, a_registration, a_session
from tests.conftest import signed_in
from tests.privacy.seeded import (
    EMAIL,
    MARK,
    OTHER,
    OTHER_EMAIL,
    a_known_person,
    cells_with,
    mails_to,
    person_of,
)

LEFT_FOR_THE_LAST_MAIL = {"entry.attendee", "outbox_mail.recipient"}


@pytest.fixture
def known(app: DialoguesApp) -> Registration:
    """Somebody whom all tables know, beside somebody else."""
    a_known_person(name=OTHER, email=OTHER_EMAIL)
    return a_known_person()


def address(registration: Registration, rest: str = "", language: str = "en") -> str:
    return f"/{language}/my-data/{data_token(person_of(registration))}{rest}"


def test_the_page_shows_all_and_nothing_of_another(
    client: FlaskClient, known: Registration
) -> None:
    response = client.get(address(known))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    for said in ("Ministry", "lift", "why?", "topic", "note", "ended", "comment", "typed", "guest"):
        assert f"{MARK} {said}" in response.text
    assert OTHER.casefold() not in response.text.casefold()


def test_the_file_has_all_that_is_held_and_nothing_of_another(
    client: FlaskClient, known: Registration
) -> None:
    response = client.get(address(known, "/my-data.json"))
    assert response.mimetype == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert response.headers["Cache-Control"] == "no-store"
    said = json.loads(response.text)
    assert set(said) == {
        *("person", "registrations", "calendar_entries", "calendar_answers", "mails"),
        *("invitations", "unfinished_registrations", "changes", "action_owners"),
        *("action_owner_names", "action_items", "action_item_reports"),
    }
    [registration] = said["registrations"]
    assert registration["name"] == f"A {MARK}"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", registration["starts_at"])
    assert OTHER.casefold() not in response.text.casefold()
    held = {line.split(": ", 1)[1] for line in cells_with(MARK) if line.startswith("registration.")}
    exported = response.text.casefold()
    assert [text for text in held if text.casefold() not in exported] == [
        text
        for text in held
        if text.startswith("a zyxwvu")  # what is searched, which repeats
    ]
    assert [mail["subject"] for mail in said["mails"]] == [f"{MARK} said"] * 2


def test_a_link_works_for_24_hours_and_has_no_other_power(
    client: FlaskClient, known: Registration
) -> None:
    with time_machine.travel(clock.now(), tick=False) as now:
        path = address(known)
        now.shift(24 * 3600 - 1)
        assert client.get(path).status_code == 200
        now.shift(2)
        late = client.get(path)
        assert late.status_code >= 400
        assert 'name="email"' in late.text
    for token in (manage_token(known), feed_token(person_of(known)), "nonsense"):
        assert client.get(f"/en/my-data/{token}").status_code >= 400
    assert client.get(f"/en/manage/{data_token(person_of(known))}").status_code >= 400
    assert DATA not in ("manage", "join", "feed")


def test_the_manage_page_has_the_link_mailed_and_holds_none(
    client: FlaskClient, known: Registration
) -> None:
    manage = f"/en/manage/{manage_token(known)}"
    assert "/my-data/" not in client.get(manage).text
    before = {mail.id for mail in mails_to(EMAIL)}
    answer = client.post(f"{manage}/data")
    assert answer.status_code == 200
    assert "/my-data/" not in answer.text
    db.session.expire_all()
    drain()
    bodies = [mail.body for mail in mails_to(EMAIL) if mail.id not in before and mail.body]
    parts = [message_from_bytes(body, policy=default).get_body(("plain",)) for body in bodies]
    texts = "".join(part.get_content() for part in parts if part)
    [path] = re.findall(r"/en/my-data/[\w.-]+", texts)
    assert client.get(path).status_code == 200


@pytest.mark.databases
def test_somebody_without_sessions_to_come_gets_the_link_by_mail(client: FlaskClient) -> None:
    a_known_person(days=-3)
    before = {mail.id for mail in mails_to(EMAIL)}
    ask_for_links(EMAIL, "en")
    ask_for_links("nobody@example.org", "en")
    db.session.commit()
    drain()
    assert [mail.state for mail in mails_to("nobody@example.org")] == ["superseded"] * 2
    [body] = [mail.body for mail in mails_to(EMAIL) if mail.id not in before and mail.body]
    part = message_from_bytes(body, policy=default).get_body(("plain",))
    assert part
    [path] = re.findall(r"/en/my-data/[\w.-]+", part.get_content())
    assert client.get(path).status_code == 200


def test_it_is_asked_before_and_said_after(client: FlaskClient, known: Registration) -> None:
    path = address(known, "/erase")
    before = client.get(path)
    assert before.status_code == 200
    assert "1 seat in a session to come becomes free for others." in before.text
    assert "This cannot be taken back." in before.text
    assert [*cells_with(MARK)] != []
    answer = client.post(path, follow_redirects=True)
    assert "Nothing is held about you." in answer.text
    assert "1 seat is free for others." in answer.text
    assert {cell.split(":")[0] for cell in cells_with(MARK)} == LEFT_FOR_THE_LAST_MAIL
    change = db.session.scalars(
        db.select(Change).filter_by(subject_kind="participant", verb="erase")
    ).one()
    assert change.actor == "registrant"


def test_after_that_every_page_says_that_nothing_is_held(
    client: FlaskClient, known: Registration
) -> None:
    path = address(known)
    client.post(f"{path}/erase")
    changes = db.session.query(Change).count()
    for rest in ("", "/erase", "/my-data.json"):
        answer = client.get(path + rest, follow_redirects=True)
        assert "Nothing is held about you." in answer.text
    assert "Nothing is held" in client.post(f"{path}/erase", follow_redirects=True).text
    assert db.session.query(Change).count() == changes


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_of_few_data_is_whole(client: FlaskClient, language: str) -> None:
    registration = a_registration(a_session(days=-3))
    for rest in ("", "/erase"):
        assert client.get(address(registration, rest, language)).status_code == 200


# For somebody who writes by post.


def of_staff(app: DialoguesApp, role: Role) -> Any:
    return signed_in(app, a_member_of_staff(role=role))


def test_an_administrator_erases_somebody_who_wrote(app: DialoguesApp, known: Registration) -> None:
    administrator = of_staff(app, Role.ADMINISTRATOR)
    path = f"/en/office/registrations/{known.public_id}/erase-person"
    assert path in administrator.get(f"/en/office/registrations/{known.public_id}").text
    assert "1 seat in a session" in administrator.get(path).text
    page = administrator.post(path, follow_redirects=True)
    assert page.status_code == 200
    assert "Erased" in page.text
    assert {cell.split(":")[0] for cell in cells_with(MARK)} == LEFT_FOR_THE_LAST_MAIL
    change = db.session.scalars(
        db.select(Change).filter_by(subject_kind="participant", verb="erase")
    ).one()
    assert change.actor.startswith("staff:")


def test_an_organiser_does_not(app: DialoguesApp, known: Registration) -> None:
    organiser = of_staff(app, Role.ORGANISER)
    path = f"/en/office/registrations/{known.public_id}/erase-person"
    assert organiser.post(path).status_code == 403
    assert path not in organiser.get(f"/en/office/registrations/{known.public_id}").text
    assert [*cells_with(MARK)] != []


def test_the_guest_list_shows_no_stand_in_address_for_the_erased(
    app: DialoguesApp, client: FlaskClient, known: Registration
) -> None:
    client.post(address(known, "/erase"))
    organiser = of_staff(app, Role.ORGANISER)
    page = organiser.get(f"/en/office/sessions/{known.session.public_id}/guests")
    assert page.status_code == 200
    assert "Erased" in page.text
    assert "erased.invalid" not in page.text


def test_the_log_says_what_was_erased_in_time(app: DialoguesApp) -> None:
    a_registration(a_session(days=-800))
    erase_past_their_time(clock.now())
    db.session.commit()
    log = of_staff(app, Role.ORGANISER).get("/en/office/log")
    assert log.status_code == 200
    assert "Erased, since the time was over" in log.text
