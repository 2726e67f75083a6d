"""Registering by a mailed link: once, within an hour, as everybody else registers."""

import datetime as dt
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.database import db, transact
from dialogues.outbox.delivery import Delivered, drain
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus, UnfinishedRegistration
from dialogues.registration.refusals import RegistrationIsNotOpen
from dialogues.registration.unfinished_links import unfinished_of
from dialogues.registration.unfinished_service import FINISH, finish, keep, purge_unfinished
from dialogues.support import clock
from dialogues.support.refusals import Refusal
from dialogues.web.application import DialoguesApp
from tests.builders import (
    a_dialogue,
    a_registration,
    a_session,
    an_unfinished_registration,
)
from tests.registration.finishing import path_of
from tests.registration.registering import GOOD, an_application, form_of, only_registration

USED = "This link was used before, and works once. The mail that followed says the rest."
LATE = "This link worked for an hour, which is over. Please fill in the form again."
EMAIL = "minister@example.org"


@pytest.fixture
def at_noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


def mails_of(kind: str = FINISH) -> list[OutboxMail]:
    db.session.rollback()
    return list(db.session.scalars(db.select(OutboxMail).filter_by(kind=kind)))


def message() -> EmailMessage:
    """The only mail that was sent."""
    sent = db.session.scalars(db.select(OutboxMail.body).where(OutboxMail.body.is_not(None))).one()
    return cast(EmailMessage, message_from_bytes(sent or b"", policy=default))


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


# Keeping what was typed.


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_what_was_typed_is_kept_for_an_hour_and_holds_no_seat() -> None:
    session = a_session(capacity=1)
    transact(lambda: keep(session.public_id, an_application()))
    kept = db.session.scalars(db.select(UnfinishedRegistration)).one()
    assert kept.expires_at - kept.created_at == dt.timedelta(hours=1)
    assert (kept.email, kept.session_id, kept.finished_at) == (EMAIL, session.id, None)
    assert db.session.query(Registration).count() == 0
    assert [mail.recipient for mail in mails_of()] == [EMAIL]


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_only_the_same_again_is_not_mailed_again(at_noon: time_machine.Traveller) -> None:
    session, other = a_session(), a_session(a_dialogue())

    def send(where: DialogueSession = session, **changes: object) -> int:
        transact(lambda: keep(where.public_id, an_application(**changes)))
        return len(mails_of())

    assert [send(), send()] == [1, 1]
    assert send(name="Another Person") == 2
    assert send(question="And the farmers?") == 3
    assert send(other) == 4
    assert send(email="second@example.org") == 5
    assert [send(), send(name="Another Person")] == [5, 5]
    at_noon.shift(dt.timedelta(minutes=31))  # half an hour is little for who has lost the mail
    assert [send(), send()] == [6, 6]


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_what_was_finished_is_mailed_again_when_it_is_sent_again() -> None:
    session = a_session()
    transact(lambda: keep(session.public_id, an_application()))
    kept = db.session.scalars(db.select(UnfinishedRegistration)).one()
    transact(lambda: finish(kept))
    transact(lambda: keep(session.public_id, an_application()))
    assert len(mails_of()) == 2


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_a_session_that_takes_nobody_keeps_nothing() -> None:
    with pytest.raises(RegistrationIsNotOpen):
        transact(lambda: keep(a_session(registration_open=False).public_id, an_application()))
    with pytest.raises(RegistrationIsNotOpen):
        transact(lambda: keep("nosuchsession", an_application()))
    assert db.session.query(UnfinishedRegistration).count() == 0


@pytest.mark.databases
@pytest.mark.usefixtures("app")
def test_a_day_after_the_hour_nothing_is_left(at_noon: time_machine.Traveller) -> None:
    transact(lambda: keep(a_session().public_id, an_application()))
    drain()
    at_noon.shift(dt.timedelta(hours=25))
    assert transact(lambda: purge_unfinished(clock.now())) == 0
    at_noon.shift(dt.timedelta(seconds=1))
    assert transact(lambda: purge_unfinished(clock.now())) == 1
    assert (db.session.query(UnfinishedRegistration).count(), mails_of()) == (0, [])


# The mail.


def test_the_mail_has_the_link_and_nothing_that_was_typed(
    client: FlaskClient, at_noon: time_machine.Traveller
) -> None:
    """Who typed it may have typed somebody else's address."""
    typed = {"name": "Win money: evil.example", "organisation": "Evil", "question": "Click evil?"}
    session = a_session()
    client.post(form_of(session), data={**GOOD, **typed, "website": "x"})
    assert drain() == Delivered(sent=1)
    mail = message()
    text = text_of(mail)
    assert mail["To"] == "person@example.org"
    assert mail["Subject"] == (
        "One step is left to register: Understanding food systems transformation"
    )
    assert "evil" not in (text + str(mail)).casefold()
    assert "until Tuesday, 1 December 2026, 20:00, Ho Chi Minh City" in " ".join(text.split())
    assert re.search(r"http://127\.0\.0\.1:8000/en/finish/\S+", text)
    assert mail.get_body(("calendar",)) is None


@pytest.mark.parametrize("language", ["ar", "zh", "fr"])
def test_the_mail_and_its_link_are_in_the_language_of_the_page(
    client: FlaskClient, language: str
) -> None:
    session = a_session()
    client.post(form_of(session, language), data={**GOOD, "website": "x"})
    drain()
    assert f"/{language}/finish/" in text_of(message())


@pytest.mark.parametrize(
    "late", [{"finished_at": clock.now()}, {"expires_at": clock.now()}], ids=["used", "late"]
)
@pytest.mark.usefixtures("app")
def test_a_link_that_does_not_work_any_more_is_not_mailed(late: dict[str, dt.datetime]) -> None:
    session = a_session()
    transact(lambda: keep(session.public_id, an_application()))
    for kept in db.session.scalars(db.select(UnfinishedRegistration)):
        for name, value in late.items():
            setattr(kept, name, value)
    db.session.commit()
    assert drain() == Delivered(superseded=1)


