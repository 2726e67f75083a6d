"""The page of a person's own calendar: its address, the switch, a new address."""

import re
import time
from threading import Thread

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.outbox.models import OutboxMail
from dialogues.people.models import Participant
from dialogues.registration.links import feed_token, join_token, manage_token
from dialogues.registration.models import Registration
from dialogues.registration.queries import locked_session
from dialogues.web.application import DialoguesApp
from tests.builders import a_registration, a_session, an_entry

SWITCH_ON = "My calendar follows this address: send me mails without calendar entries"
SWITCH_OFF = "Send me mails with calendar entries again"


@pytest.fixture
def registration(client: FlaskClient) -> Registration:
    registration = a_registration(a_session(hour=8), email="awa@example.org")
    an_entry(registration)
    return registration


def page_of(registration: Registration) -> str:
    return f"/en/manage/{manage_token(registration)}/calendar"


def person() -> Participant:
    db.session.rollback()
    return db.session.scalars(select(Participant).filter_by(email="awa@example.org")).one()


def recorded() -> list[tuple[str, str, dict[str, object]]]:
    changes = db.session.scalars(select(Change).filter_by(subject_kind="participant"))
    return [(change.actor, change.verb, change.after) for change in changes]


def feed_on(page: str) -> str:
    found = re.search(r'<code class="address"[^>]*>http://127.0.0.1:8000([^<]+)</code>', page)
    assert found
    return found[1]


def test_the_manage_page_leads_to_it(client: FlaskClient, registration: Registration) -> None:
    page = page_of(registration)

    assert f'href="{page}"' in client.get(page.removesuffix("/calendar")).text


def test_it_shows_the_secret_address_and_says_whose_it_is(
    client: FlaskClient, registration: Registration
) -> None:
    answer = client.get(page_of(registration))

    token = feed_token(registration.participant)
    assert feed_on(answer.text) == f"/en/my-calendar/{token}.ics"
    assert f'href="webcal://127.0.0.1:8000/en/my-calendar/{token}.ics"' in answer.text
    assert "<svg" in answer.text
    assert "This holds for all registrations of awa@example.org." in answer.text
    assert SWITCH_ON in answer.text
    for header, value in (
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Robots-Tag", "noindex"),
    ):
        assert answer.headers[header] == value


def test_the_address_is_in_the_language_of_the_latest_registration(
    client: FlaskClient, registration: Registration
) -> None:
    a_registration(
        a_session(days=9), participant=registration.participant, language="zh", zone="Asia/Tokyo"
    )

    page = client.get(page_of(registration)).text

    assert feed_on(page).startswith("/zh/my-calendar/")
    assert "Language of the texts: Chinese" in page
    assert client.get(feed_on(page)).status_code == 200


def test_the_address_is_by_configuration(client: FlaskClient, registration: Registration) -> None:
    page = client.get(page_of(registration), headers={"Host": "evil.example.net"}).text

    assert "evil.example.net" not in page


def test_the_switch_is_set_recorded_and_told(
    client: FlaskClient, registration: Registration
) -> None:
    page = page_of(registration)

    answer = client.post(f"{page}/follow")

    assert (answer.status_code, answer.location) == (303, page)
    assert person().follows_feed
    assert recorded() == [("registrant", "follow_feed", {"follows_feed": True})]
    (mail,) = db.session.scalars(select(OutboxMail))
    assert (mail.recipient, mail.payload) == ("awa@example.org", {"reason": "feed_followed"})
    shown = client.get(page).text
    assert "From now on your mails come without calendar entries." in shown
    assert SWITCH_OFF in shown
    assert SWITCH_ON not in shown
    manage = client.get(page.removesuffix("/calendar")).text
    assert "your mails come without calendar entries" in manage


def test_the_switch_goes_back(client: FlaskClient, registration: Registration) -> None:
    page = page_of(registration)
    client.post(f"{page}/follow")

    client.post(f"{page}/leave")

    assert not person().follows_feed
    assert [verb for _actor, verb, _after in recorded()] == ["follow_feed", "leave_feed"]
    reasons = [mail.payload["reason"] for mail in db.session.scalars(select(OutboxMail))]
    assert reasons == ["feed_followed", "feed_left"]
    assert SWITCH_ON in client.get(page).text


@pytest.mark.parametrize(("verb", "follows"), [("follow", True), ("leave", False)])
def test_pressing_twice_changes_nothing_more(
    client: FlaskClient, registration: Registration, verb: str, follows: bool
) -> None:
    registration.participant.follows_feed = follows

    assert client.post(f"{page_of(registration)}/{verb}").status_code == 303

    assert recorded() == []
    assert db.session.scalars(select(OutboxMail)).all() == []


def test_a_new_address_ends_the_earlier_one(
    client: FlaskClient, registration: Registration
) -> None:
    page = page_of(registration)
    earlier = feed_on(client.get(page).text)

    client.post(f"{page}/new-address")

    assert client.get(earlier).status_code == 410
    present = feed_on(client.get(page).text)
    assert client.get(present).status_code == 200
    assert recorded() == [("registrant", "revoke_feed", {"feed_version": 2})]
    assert client.get(page).status_code == 200, "the manage link is another power"


@pytest.mark.parametrize("verb", ["follow", "leave", "new-address"])
def test_nothing_happens_without_a_press(
    client: FlaskClient, registration: Registration, verb: str
) -> None:
    page = page_of(registration)

    refused = client.post(f"{page}/{verb}", data={"csrf_token": ""})

    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert client.get(f"{page}/{verb}").status_code == 405
    assert (person().follows_feed, person().feed_version, recorded()) == (False, 1, [])


def test_only_the_manage_link_opens_it(client: FlaskClient, registration: Registration) -> None:
    for token in (join_token(registration), feed_token(registration.participant), "nonsense"):
        assert client.get(f"/en/manage/{token}/calendar").status_code == 404
        assert client.post(f"/en/manage/{token}/calendar/follow").status_code == 404
    assert not person().follows_feed


@pytest.mark.databases
@pytest.mark.parametrize("verb", ["follow", "leave"])
def test_the_switch_waits_for_the_sessions_and_not_holding_the_person(
    app: DialoguesApp, registration: Registration, verb: str
) -> None:
    """So that two of them never wait for one another: a bounce locks them in this order too."""
    registration.participant.follows_feed = verb == "leave"
    page, person_id = page_of(registration), registration.participant_id
    public_id = registration.session.public_id
    db.session.commit()
    answers = []

    def press() -> None:
        with app.app_context():
            answers.append(app.test_client().post(f"{page}/{verb}").status_code)

    assert locked_session(public_id)
    pressing = Thread(target=press)
    pressing.start()
    try:
        if db.engine.dialect.name == "postgresql":
            wait_until_somebody_waits_for_us()
        free = select(Participant).filter_by(id=person_id).with_for_update(nowait=True)
        assert db.session.scalars(free).one()
    finally:
        db.session.rollback()
        pressing.join(timeout=30)
    assert answers == [303]
    assert person().follows_feed is (verb == "follow")


def wait_until_somebody_waits_for_us() -> None:
    waiting = text(
        "SELECT count(*) FROM pg_locks "
        "WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    for _try in range(300):
        if db.session.scalar(waiting):
            return
        time.sleep(0.02)
    raise AssertionError("nobody waits")
