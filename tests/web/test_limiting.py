"""What is in excess is refused before anything changes; the page says until when."""

import dataclasses
import datetime as dt
import logging
import time

import pytest
import time_machine
from flask import g
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import db
from dialogues.outbox.models import OutboxMail
from dialogues.web import limiting
from dialogues.web.application import DialoguesApp
from dialogues.web.limiting import Allowance, take
from dialogues.web.windows import LONGEST_S, MemoryWindows

NOON = dt.datetime(2026, 12, 1, 12, 0, 30, tzinfo=dt.UTC)
FIND, SIGN_IN = "/en/my-registration", "/en/office/sign-in"


def ask(client: FlaskClient, email: str = "a@example.org", path: str = FIND, **more: str) -> int:
    return client.post(path, data={"email": email, **more}).status_code


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of whatever is sent."""
    monkeypatch.setattr(limiting, "ANYTHING", Allowance("anything", 3))


@given(
    most=st.integers(1, 5),
    seconds=st.integers(1, 30),
    waits=st.lists(st.floats(0, 20), max_size=60),
)
def test_no_window_holds_more_than_its_most_and_says_when_there_is_room(
    most: int, seconds: int, waits: list[float]
) -> None:
    windows, now, taken = MemoryWindows(), 1000.0, list[float]()
    for wait in waits:
        now += wait
        until = windows.take("key", most, seconds, now)
        within = [at for at in taken if at > now - seconds]
        assert (until is None) == (len(within) < most)
        if until is None:
            taken.append(now)
        else:
            assert until == within[0] + seconds
            assert until > now


def test_windows_let_go_of_what_was_long_ago() -> None:
    windows = MemoryWindows()
    for number in range(1000):
        windows.take(str(number), 1, 60, 1000.0 + number)
    windows.take("last", 1, 60, 1000.0 + 999 + LONGEST_S)
    assert list(windows._taken) == ["last"]


def test_what_is_in_excess_is_refused_until_there_is_room_again(
    client: FlaskClient, few: None
) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        assert [ask(client, f"{number}@example.org") for number in range(3)] == [200] * 3
        before = db.session.query(OutboxMail).count()
        traveller.shift(60)
        answer = client.post(FIND, data={"email": "late@example.org"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "540")
        assert "Please try again after Tuesday, 1 December 2026, 12:11, UTC." in " ".join(
            answer.text.split()
        )
        assert '<input type="hidden" name="email" value="late@example.org">' in answer.text
        assert "What you typed is not lost." in answer.text
        assert "<dt>E-mail address</dt>" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert db.session.query(OutboxMail).count() == before
        traveller.shift(540)
        assert ask(client, "late@example.org") == 200


def test_the_time_is_on_the_visitors_clock_where_the_zone_is_known(
    client: FlaskClient, few: None
) -> None:
    with time_machine.travel(NOON, tick=False):
        for _number in range(3):
            ask(client)
        by_address = client.post(f"{FIND}?zone=Asia/Kathmandu", data={"email": "a@example.org"})
        typed = client.post(FIND, data={"email": "a@example.org", "zone": "Africa/Nairobi"})
        odd = client.post(FIND, data={"email": "a@example.org", "zone": "\0"})
    assert "17:56, Kathmandu (Nepal), UTC+5:45" in by_address.text
    assert "15:11, Nairobi (Kenya), UTC+3" in typed.text
    assert "12:11, UTC" in odd.text


def test_what_is_in_excess_and_too_large_is_too_large(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiting, "ANYTHING", Allowance("anything", 0))
    answer = client.post(FIND, data={"email": "a" * 200_000})
    assert answer.status_code == 413
    assert "What you sent is too large" in answer.text


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_the_refusal_is_in_the_language_of_its_address(
    client: FlaskClient, few: None, language: str
) -> None:
    for _number in range(3):
        ask(client)
    page = client.post(f"/{language}/my-registration", data={"email": "a@example.org"})
    assert page.status_code == 429
    assert f'<html lang="{language}"' in page.text


def test_reading_is_never_refused(client: FlaskClient, few: None) -> None:
    for _number in range(5):
        ask(client)
    assert [client.get(path).status_code for path in ("/en/", FIND, "/calendar.ics")] == [200] * 3


def test_another_network_has_its_own_allowance(client: FlaskClient, few: None) -> None:
    for _number in range(4):
        last = ask(client)
    assert last == 429
    elsewhere = client.post(
        FIND, data={"email": "a@example.org"}, environ_base={"REMOTE_ADDR": "192.0.2.1"}
    )
    assert elsewhere.status_code == 200


def test_one_address_is_written_to_twenty_times_an_hour_from_one_network(
    client: FlaskClient,
) -> None:
    """By whatever form, and however it is typed; others can go on writing to it."""
    typed = ["victim@example.org", " Victim@Example.ORG "]
    with time_machine.travel(NOON, tick=False) as traveller:
        for number in range(20):
            assert ask(client, typed[number % 2], (FIND, SIGN_IN)[number % 2]) == 200
        for path in (FIND, SIGN_IN):
            answer = client.post(path, data={"email": typed[0]})
            assert answer.status_code == 429
            assert "<dt>E-mail address</dt>" in answer.text
        assert ask(client, "other@example.org") == 200
        from_elsewhere = {"REMOTE_ADDR": "192.0.2.1"}
        again = client.post(FIND, data={"email": typed[0]}, environ_base=from_elsewhere)
        assert again.status_code == 200
        traveller.shift(3600)
        assert ask(client, typed[0]) == 200


def test_what_is_no_address_is_said_beside_the_field_however_often(client: FlaskClient) -> None:
    assert {ask(client, "nobody") for _number in range(25)} == {422}


def test_a_request_counts_once_however_often_its_transaction_is_tried(app: DialoguesApp) -> None:
    one = Allowance("one", 1)
    with app.test_request_context("/"):
        assert take(one) is None
        assert take(one) is None
    with app.test_request_context("/"):
        g.pop("allowances_taken", None)  # the test's own context is about
        assert take(one) is not None


def test_a_view_may_take_any_number(app: DialoguesApp, client: FlaskClient, few: None) -> None:
    app.add_url_rule(
        "/test-any", view_func=limiting.unlimited(lambda: "fine"), methods=["POST"], endpoint="any"
    )
    assert {client.post("/test-any").status_code for _number in range(6)} == {200}


def test_counting_that_fails_turns_nobody_away(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Redis is away: one request finds out and says so, the next do not ask."""
    away = dataclasses.replace(settings, queue_url="redis://127.0.0.1:1/0")
    app = create_app(away)
    client, none = app.test_client(), Allowance("none", 0)
    with caplog.at_level(logging.WARNING, "dialogues.web.limiting"):
        started = time.monotonic()
        for _number in range(5):
            with app.app_context():
                assert client.post("/en/office/sign-out").status_code == 302
            with app.test_request_context("/"):
                assert take(none) is None
        assert time.monotonic() - started < 4
    ours = [record for record in caplog.records if record.name == "dialogues.web.limiting"]
    assert len(ours) == 1
    assert "nothing is limited for now" in ours[0].message


def test_nobody_can_be_read_from_what_is_counted(app: DialoguesApp, client: FlaskClient) -> None:
    ask(client, "minister@example.org")
    keys = " ".join(app.extensions["windows"]._taken)
    assert keys.count("links asked:") == 1
    assert not [trace for trace in ("minister", "127.0.0", "::1") if trace in keys]
