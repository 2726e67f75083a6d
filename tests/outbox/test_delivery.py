"""Draining the outbox into a real SMTP server, and without one."""

import datetime as dt
import socket
import time

import pytest

from dialogues.config import Settings
from dialogues.database import db
from dialogues.outbox import composing
from dialogues.outbox.delivery import Delivered, drain
from dialogues.outbox.models import MailState, OutboxMail
from tests.outbox.letters import a_mail, compose, installation, state_of
from tests.outbox.smtp import DROP, OK, post_office


def test_many_mails_leave_over_one_connection_and_their_text_is_not_kept(
    settings: Settings,
) -> None:
    with post_office() as office, installation(settings, office.url):
        mails = [a_mail(f"person{number}@example.org") for number in range(120)]
        assert drain() == Delivered(sent=120)
        assert [mail["To"] for mail in office.mails] == [mail.recipient for mail in mails]
        assert len(office.connections) == 1
        now = state_of(mails[0])
        assert (now.state, now.body, now.lease, now.attempts) == (MailState.SENT, None, None, 1)
        assert now.sent_at is not None


def test_a_busy_server_gets_the_mail_later_and_the_others_now(settings: Settings) -> None:
    def answer(recipient: str) -> str:
        return "450 mailbox busy" if recipient == "busy@example.org" else OK

    with post_office(answer=answer) as office, installation(settings, office.url):
        busy, fine = a_mail("busy@example.org"), a_mail("fine@example.org")
        assert drain() == Delivered(sent=1, put_off=1)
        now = state_of(busy)
        assert (now.state, now.attempts, now.last_error) == (
            MailState.OWED,
            1,
            "450 mailbox busy",
        )
        assert now.next_attempt_at > now.created_at + dt.timedelta(seconds=29)
        assert state_of(fine).state is MailState.SENT


def test_a_refused_mail_is_given_up_with_the_servers_reason(settings: Settings) -> None:
    with (
        post_office(answer=lambda _recipient: "550 no such person") as office,
        installation(settings, office.url),
    ):
        mail = a_mail()
        assert drain() == Delivered(failed=1)
        now = state_of(mail)
        assert (now.state, now.last_error) == (MailState.FAILED, "550 no such person")


def test_a_dropped_connection_puts_one_mail_off_and_the_next_gets_a_new_one(
    settings: Settings,
) -> None:
    def answer(recipient: str) -> str:
        return DROP if recipient == "drop@example.org" else OK

    with post_office(answer=answer) as office, installation(settings, office.url):
        dropped = a_mail("drop@example.org")
        a_mail("fine@example.org")
        assert drain() == Delivered(sent=1, put_off=1)
        assert [mail["To"] for mail in office.mails] == ["fine@example.org"]
        assert state_of(dropped).state is MailState.OWED


def test_a_connection_cut_between_two_mails_is_made_anew_at_once(settings: Settings) -> None:
    cut: list[str] = []

    def answer(recipient: str) -> str:
        if recipient == "second@example.org" and not cut:
            cut.append(recipient)
            return DROP
        return OK

    with post_office(answer=answer) as office, installation(settings, office.url):
        a_mail("first@example.org")
        a_mail("second@example.org")
        assert drain() == Delivered(sent=2)


