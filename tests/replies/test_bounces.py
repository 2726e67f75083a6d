"""Mail that came back: on both databases."""

import datetime as dt
from collections.abc import Callable

import pytest

from dialogues.database import db
from dialogues.invites.models import Entry, Method
from dialogues.invites.reminders import REMINDER, DueReminder, owe_reminder
from dialogues.outbox.composing import compose
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.service import owe, try_again
from dialogues.replies.service import DECLINED_ELSEWHERE
from dialogues.support import clock
from tests.builders import an_entry
from tests.replies.messages import (
    ADDRESS,
    DEPUTY,
    NOW,
    REGISTRANT,
    SAMPLES,
    TOKEN,
    answer,
    effects,
    received,
    replies,
    the_entry,
)

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("on_that_day", "app")]


INVITE = "<invite@dialogues.example.org>"
"""The Message-ID of the mail that comes back in the samples."""


def a_bounce(*changes: tuple[str, str]) -> bytes:
    """Postfix's report of :data:`INVITE`, with some of its words replaced."""
    text = SAMPLES["postfix-bounce"].read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def another_bounce(*changes: tuple[str, str]) -> bytes:
    """A second report, of another recipient's server."""
    return a_bounce(("4WqZxM1gYcz9t.failed", "another"), *changes)


def sent_of(entry: Entry) -> set[object]:
    """What is known to have been sent last."""
    db.session.refresh(entry)
    return {
        entry.sent_method,
        entry.sent_sequence,
        entry.sent_dtstamp,
        entry.sent_starts_at,
        entry.sent_ends_at,
    }


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
    as_sent(row, message_id)
    entry.sent_method = Method.REQUEST
    entry.sent_sequence, entry.sent_dtstamp = entry.sequence, entry.dtstamp
    entry.sent_starts_at, entry.sent_ends_at = entry.session.starts_at, entry.session.ends_at
    db.session.commit()
    return row


def as_sent(row: OutboxMail, message_id: str | None = None) -> OutboxMail:
    row.state, row.sent_at = MailState.SENT, clock.now()
    row.message_id = message_id or row.message_id
    db.session.commit()
    return row


def the_question(entry: Entry) -> OutboxMail:
    """What the registrant is asked, since a deputy has declined, already sent."""
    received(answer("DECLINED", sender=DEPUTY, attendee=DEPUTY))
    (row,) = db.session.scalars(db.select(OutboxMail).filter_by(kind=DECLINED_ELSEWHERE))
    return as_sent(row, INVITE)


def the_reminder(entry: Entry) -> OutboxMail:
    due_at = entry.session.starts_at - dt.timedelta(hours=1)
    owe_reminder(DueReminder(entry.session_id, entry.session.starts_at, "1h", due_at))
    (row,) = db.session.scalars(db.select(OutboxMail).filter_by(kind=REMINDER))
    return as_sent(row, INVITE)


def test_a_bounce_marks_the_address_and_fails_the_mail_that_came_back() -> None:
    entry = the_entry()
    returned = a_sent_mail(entry, INVITE)
    later = a_sent_mail(entry)
    received(SAMPLES["postfix-bounce"].read_bytes())
    person = entry.registration.participant
    assert person.undeliverable_at == NOW
    assert (person.undeliverable_reason or "").startswith("5.1.1 550 5.1.1 ")
    assert (returned.state, returned.last_error) == (MailState.FAILED, person.undeliverable_reason)
    assert later.state is MailState.SENT
    assert sent_of(entry) == {None}
    (reply,) = replies()
    assert (reply.sender, reply.comment) == (REGISTRANT, person.undeliverable_reason)


def test_a_bounce_that_names_no_mail_of_the_entry_fails_the_last_one() -> None:
    entry = the_entry()
    first, last = a_sent_mail(entry), a_sent_mail(entry)
    received(SAMPLES["postfix-bounce"].read_bytes())
    assert (first.state, last.state) == (MailState.SENT, MailState.FAILED)


