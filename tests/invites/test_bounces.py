"""Mail that came back: on both databases."""

from collections.abc import Iterator

import pytest
import time_machine

from dialogues.config import Settings
from dialogues.database import db
from dialogues.invites.models import Entry, Method
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.service import owe, try_again
from dialogues.support import clock
from tests.invites.answers import (
    DEPUTY,
    NOW,
    REGISTRANT,
    SAMPLES,
    TOKEN,
    answer,
    received,
    replies,
    the_entry,
    with_answers,
)

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return with_answers(settings)


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def a_sent_mail(entry: Entry, message_id: str | None = None) -> OutboxMail:
    row = owe(
        kind="invite",
        recipient=entry.attendee,
        language="en",
        zone="UTC",
        subject_id=entry.registration_id,
        payload={"reason": "registered"},
        entry_id=entry.id,
        method="REQUEST",
        sequence=entry.sequence,
        dtstamp=entry.dtstamp,
    )
    assert row is not None
    row.state, row.sent_at = MailState.SENT, clock.now()
    row.message_id = message_id or row.message_id
    entry.sent_method, entry.sent_sequence, entry.sent_dtstamp = Method.REQUEST, 2, entry.dtstamp
    entry.sent_starts_at, entry.sent_ends_at = entry.session.starts_at, entry.session.ends_at
    db.session.commit()
    return row


def test_a_bounce_marks_the_address_and_fails_the_mail_that_came_back() -> None:
    entry = the_entry()
    returned = a_sent_mail(entry, "<invite@dialogues.example.org>")
    later = a_sent_mail(entry)
    received(SAMPLES["postfix-bounce"].read_bytes())
    person = entry.registration.participant
    assert person.undeliverable_at == NOW
    assert (person.undeliverable_reason or "").startswith("5.1.1 550 5.1.1 ")
    assert (returned.state, returned.last_error) == (MailState.FAILED, person.undeliverable_reason)
    assert later.state is MailState.SENT
    assert {
        entry.sent_method,
        entry.sent_sequence,
        entry.sent_dtstamp,
        entry.sent_starts_at,
        entry.sent_ends_at,
    } == {None}
    (reply,) = replies()
    assert (reply.sender, reply.comment) == (REGISTRANT, person.undeliverable_reason)


def test_a_bounce_that_names_no_mail_of_the_entry_fails_the_last_one() -> None:
    entry = the_entry()
    first, last = a_sent_mail(entry), a_sent_mail(entry)
    received(SAMPLES["postfix-bounce"].read_bytes())
    assert (first.state, last.state) == (MailState.SENT, MailState.FAILED)


def test_a_mail_that_came_back_can_be_sent_again() -> None:
    entry = the_entry()
    mail = a_sent_mail(entry)
    received(SAMPLES["gmail-bounce"].read_bytes())
    try_again(mail)
    db.session.commit()
    db.session.refresh(mail)
    assert mail.state is MailState.OWED


def test_an_answer_shows_that_the_address_works_again() -> None:
    entry = the_entry()
    received(SAMPLES["exchange-bounce"].read_bytes())
    received(answer(sender=DEPUTY, attendee=DEPUTY))
    assert entry.registration.participant.undeliverable_at is not None
    received(answer())
    person = entry.registration.participant
    assert (person.undeliverable_at, person.undeliverable_reason) == (None, None)


def test_a_bounce_with_a_forged_token_marks_nobody() -> None:
    entry = the_entry()
    mail = a_sent_mail(entry, "<invite@dialogues.example.org>")
    forged = SAMPLES["postfix-bounce"].read_bytes().replace(TOKEN.encode(), b"a" * 26)
    assert not received(forged).accepted
    assert (mail.state, entry.registration.participant.undeliverable_at) == (MailState.SENT, None)
