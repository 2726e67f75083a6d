"""A person's own pages, from the signed links of their mail."""

import datetime as dt
import re
from email import message_from_bytes, policy

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail
from dialogues.registration.links import JOIN, join_token, manage_token
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support.codes import sign
from tests.builders import a_dialogue, a_registration, a_session
from tests.registration.registering import GOOD, form_of, only_registration


def manage_page(registration: Registration) -> str:
    return f"/en/manage/{manage_token(registration)}"


@pytest.fixture
def registration(client: FlaskClient) -> Registration:
    return a_registration(a_session(a_dialogue(), hour=8, interpretation=("zh",)))


def test_opening_every_page_of_a_person_changes_nothing(
    client: FlaskClient, registration: Registration
) -> None:
    twin = a_session(registration.session.dialogue, hour=16)
    page = manage_page(registration)
    for path in (page, f"{page}/language", f"{page}/swap/{twin.public_id}", f"{page}/cancel"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    assert only_registration().status is RegistrationStatus.CONFIRMED
    assert db.session.query(OutboxMail).count() == 0


def test_cancelling_and_coming_back_by_the_same_link(
    client: FlaskClient, registration: Registration
) -> None:
    page = manage_page(registration)
    assert client.post(f"{page}/cancel").status_code == 303
    assert only_registration().status is RegistrationStatus.CANCELLED
    again = client.post(f"{page}/cancel")
    assert "Nothing has changed." in client.get(again.location).text
    assert "Register again" in client.get(page).text
    client.post(f"{page}/return")
    assert only_registration().status is RegistrationStatus.CONFIRMED


def test_swapping_keeps_the_link(client: FlaskClient, registration: Registration) -> None:
    twin = a_session(registration.session.dialogue, hour=16)
    page = manage_page(registration)
    assert client.post(f"{page}/swap/{twin.public_id}").status_code == 303
    assert only_registration().session_id == twin.id
    assert client.get(page).status_code == 200


def test_a_swap_into_a_full_twin_is_refused_with_a_sentence(
    client: FlaskClient, registration: Registration
) -> None:
    twin = a_session(registration.session.dialogue, hour=16, capacity=0)
    answer = client.post(f"{manage_page(registration)}/swap/{twin.public_id}")
    assert answer.status_code == 409
    assert "Every seat in this session is taken." in answer.text
    assert only_registration().session_id == registration.session_id


def test_changing_the_listening_language(client: FlaskClient, registration: Registration) -> None:
    page = f"{manage_page(registration)}/language"
    assert client.post(page, data={"listening_language": "zh"}).status_code == 303
    assert only_registration().listening_language == "zh"
    refused = client.post(page, data={"listening_language": "fr"})
    assert refused.status_code == 422
    assert only_registration().listening_language == "zh"


def test_a_listening_language_that_was_dropped_is_said(client: FlaskClient) -> None:
    session = a_session(interpretation=("ru",))
    page = manage_page(a_registration(session, listening_language="zh"))
    lost = (
        "Your listening language, Chinese, is no longer offered in this session. "
        "You can choose another language or another session."
    )
    text = client.get(page).text
    assert lost in text
    assert "A Person, you have a seat in this session.\n" in text
    assert "listen in Chinese" not in text
    session.interpretation = ("zh",)
    text = client.get(page).text
    assert "A Person, you have a seat in this session and listen in Chinese." in text
    assert "no longer offered" not in text


def test_an_altered_link_says_so_and_how_to_get_a_new_one(
    client: FlaskClient, registration: Registration
) -> None:
    for path in (manage_page(registration) + "x", "/en/manage/nonsense", "/en/join/nonsense"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Mail me my links" in answer.text


def test_a_revoked_link_and_one_of_long_ago_have_expired(
    client: FlaskClient, registration: Registration
) -> None:
    page = manage_page(registration)
    with time_machine.travel(registration.session.ends_at + dt.timedelta(days=31), tick=False):
        assert client.get(page).status_code == 410
    registration.manage_version += 1
    assert client.get(page).status_code == 410


def test_no_link_gives_anothers_power(client: FlaskClient, registration: Registration) -> None:
    joining = join_token(registration)
    assert client.get(f"/en/manage/{joining}").status_code == 404
    assert client.get(f"/en/join/{manage_token(registration)}").status_code == 404
    forged = sign("another secret", JOIN, registration.public_id, 1)
    assert client.get(f"/en/join/{forged}").status_code == 404


def test_asking_for_links_answers_the_same_whoever_asks(
    client: FlaskClient, registration: Registration
) -> None:
    address = registration.participant.email
    known = client.post("/en/my-registration", data={"email": address})
    unknown = client.post("/en/my-registration", data={"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(address, "nobody@example.org") == unknown.text
    drain()
    left = db.session.scalars(db.select(OutboxMail).filter_by(state="sent"))
    assert [mail.recipient for mail in left] == [address]


def test_the_mail_of_a_registration_leads_back_to_it(client: FlaskClient) -> None:
    client.post(form_of(a_session()), data=GOOD)
    drain()
    body = db.session.scalars(db.select(OutboxMail)).one().body
    text = message_from_bytes(body, policy=policy.default).get_body(("plain",)).get_content()
    link = re.search(r"http://127.0.0.1:8000(/en/manage/[\w.-]+)", text)
    assert link is not None
    assert "you have a seat in this session" in client.get(link.group(1)).text


def test_links_of_a_page_lead_where_the_configuration_says(
    client: FlaskClient, registration: Registration
) -> None:
    page = client.get(manage_page(registration), headers={"Host": "evil.example.net"}).text
    assert "evil.example.net" not in page
    assert "http://127.0.0.1:8000/en/join/" in page