def test_a_late_bounce_of_an_old_mail_leaves_what_was_sent_since() -> None:
    entry = the_entry()
    old = a_sent_mail(entry, INVITE)
    entry.sequence, entry.dtstamp = entry.sequence + 1, entry.dtstamp + dt.timedelta(hours=1)
    newer = a_sent_mail(entry)
    before = sent_of(entry)
    received(a_bounce())
    assert (old.state, newer.state) == (MailState.FAILED, MailState.SENT)
    assert sent_of(entry) == before
    assert None not in before


def test_a_second_report_of_a_mail_fails_no_other() -> None:
    entry = the_entry()
    delivered = a_sent_mail(entry)
    returned = a_sent_mail(entry, INVITE)
    received(a_bounce())
    received(another_bounce())
    assert (delivered.state, returned.state) == (MailState.SENT, MailState.FAILED)
    assert len(replies()) == 2


def test_a_report_of_somebody_elses_mail_fails_none() -> None:
    entry = the_entry()
    own = a_sent_mail(entry)
    other = a_sent_mail(an_entry(), INVITE)
    received(a_bounce())
    assert (own.state, other.state) == (MailState.SENT, MailState.SENT)


# A mailbox that passes its mail on.

PASSED_ON = (
    ("Final-Recipient: rfc822; awa.diop@example.org", f"Final-Recipient: rfc822; {DEPUTY}"),
)
NOT_SAID = ("Original-Recipient: rfc822;awa.diop@example.org\n", "")
ALSO = "Action: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; awa.diop@example.org\n"


@pytest.mark.parametrize(
    "original", ["", f"Original-Recipient: rfc822;{DEPUTY}\n", "Original-Recipient: unknown\n"]
)
def test_a_dead_address_that_mail_was_passed_on_to_is_noted_and_no_more(original: str) -> None:
    entry = the_entry()
    mail = a_sent_mail(entry, INVITE)
    before = sent_of(entry)
    decision = received(a_bounce(*PASSED_ON, (NOT_SAID[0], original)))
    assert (decision.accepted, effects()) == (True, [("bounce", "noted")])
    assert entry.registration.participant.undeliverable_at is None
    assert (mail.state, sent_of(entry)) == (MailState.SENT, before)
    (reply,) = replies()
    assert (reply.sender, reply.asks_for_attention) == (DEPUTY, True)


@pytest.mark.parametrize(
    "changes",
    [PASSED_ON, (*PASSED_ON, NOT_SAID, ("Action: failed\n", f"{ALSO}Action: failed\n"))],
    ids=["as the original recipient", "as one of several"],
)
def test_a_report_that_names_the_registered_address_is_about_it(
    changes: tuple[tuple[str, str], ...],
) -> None:
    entry = the_entry()
    mail = a_sent_mail(entry, INVITE)
    received(a_bounce(*changes))
    assert effects() == [("bounce", "applied")]
    assert entry.registration.participant.undeliverable_at == NOW
    assert mail.state is MailState.FAILED


# Mails that carry no calendar.


@pytest.mark.parametrize("mail_of", [the_reminder, the_question])
def test_it_comes_back_to_the_address_of_the_entry(
    mail_of: Callable[[Entry], OutboxMail],
) -> None:
    row = mail_of(the_entry())
    db.session.refresh(row)
    db.session.expunge(row)
    (composed,) = compose([row])
    _mail, message = composed  # type: ignore[misc]
    assert message.envelope_sender == ADDRESS.replace("answers", "Answers")


@pytest.mark.parametrize("mail_of", [the_reminder, the_question])
@pytest.mark.parametrize("named", [INVITE, "<unknown@example.org>"])
def test_one_without_a_calendar_fails_alone(
    mail_of: Callable[[Entry], OutboxMail], named: str
) -> None:
    entry = the_entry()
    invite = a_sent_mail(entry)
    before = sent_of(entry)
    mail = mail_of(entry)
    received(a_bounce((INVITE, named)))
    assert entry.registration.participant.undeliverable_at == NOW
    assert (mail.state, invite.state) == (MailState.FAILED, MailState.SENT)
    assert sent_of(entry) == before


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
    mail = a_sent_mail(entry, INVITE)
    forged = SAMPLES["postfix-bounce"].read_bytes().replace(TOKEN.encode(), b"a" * 26)
    assert not received(forged).accepted
    assert (mail.state, entry.registration.participant.undeliverable_at) == (MailState.SENT, None)
