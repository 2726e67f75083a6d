"""What strangers send that no browser would: refused or read as what it is, never a failure."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail
from dialogues.registration.models import Registration, UnfinishedRegistration
from dialogues.web.application import DialoguesApp
from tests.builders import a_registration, a_session, an_entry, an_unfinished_registration
from tests.registration.finishing import path_of
from tests.registration.registering import GOOD, form_of, only_registration

FIELDS = [*GOOD, "organisation", "accessibility", "question", "wants_news", "website", "csrf_token"]
LONG = "a" * 240 + "@example.org"


def stored() -> int:
    db.session.rollback()
    return sum(
        db.session.query(model).count()
        for model in (Registration, UnfinishedRegistration, OutboxMail)
    )


@pytest.mark.databases
@pytest.mark.parametrize("trap", ["", "x"], ids=["at-once", "from-the-mailbox"])
@pytest.mark.parametrize("value", ["a\0b", "\x1b[2J", "\u202emoc", "x" * 100_000])
def test_any_field_may_hold_anything(
    app: DialoguesApp, client: FlaskClient, value: str, trap: str
) -> None:
    """A field with a rule says so; the token, the trap and the boxes are as they are read."""
    session = a_session()
    for field in FIELDS:
        data = {**GOOD, "website": trap, field: value}
        answer = client.post(form_of(session), data=data)
        expected = {303} if field in ("privacy", "wants_news", "website") else {422}
        assert answer.status_code in expected, field
        assert "Traceback" not in answer.text


@pytest.mark.databases
@pytest.mark.parametrize("path", ["/en/my-registration", "/en/office/sign-in"])
@pytest.mark.parametrize(
    "email",
    [
        "a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".org",
        "a\0@example.org",
        "a@example.org\r\nBcc: b@example.org",
        LONG,
        "x" * 100_000,
        '"a b"@example.org',
        "a@[192.0.2.1]",
        "a@xn--a.example.org",
    ],
    ids=["longest", "null", "header", "long", "endless", "quoted", "literal", "odd"],
)
def test_any_address_is_taken_or_said_to_be_none(
    app: DialoguesApp, client: FlaskClient, path: str, email: str
) -> None:
    assert client.post(path, data={"email": email}).status_code in (200, 422)
    assert stored() <= 2  # one with links, one with open invitations


@pytest.mark.databases
def test_the_longest_address_registers_and_gets_its_mails(
    app: DialoguesApp, client: FlaskClient
) -> None:
    session = a_session()
    longest = "a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".org"
    assert len(longest) > 240
    for trap in ("", "x"):
        data = {**GOOD, "email": longest, "website": trap}
        assert client.post(form_of(session), data=data).status_code == 303
    assert client.post("/en/my-registration", data={"email": longest}).status_code == 200


@pytest.mark.parametrize("name", ["A\r\nBcc: b@example.org", "=?utf-8?q?Bcc=3A?=", "A,B <c@d.org>"])
def test_a_name_adds_no_header_to_a_mail(client: FlaskClient, name: str) -> None:
    """Not to the mail about a second name either, which quotes it."""
    session = a_session()
    an_entry(a_registration(session, email="person@example.org", name="Somebody Else"))
    client.post(form_of(session), data={**GOOD, "name": name, "organisation": name})
    client.post(form_of(session), data={**GOOD, "email": "new@example.org", "name": name})
    drain()
    sent = db.session.scalars(db.select(OutboxMail.body).where(OutboxMail.body.is_not(None))).all()
    assert len(sent) == 2
    for body in sent:
        mail = message_from_bytes(body or b"", policy=default)
        assert mail["Bcc"] is None
        assert mail["Cc"] is None
        assert mail["To"] in ("person@example.org", "new@example.org")
        assert "Bcc" not in str(mail["Subject"]) + str(mail["From"])


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "x", "application/json"])
def test_a_body_of_another_kind_is_an_empty_form(client: FlaskClient, content_type: str) -> None:
    path = form_of(a_session())
    answer = client.post(path, data="name=A&email=a@example.org", content_type=content_type)
    assert answer.status_code == 422
    assert stored() == 0


@pytest.mark.parametrize("boundary", ["", "x", "x" * 500])
def test_a_broken_multipart_body_is_no_failure(client: FlaskClient, boundary: str) -> None:
    answer = client.post(
        form_of(a_session()),
        data=b"--x\r\nContent-Disposition: form-data; name=\r\n\r\nA",
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    assert answer.status_code in (400, 413, 422)


@pytest.mark.parametrize("path", ["form", "/en/my-registration", "/en/office/sign-in", "finish"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_huge_form_is_turned_away_unread(
    app: DialoguesApp, client: FlaskClient, path: str, kind: str
) -> None:
    """What has far more than any form here may hold is not echoed either."""
    there = {"form": form_of(a_session()), "finish": path_of(app, an_unfinished_registration())}
    before = stored()
    for size in (200_000, 9_000_000):
        data = {**GOOD, "name": "x" * size}
        answer = client.post(there.get(path, path), data=data, content_type=kind)
        assert answer.status_code == 413
        assert len(answer.text) < 20_000
    assert stored() == before


def test_a_form_of_many_parts_is_turned_away(client: FlaskClient) -> None:
    data = {**GOOD, **{f"field{number}": "x" for number in range(1100)}}
    kind = "multipart/form-data"
    answer = client.post(form_of(a_session()), data=data, content_type=kind)
    assert answer.status_code == 413
    assert stored() == 0


def test_of_a_field_that_is_sent_twice_the_first_counts(client: FlaskClient) -> None:
    """For the limits, too: they count by the address that is written to."""
    twice = {**GOOD, "email": ["first@example.org", "second@example.org"], "name": ["A", "B"]}
    client.post(form_of(a_session()), data=twice)
    registration = only_registration()
    assert (registration.participant.email, registration.name) == ("first@example.org", "A")


def test_what_was_typed_is_text_on_the_page_that_finishes(
    app: DialoguesApp, client: FlaskClient
) -> None:
    hostile = an_unfinished_registration()
    hostile.application = {**hostile.application, "name": '<img src=x onerror="alert(1)">'}
    page = client.get(path_of(app, hostile)).text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_no_form_token_of_one_visitor_serves_another(app: DialoguesApp) -> None:
    session = a_session()
    found = re.search(
        r'name="csrf_token"[^>]*value="([^"]+)"', app.test_client().get(form_of(session)).text
    )
    assert found
    answer = app.test_client().post(form_of(session), data={**GOOD, "csrf_token": found[1]})
    assert answer.status_code == 422
    assert stored() == 0


@pytest.mark.parametrize("name", ["  ", "\u3000", "\t"])
def test_a_name_of_white_space_alone_is_none(client: FlaskClient, name: str) -> None:
    answer = client.post(form_of(a_session()), data={**GOOD, "name": name})
    assert answer.status_code == 422
    assert "Enter your full name." in answer.text
    assert stored() == 0