# The page and its button.


def test_opening_the_link_shows_who_and_what_and_changes_nothing(
    app: DialoguesApp, client: FlaskClient
) -> None:
    path = path_of(app, an_unfinished_registration())
    for _scanner in range(3):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "A Person" in answer.text
        assert "Understanding food systems transformation" in answer.text
        assert answer.text.count("<button") == 1
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
    assert client.head(path).status_code == 200
    assert db.session.query(Registration).count() == 0


def test_pressing_the_button_registers_as_the_form_would_have(
    app: DialoguesApp, client: FlaskClient
) -> None:
    session = a_session()
    more = {"organisation": "FAO", "question": "Who pays?", "wants_news": "y", "zone": "Asia/Tokyo"}
    client.post(form_of(session), data={**GOOD, **more, "website": "x"})
    kept = db.session.scalars(db.select(UnfinishedRegistration)).one()
    answer = client.post(path_of(app, kept))
    assert (answer.status_code, answer.location) == (
        303,
        f"/en/sessions/{session.public_id}/registered",
    )
    by_link = only_registration()
    told = client.get(answer.location).text
    direct = app.test_client()
    other = {**GOOD, **more, "email": "other@example.org"}
    answer = direct.post(form_of(session), data=other)
    by_form = db.session.scalars(db.select(Registration).order_by(Registration.id.desc())).first()
    assert by_form
    own = {"id", "public_id", "participant_id", "created_at", "updated_at", "searchable"}
    columns = {column.name for column in Registration.__table__.columns} - own
    assert {name: getattr(by_link, name) for name in columns} == {
        name: getattr(by_form, name) for name in columns
    }
    same = direct.get(answer.location).text.replace("other@example.org", "person@example.org")
    assert told == same


def test_a_press_without_the_token_of_the_page_registers_nobody(
    app: DialoguesApp, client: FlaskClient
) -> None:
    path = path_of(app, an_unfinished_registration())
    assert client.post(path, data={"csrf_token": ""}).status_code == 422
    assert db.session.query(Registration).count() == 0


def test_the_link_works_once_and_then_says_so(app: DialoguesApp, client: FlaskClient) -> None:
    path = path_of(app, an_unfinished_registration())
    assert client.post(path).status_code == 303
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 410
        assert USED in answer.text
    assert db.session.query(Registration).count() == 1


def test_the_link_works_for_an_hour(
    app: DialoguesApp, client: FlaskClient, at_noon: time_machine.Traveller
) -> None:
    path = path_of(app, an_unfinished_registration())
    at_noon.shift(dt.timedelta(minutes=60))
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 410
        assert LATE in answer.text
    assert db.session.query(Registration).count() == 0


def test_a_link_of_which_nothing_is_left_says_that_it_is_too_late(
    app: DialoguesApp, client: FlaskClient
) -> None:
    unfinished = an_unfinished_registration()
    path = path_of(app, unfinished)
    db.session.delete(unfinished)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 410
        assert LATE in answer.text


@pytest.mark.parametrize("token", ["x", "%00", "WyJ4IiwxXQ.x", "ü"])
def test_a_link_that_was_altered_is_unknown(client: FlaskClient, token: str) -> None:
    assert client.get(f"/en/finish/{token}").status_code == 404
    assert client.post(f"/en/finish/{token}").status_code == 404


def test_a_session_that_has_closed_by_then_says_so_and_the_link_stays(
    app: DialoguesApp, client: FlaskClient
) -> None:
    session = a_session()
    path = path_of(app, an_unfinished_registration(session))
    session.registration_open = False
    answer = client.post(path)
    assert answer.status_code == 409
    assert "Registration for this session is not open." in answer.text
    session.registration_open = True
    assert client.post(path).status_code == 303


def test_who_finishes_for_a_session_that_is_full_by_then_waits(
    app: DialoguesApp, client: FlaskClient
) -> None:
    session = a_session(capacity=1)
    path = path_of(app, an_unfinished_registration(session, EMAIL))
    a_registration(session)
    assert client.post(path).status_code == 303
    latest = db.session.scalars(db.select(Registration).order_by(Registration.id.desc())).first()
    assert latest
    assert latest.status is RegistrationStatus.WAITLISTED


def test_the_page_that_says_where_the_link_went_is_its_visitors_alone(
    client: FlaskClient,
) -> None:
    session, other = a_session(), a_session(a_dialogue())
    client.post(form_of(session), data={**GOOD, "website": "x"})
    assert client.get(f"/en/sessions/{session.public_id}/mailed").status_code == 200
    assert client.get(f"/en/sessions/{other.public_id}/mailed").location == form_of(other)
    assert client.get("/en/sessions/nosuch/mailed").status_code in (302, 404)


@pytest.mark.databases
def test_of_many_presses_at_once_one_registers(app: DialoguesApp) -> None:
    token = path_of(app, an_unfinished_registration()).rpartition("/")[2]
    db.session.remove()
    gate = threading.Barrier(6)

    def press() -> str:
        gate.wait()
        with app.app_context():
            try:
                transact(lambda: finish(unfinished_of(token)))
            except Refusal as refusal:
                return str(refusal)
            finally:
                db.session.remove()
        return "registered"

    with ThreadPoolExecutor(6) as pool:
        said = sorted(future.result() for future in [pool.submit(press) for _ in range(6)])
    assert said == [USED] * 5 + ["registered"]
    assert db.session.query(Registration).count() == 1
    assert db.session.query(OutboxMail).count() == 1
