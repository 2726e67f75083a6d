"""Which registrations are finished from the mailbox: programs', and those of very many at once."""

import datetime as dt
import io
import re

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.programme.models import Admission, DialogueSession
from dialogues.registration import doors
from dialogues.registration.models import Registration, UnfinishedRegistration
from dialogues.web.limiting import Allowance
from tests.builders import a_dialogue, a_session
from tests.registration.registering import GOOD, form_of

NOON = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


def outcomes() -> tuple[int, int]:
    """How many are registered, and how many have yet to finish."""
    db.session.rollback()
    return db.session.query(Registration).count(), db.session.query(UnfinishedRegistration).count()


def token_of(client: FlaskClient, session: DialogueSession) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(form_of(session)).text)
    assert found
    return found[1]


def test_a_person_who_takes_two_seconds_is_registered_at_once(client: FlaskClient) -> None:
    session = a_session()
    with time_machine.travel(NOON, tick=False) as traveller:
        token = token_of(client, session)
        traveller.shift(2)
        answer = client.post(form_of(session), data={**GOOD, "csrf_token": token})
    assert answer.location.endswith("/registered")
    assert outcomes() == (1, 0)


@pytest.mark.parametrize("seconds", [0, 1, 1.9])
def test_a_form_that_comes_back_at_once_is_finished_from_the_mailbox(
    client: FlaskClient, seconds: float
) -> None:
    session = a_session()
    with time_machine.travel(NOON, tick=False) as traveller:
        token = token_of(client, session)
        traveller.shift(seconds)
        answer = client.post(form_of(session), data={**GOOD, "csrf_token": token})
        assert answer.status_code == 303
        page = client.get(answer.location)
    assert "We mailed a link to person@example.org." in page.text
    assert "/finish/" not in page.text
    assert outcomes() == (0, 1)


def test_who_corrects_a_form_need_not_wait_anew(client: FlaskClient) -> None:
    session = a_session()
    with time_machine.travel(NOON, tick=False) as traveller:
        token = token_of(client, session)
        traveller.shift(30)
        wrong = client.post(form_of(session), data={**GOOD, "country": "", "csrf_token": token})
        assert wrong.status_code == 422
        kept = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', wrong.text)
        assert kept
        assert kept[1] == token
        client.post(form_of(session), data={**GOOD, "csrf_token": kept[1]})
    assert outcomes() == (1, 0)


def test_a_token_that_was_not_made_here_is_not_kept(client: FlaskClient) -> None:
    session = a_session()
    answer = client.post(form_of(session), data={**GOOD, "csrf_token": "forged"})
    assert answer.status_code == 422
    assert 'value="forged"' not in answer.text
    assert outcomes() == (0, 0)


@pytest.mark.parametrize("value", ["https://spam.example", "x", " ", "\u200b", "\u00ad", "\u3164"])
def test_a_filled_trap_leads_to_the_mailbox(client: FlaskClient, value: str) -> None:
    answer = client.post(form_of(a_session()), data={**GOOD, "website": value})
    assert answer.location.endswith("/mailed")
    assert outcomes() == (0, 1)


def test_a_trap_that_is_sent_twice_is_filled_if_one_of_them_is(client: FlaskClient) -> None:
    client.post(form_of(a_session()), data={**GOOD, "website": ["", "spam"]})
    assert outcomes() == (0, 1)


def test_an_empty_trap_or_none_at_all_is_a_persons(client: FlaskClient) -> None:
    session = a_session()
    client.post(form_of(session), data={**GOOD, "website": ""})
    client.post(form_of(session), data={**GOOD, "email": "b@example.org"})
    with_a_file = {**GOOD, "email": "c@example.org", "website": (io.BytesIO(b""), "")}
    client.post(form_of(session), data=with_a_file)
    assert outcomes() == (3, 0)


def test_nobody_meets_the_trap(client: FlaskClient) -> None:
    page = client.get(form_of(a_session())).text
    trap = re.search(r"<div[^>]*aria-hidden[^>]*>.*?</div>", page, re.DOTALL)
    assert trap
    assert 'class="visually-hidden" aria-hidden="true"' in trap[0]
    assert 'name="website"' in trap[0]
    assert 'tabindex="-1"' in trap[0]
    assert 'autocomplete="off"' in trap[0]


def test_the_301st_of_a_network_in_ten_minutes_finishes_from_the_mailbox(
    client: FlaskClient,
) -> None:
    assert (doors.REGISTRATIONS.most, doors.REGISTRATIONS.minutes) == (300, 10)
    session = a_session()
    with time_machine.travel(NOON, tick=False) as traveller:
        for number in range(302):
            client.post(form_of(session), data={**GOOD, "email": f"{number}@example.org"})
        assert outcomes() == (300, 2)
        elsewhere = {"REMOTE_ADDR": "192.0.2.1"}
        other = {**GOOD, "email": "elsewhere@example.org"}
        client.post(form_of(session), data=other, environ_base=elsewhere)
        assert outcomes() == (301, 2)
        traveller.shift(600)
        client.post(form_of(session), data={**GOOD, "email": "later@example.org"})
    assert outcomes() == (302, 2)


def test_more_mails_than_that_are_refused_and_nothing_is_kept(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (doors.FINISHING_MAILS.most, doors.FINISHING_MAILS.minutes) == (600, 10)
    monkeypatch.setattr(doors, "FINISHING_MAILS", Allowance("finishing mails", 2))
    session = a_session()
    trapped = {**GOOD, "website": "x"}
    for number in range(2):
        client.post(form_of(session), data={**trapped, "email": f"{number}@example.org"})
    answer = client.post(form_of(session), data={**trapped, "email": "last@example.org"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 590
    assert 'name="email" value="last@example.org"' in answer.text
    assert outcomes() == (0, 2)


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ({"registration_open": False}, 200),
        ({"days": -2}, 200),
        ({"admission": Admission.INVITATION}, None),
    ],
)
def test_a_session_that_takes_nobody_mails_nobody(
    client: FlaskClient, what: dict[str, object], status: int | None
) -> None:
    """It is answered as a person would be, whoever sent the form."""
    session = a_session(a_dialogue(), **what)  # type: ignore[arg-type]
    trapped = client.post(form_of(session), data={**GOOD, "website": "x"})
    plain = client.post(form_of(session), data=GOOD)
    assert trapped.status_code == plain.status_code
    assert status in (None, plain.status_code)
    assert outcomes() == (0, 0)


def test_a_wrong_language_is_said_beside_the_field_to_programs_too(client: FlaskClient) -> None:
    data = {**GOOD, "website": "x", "listening_language": "fr"}
    assert client.post(form_of(a_session()), data=data).status_code == 422
    assert outcomes() == (0, 0)
