"""A person's own feed: at a secret address, what they are registered for and nothing more."""

import datetime as dt
import gzip
from collections.abc import Callable

import icalendar
import pytest
from flask.testing import FlaskClient

from dialogues.people.models import Participant
from dialogues.people.participants import revoke_feed
from dialogues.programme.models import Status
from dialogues.registration import service
from dialogues.registration.links import FEED, feed_token, join_token, manage_token
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock
from dialogues.support.codes import sign
from dialogues.web.application import DialoguesApp
from tests import builders

LONG_AGO = dt.datetime(2022, 7, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def registration(app: DialoguesApp) -> Registration:
    session = builders.a_session(interpretation=("zh", "ru"), sequence=4)
    session.dialogue.updated_at = session.updated_at = LONG_AGO
    return builders.a_registration(session, listening_language="zh", updated_at=LONG_AGO)


def path_of(person: Participant, prefix: str = "") -> str:
    return f"{prefix}/my-calendar/{feed_token(person)}.ics"


def events_in(body: bytes) -> dict[str, icalendar.Event]:
    return {str(each["UID"]): each for each in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def own_events(client: FlaskClient, person: Participant) -> dict[str, icalendar.Event]:
    answer = client.get(path_of(person))
    assert answer.status_code == 200
    return events_in(answer.data)


def test_it_holds_what_the_person_is_registered_for_with_what_they_listen_in(
    client: FlaskClient, registration: Registration
) -> None:
    session = registration.session
    builders.a_registration(builders.a_session())  # somebody else's

    (event,) = own_events(client, registration.participant).values()

    assert (str(event["UID"]), event["SEQUENCE"]) == (session.uid, 4)
    assert (event.start, event.end) == (session.starts_at, session.ends_at)
    assert event["STATUS"] == "CONFIRMED"
    page = f"http://127.0.0.1:8000/en/dialogues/{session.dialogue.public_id}"
    assert str(event["DESCRIPTION"]) == (
        "You listen in: Chinese\n"
        "To join, use the link in the mail that confirmed your registration.\n"
        f"About the Dialogue: {page}\n\n"
        "Governance, policies and institutions."
    )


def test_it_is_in_the_language_of_its_address(
    client: FlaskClient, registration: Registration
) -> None:
    body = client.get(path_of(registration.participant, "/fr")).data.replace(b"\r\n ", b"")

    assert b"chinois" in body
    assert b"/fr/dialogues/" in body


def test_it_says_its_name_and_how_often_to_look(
    client: FlaskClient, registration: Registration
) -> None:
    body = client.get(path_of(registration.participant)).data.decode()

    assert "\r\nX-WR-CALNAME:Food Systems Solutions Dialogues – my sessions\r\n" in body
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in body
    assert "\r\nX-PUBLISHED-TTL:PT1H\r\n" in body


def test_it_gives_no_other_power_and_names_nobody(
    client: FlaskClient, registration: Registration
) -> None:
    body = client.get(path_of(registration.participant)).data.replace(b"\r\n ", b"").decode()

    for secret in (
        *("METHOD", "ATTENDEE", "ORGANIZER", "LOCATION", "/join/", "/manage/", "/my-calendar/"),
        *(registration.session.join_url, registration.participant.email, registration.name),
        *(join_token(registration), manage_token(registration)),
    ):
        assert secret not in body


def test_a_listening_language_that_was_dropped_is_said(
    client: FlaskClient, registration: Registration
) -> None:
    registration.session.interpretation = ("ru",)

    (event,) = own_events(client, registration.participant).values()

    assert event["DESCRIPTION"].startswith(
        "Your listening language, Chinese, is no longer offered in this session."
    )


def test_a_session_they_left_is_absent(client: FlaskClient, registration: Registration) -> None:
    twin = builders.a_session(registration.session.dialogue, hour=16)
    service.swap(registration, twin)
    assert set(own_events(client, registration.participant)) == {twin.uid}

    service.cancel(registration)
    assert own_events(client, registration.participant) == {}


@pytest.mark.parametrize("status", [RegistrationStatus.WAITLISTED, RegistrationStatus.PENDING])
def test_what_is_not_confirmed_is_absent(
    client: FlaskClient, registration: Registration, status: RegistrationStatus
) -> None:
    registration.status = status

    assert own_events(client, registration.participant) == {}


@pytest.mark.parametrize(("days_ago", "is_shown"), [(29, True), (31, False)])
def test_a_cancelled_session_is_shown_as_cancelled_for_thirty_days(
    client: FlaskClient, registration: Registration, days_ago: int, is_shown: bool
) -> None:
    session = registration.session
    session.status, session.sequence = Status.CANCELLED, 5
    session.updated_at = clock.now() - dt.timedelta(days=days_ago)

    events = own_events(client, registration.participant)

    assert set(events) == ({session.uid} if is_shown else set())
    for event in events.values():
        assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 5)
        assert event["DESCRIPTION"].startswith("The organisers have cancelled this session.\n")
        assert "To join" not in event["DESCRIPTION"]


def test_what_was_held_stays(client: FlaskClient) -> None:
    held = builders.a_registration(builders.a_session(days=-400))

    assert set(own_events(client, held.participant)) == {held.session.uid}


def test_it_is_kept_by_the_calendar_alone_which_asks_each_time(
    client: FlaskClient, registration: Registration
) -> None:
    path = path_of(registration.participant)
    first = client.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert first.headers["Last-Modified"] == "Fri, 01 Jul 2022 09:00:00 GMT"
    assert "Set-Cookie" not in first.headers
    for condition in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        again = client.get(path, headers=condition)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Cache-Control"] == "private, no-cache"
    assert client.application.extensions["page_cache"]._pages == {}


def test_it_answers_head_and_zips(client: FlaskClient, registration: Registration) -> None:
    path = path_of(registration.participant)
    got, head = client.get(path), client.head(path)
    zipped = client.get(path, headers={"Accept-Encoding": "gzip"})

    assert (head.status_code, head.data) == (200, b"")
    assert dict(head.headers) == dict(got.headers)
    assert head.headers["Content-Length"] == str(len(got.data))
    assert gzip.decompress(zipped.data) == got.data


def change_language(registration: Registration) -> None:
    service.change_listening_language(registration, "ru")


def move_to_twin(registration: Registration) -> None:
    twin = builders.a_session(registration.session.dialogue, hour=16, updated_at=LONG_AGO)
    service.swap(registration, twin)


def give_up(registration: Registration) -> None:
    service.cancel(registration)


@pytest.mark.parametrize("change", [change_language, move_to_twin, give_up])
def test_whatever_the_person_changes_is_sent_again(
    client: FlaskClient, registration: Registration, change: Callable[[Registration], None]
) -> None:
    stays = builders.a_session(days=60, updated_at=LONG_AGO)
    stays.dialogue.updated_at = LONG_AGO
    builders.a_registration(stays, participant=registration.participant, updated_at=LONG_AGO)
    path = path_of(registration.participant)
    first = client.get(path)
    change(registration)
    for condition in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        assert client.get(path, headers=condition).status_code == 200


def test_dtstamp_moves_with_the_listening_language(
    client: FlaskClient, registration: Registration
) -> None:
    registration.updated_at = LONG_AGO + dt.timedelta(days=1)

    (event,) = own_events(client, registration.participant).values()

    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == registration.updated_at


def test_a_revoked_address_has_expired_and_the_new_one_works(
    client: FlaskClient, registration: Registration
) -> None:
    person = registration.participant
    earlier = path_of(person)
    revoke_feed(person)

    answer = client.get(earlier)

    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (410, "no-referrer")
    assert "This link has expired." in answer.text
    assert client.get(path_of(person)).status_code == 200


def test_a_forged_address_is_unknown_and_no_token_gives_anothers_power(
    client: FlaskClient, registration: Registration
) -> None:
    person = registration.participant
    forged = sign("another secret", FEED, person.public_id, 1)
    for token in (forged, "nonsense", manage_token(registration), join_token(registration)):
        answer = client.get(f"/my-calendar/{token}.ics")
        assert answer.status_code == 404
        assert "This link is not complete, or it was altered" in answer.text
    for power in ("manage", "join"):
        assert client.get(f"/en/{power}/{feed_token(person)}").status_code == 404


def test_it_takes_the_same_number_of_statements_for_one_session_and_for_many(
    client: FlaskClient,
    registration: Registration,
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    person = registration.participant
    path = path_of(person)
    one = count_statements(lambda: client.get(path))
    for day in range(12):
        builders.a_registration(builders.a_session(days=day), participant=person)
    many = count_statements(lambda: client.get(path))

    assert one == many
