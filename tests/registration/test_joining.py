"""The way into the meeting: when it opens, what it says before, and who has gone in."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogues.database import db, transact
from dialogues.history.models import Change
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession
from dialogues.registration import rules, service
from dialogues.registration.links import join_token, manage_token
from dialogues.registration.models import Registration, RegistrationStatus
from tests.builders import a_dialogue, a_registration, a_session
from tests.registration.registering import only_registration

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
ROOM = "https://meet.example.org/room"


@pytest.fixture
def registration(client: FlaskClient) -> Registration:
    return a_registration(
        a_session(a_dialogue(), local_start=dt.datetime(2030, 7, 24, 8), join_url=ROOM)
    )


def join_page(registration: Registration, language: str = "en") -> str:
    return f"/{language}/join/{join_token(registration)}"


def attended_at() -> dt.datetime | None:
    db.session.rollback()
    db.session.expire_all()
    return only_registration().attended_at


def opens_at(session: DialogueSession) -> dt.datetime:
    return session.starts_at - 15 * MINUTE


def refreshes_after(page: str) -> int | None:
    found = re.search(r'<noscript><meta http-equiv="refresh" content="(\d+)"></noscript>', page)
    return int(found.group(1)) if found else None


def test_going_in_is_recorded_the_first_time_and_forwards_every_time(
    client: FlaskClient, registration: Registration
) -> None:
    page, start = join_page(registration), registration.session.starts_at
    with time_machine.travel(start - MINUTE, tick=False):
        answer = client.post(page)
        assert (answer.status_code, answer.location) == (303, ROOM)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    with time_machine.travel(start + MINUTE, tick=False):
        assert client.post(page).location == ROOM
    assert attended_at() == start - MINUTE
    (change,) = db.session.scalars(db.select(Change).filter_by(verb="attend"))
    assert change.after == {"attended_at": "2030-07-24T05:59:00+00:00"}
    assert change.actor == "registrant"


def test_opening_the_page_records_nothing(client: FlaskClient, registration: Registration) -> None:
    with time_machine.travel(registration.session.starts_at, tick=False):
        for look in (client.get, client.head):
            answer = look(join_page(registration))
            assert answer.status_code == 200
            assert "Location" not in answer.headers
        # A scanner that sends forms without their token.
        assert client.post(join_page(registration), data={"csrf_token": ""}).status_code == 422
    assert attended_at() is None


def test_before_it_opens_the_page_says_how_long_and_until_when_in_the_persons_zone(
    client: FlaskClient, registration: Registration
) -> None:
    registration.zone = "Asia/Kathmandu"
    with time_machine.travel(opens_at(registration.session) - dt.timedelta(hours=26.5)):
        page = client.get(join_page(registration)).text
    assert ">1 day 2 hours 30 minutes</p>" in page
    assert "Wednesday, 24 July 2030, 11:30, Kathmandu (Nepal), UTC+5:45." in page
    assert "You listen in English" in page


@pytest.mark.parametrize(
    ("before", "is_open", "says"),
    [
        (16 * MINUTE, False, ">1 minute</p>"),
        (15 * MINUTE + dt.timedelta(seconds=1), False, ">1 minute</p>"),
        (15 * MINUTE, True, ">Join</button>"),
        (-89 * MINUTE, True, ">Join</button>"),
        (-90 * MINUTE, False, "This session is over."),
    ],
)
def test_the_door_opens_a_quarter_of_an_hour_before_and_shuts_at_the_end(
    client: FlaskClient,
    registration: Registration,
    before: dt.timedelta,
    is_open: bool,
    says: str,
) -> None:
    with time_machine.travel(registration.session.starts_at - before, tick=False):
        assert says in client.get(join_page(registration)).text
        pressed = client.post(join_page(registration))
    assert pressed.status_code == (303 if is_open else 422)
    assert is_open or says in pressed.text
    assert (attended_at() is not None) is is_open


def test_a_page_without_scripts_refreshes_itself_at_the_latest_when_the_door_opens(
    client: FlaskClient, registration: Registration
) -> None:
    page, at = join_page(registration), opens_at(registration.session) - dt.timedelta(days=2)
    looks = 0
    with time_machine.travel(at, tick=False) as traveller:
        while (seconds := refreshes_after(client.get(page).text)) is not None:
            assert seconds >= min(120, (opens_at(registration.session) - at).total_seconds())
            at += dt.timedelta(seconds=seconds)
            traveller.move_to(at)
            looks += 1
        assert ">Join</button>" in client.get(page).text
    assert at == opens_at(registration.session)
    assert looks < 15


def test_the_script_is_told_how_long_to_count_and_gets_the_door_shut(
    client: FlaskClient, registration: Registration
) -> None:
    with time_machine.travel(opens_at(registration.session) - 3 * MINUTE, tick=False):
        page = client.get(join_page(registration)).text
    assert 'data-countdown="180"' in page
    assert "<div data-door hidden>" in page
    with time_machine.travel(opens_at(registration.session), tick=False):
        page = client.get(join_page(registration)).text
    assert "data-countdown" not in page
    assert "<div data-door>" in page


def test_a_cancelled_session_a_given_up_seat_and_a_missing_address_are_said(
    client: FlaskClient, registration: Registration
) -> None:
    session, page = registration.session, join_page(registration)
    with time_machine.travel(session.starts_at, tick=False):
        session.join_url = None
        assert "have not entered the address of the meeting yet" in client.post(page).text
        session.join_url = ROOM
        registration.status = RegistrationStatus.CANCELLED
        assert "You have cancelled your registration." in client.post(page).text
        session.status = session.status.CANCELLED
        assert "The organisers have cancelled this session." in client.post(page).text
    assert attended_at() is None


@pytest.mark.parametrize(
    ("listening", "says"),
    [
        ("en", "in the meeting you need not choose anything"),
        ("zh", "In the meeting, choose that language under Interpretation."),
        ("fr", "Your listening language, French, is no longer offered in this session."),
    ],
)
def test_the_page_says_how_to_hear_ones_language(
    client: FlaskClient, registration: Registration, listening: str, says: str
) -> None:
    registration.listening_language = listening
    for before in (dt.timedelta(hours=2), 5 * MINUTE):
        with time_machine.travel(registration.session.starts_at - before, tick=False):
            assert says in client.get(join_page(registration)).text


def test_the_manage_page_leads_to_the_meeting_first_when_it_is_near(
    client: FlaskClient, registration: Registration
) -> None:
    page = f"/en/manage/{manage_token(registration)}"
    for before, label in (("24.1", "Open the page for joining"), ("23.9", "Join")):
        at = registration.session.starts_at - dt.timedelta(hours=float(before))
        with time_machine.travel(at, tick=False):
            link = re.search(r'<a[^>]* href="[^"]*/en/join/[^"]+">([^<]+)<', client.get(page).text)
        assert link is not None
        assert link.group(1) == label


def test_who_moves_to_the_twin_has_not_been_in_it(
    client: FlaskClient, registration: Registration
) -> None:
    twin = a_session(registration.session.dialogue, local_start=dt.datetime(2030, 7, 24, 16))
    with time_machine.travel(registration.session.starts_at, tick=False):
        client.post(join_page(registration))
        assert attended_at() is not None
        kept = client.get(f"/en/manage/{manage_token(registration)}").text
        assert "Wednesday, 24 July 2030, 06:00, Dakar (Senegal), UTC</dd>" in kept
        transact(lambda: service.swap(only_registration(), twin))
    assert attended_at() is None


@pytest.fixture
def that_morning(registration: Registration) -> Iterator[time_machine.Traveller]:
    """For whom signs in then: nobody stays signed in for years."""
    with time_machine.travel(registration.session.starts_at - 2 * HOUR, tick=False) as traveller:
        yield traveller


def test_organisers_see_and_export_who_has_gone_in(
    client: FlaskClient,
    registration: Registration,
    that_morning: time_machine.Traveller,
    staff_client: FlaskClient,
) -> None:
    session = registration.session
    a_registration(session, name="Absent")
    office = f"/en/office/sessions/{session.public_id}"
    assert figure_of(staff_client.get(office).text, "Attended") == "0"
    that_morning.move_to(session.starts_at)
    client.post(join_page(registration))
    assert figure_of(staff_client.get(office).text, "Attended") == "1"
    export = staff_client.get(f"{office}/registrations.csv").data.decode("utf-8-sig")
    rows = [row["Joined at (UTC)"] for row in csv.DictReader(io.StringIO(export))]
    assert rows == ["2030-07-24 06:00", ""]


def figure_of(page: str, label: str) -> str:
    """The number that a session's room shows under a label."""
    found = re.search(rf">{label}</a></dt>\s*<dd>(\d+)", page)
    assert found is not None
    return found.group(1)


def test_organisers_see_when_the_next_reminder_leaves(
    registration: Registration, that_morning: time_machine.Traveller, staff_client: FlaskClient
) -> None:
    session = registration.session
    session.reminders = ("24h", "1h")
    office = f"/en/office/sessions/{session.public_id}"
    page = staff_client.get(office).text
    assert "Next reminder by mail: Wednesday, 24 July 2030, 07:00, Rome (Italy), UTC+2." in page
    that_morning.shift(HOUR)
    assert "No more reminders are sent by mail." in staff_client.get(office).text


def test_going_in_owes_no_mail(client: FlaskClient, registration: Registration) -> None:
    with time_machine.travel(registration.session.starts_at, tick=False):
        client.post(join_page(registration))
    assert db.session.query(OutboxMail).count() == 0


@pytest.mark.parametrize(("left", "after"), [(1, 1), (120, 120), (200, 120), (7200, 3600)])
def test_a_page_refreshes_half_way_but_interrupts_no_reader(left: int, after: int) -> None:
    assert rules.refresh_after(left) == after