def test_a_server_that_is_away_costs_one_attempt_and_keeps_the_rest_waiting(
    settings: Settings,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with installation(settings, f"smtp://127.0.0.1:{port}"):
        mails = [a_mail() for _ in range(3)]
        assert drain() == Delivered(put_off=1)
        assert [state_of(mail).attempts for mail in mails] == [1, 0, 0]
        assert [state_of(mail).lease for mail in mails] == [None] * 3
        assert (state_of(mails[0]).last_error or "").startswith("ConnectionRefusedError")


def test_a_mail_that_cannot_be_composed_does_not_hold_up_the_others(settings: Settings) -> None:
    def faulty(row: OutboxMail) -> composing.Mail | None:
        if row.recipient == "faulty@example.org":
            raise LookupError("the template is missing")
        return compose(row)

    with post_office() as office, installation(settings, office.url, faulty):
        bad = a_mail("faulty@example.org")
        a_mail()
        assert drain() == Delivered(sent=1, put_off=1)
        for _ in range(4):
            db.session.execute(db.update(OutboxMail).values(next_attempt_at=bad.created_at))
            db.session.commit()
            drain()
        now = state_of(bad)
        assert (now.state, now.attempts) == (MailState.FAILED, 5)
        assert now.last_error == "LookupError('the template is missing')"


def test_a_mail_that_is_not_needed_any_more_is_superseded(settings: Settings) -> None:
    with post_office() as office, installation(settings, office.url, lambda _row: None):
        mail = a_mail()
        assert drain() == Delivered(superseded=1)
        assert state_of(mail).state is MailState.SUPERSEDED
        assert office.mails == []


def test_what_happens_on_sending_is_stored_with_it(settings: Settings) -> None:
    def with_trace(row: OutboxMail) -> composing.Mail | None:
        def sent() -> None:
            db.session.execute(db.update(OutboxMail).values(zone="Africa/Dakar"))

        return composing.Mail("Hello", "Hello", "<p>Hello</p>", "The Dialogues", on_sent=sent)

    with post_office() as office, installation(settings, office.url, with_trace):
        mail = a_mail()
        assert drain() == Delivered(sent=1)
        assert state_of(mail).zone == "Africa/Dakar"


def test_a_composer_cannot_write(settings: Settings) -> None:
    def writing(row: OutboxMail) -> composing.Mail | None:
        db.session.execute(db.update(OutboxMail).values(zone="Africa/Dakar"))
        return compose(row)

    with installation(settings, None, writing):
        mail = a_mail()
        assert drain() == Delivered(put_off=1)
        assert state_of(mail).zone == "UTC"


def test_a_stop_gives_back_what_was_claimed(settings: Settings) -> None:
    with post_office() as office, installation(settings, office.url):
        mails = [a_mail() for _ in range(5)]
        assert drain(should_stop=lambda: len(office.mails) == 2) == Delivered(sent=2)
        assert [state_of(mail).lease for mail in mails] == [None] * 5
        assert drain() == Delivered(sent=3)


def test_mails_that_a_lease_is_too_short_for_are_given_back_and_claimed_anew(
    settings: Settings,
) -> None:
    with post_office(pause_s=0.05) as office, installation(settings, office.url):
        for number in range(30):
            a_mail(f"person{number}@example.org")
        assert drain(lease=dt.timedelta(seconds=3)) == Delivered(sent=30)
        assert len({mail["Message-ID"] for mail in office.mails}) == len(office.mails) == 30


def test_a_limit_is_kept(settings: Settings) -> None:
    with installation(settings, None):
        for _ in range(5):
            a_mail()
        assert drain(3) == Delivered(sent=3)
        assert drain() == Delivered(sent=2)


def test_without_a_server_the_text_is_kept_but_never_that_of_sign_in_mails(
    settings: Settings,
) -> None:
    with installation(settings, None):
        letter, sign_in = a_mail(), a_mail(kind="sign_in")
        assert drain() == Delivered(sent=2)
        assert b"Subject: A letter\r\n" in (state_of(letter).body or b"")
        assert state_of(sign_in).body is None


@pytest.mark.parametrize("recipient", ["a@example.org\r\nBcc: b@example.org", "Ünal@example.org"])
def test_an_address_that_no_header_can_hold_fails_its_mail(
    settings: Settings, recipient: str
) -> None:
    with post_office() as office, installation(settings, office.url):
        mail = a_mail(recipient)
        assert drain() == Delivered(failed=1)
        assert state_of(mail).state is MailState.FAILED
        assert office.mails == []


def test_a_repeat_is_the_same_to_the_octet(settings: Settings) -> None:
    with post_office() as office, installation(settings, office.url):
        mail = a_mail(sequence=1)
        drain()
        db.session.execute(db.update(OutboxMail).values(state=MailState.OWED))
        db.session.commit()
        time.sleep(1.1)
        drain()
        first, second = office.raw
        assert first == second
        assert mail.message_id.encode() in first
