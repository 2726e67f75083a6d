"""The organiser's view of the mails: which there are, and one of them."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer

from dialogues.database import Page, db, page_of
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.rules import PRIVATE_KINDS

PAGE_LENGTH = 50


def mails(state: MailState | None, number: int) -> Page[OutboxMail]:
    """A page of the mails in a state, or of all, without their text, the newest first."""
    wanted = (
        select(OutboxMail)
        .where(OutboxMail.kind.not_in(PRIVATE_KINDS))
        .options(defer(OutboxMail.body))
        .order_by(OutboxMail.id.desc())
    )
    if state is not None:
        wanted = wanted.where(OutboxMail.state == state)
    return page_of(wanted, PAGE_LENGTH, number)


def mail(mail_id: int) -> OutboxMail | None:
    """One mail that organisers may see."""
    return db.session.scalar(
        select(OutboxMail).where(OutboxMail.id == mail_id, OutboxMail.kind.not_in(PRIVATE_KINDS))
    )


def counts_about(kind: str, subject_id: int) -> dict[MailState, int]:
    """How many mails of a kind about a subject are in each state."""
    rows = db.session.execute(
        select(OutboxMail.state, func.count())
        .where(OutboxMail.kind == kind, OutboxMail.subject_id == subject_id)
        .group_by(OutboxMail.state)
    )
    return dict.fromkeys(MailState, 0) | {state: int(count) for state, count in rows}


def mails_about(
    kind: str, subject_id: int, state: MailState | None, number: int
) -> Page[OutboxMail]:
    """A page of the mails of a kind about a subject, in a state or in all, as they were owed."""
    wanted = (
        select(OutboxMail)
        .where(OutboxMail.kind == kind, OutboxMail.subject_id == subject_id)
        .options(defer(OutboxMail.body))
        .order_by(OutboxMail.id)
    )
    if state is not None:
        wanted = wanted.where(OutboxMail.state == state)
    return page_of(wanted, PAGE_LENGTH, number)


def returned_mail(entry_id: int, message_id: str | None) -> OutboxMail | None:
    """The mail that a bounce to the reply address of a calendar entry is about, if it was sent.

    The one with the Message-ID, where there is one in whatever state; else the one that was sent
    last. A mail that is about an entry without being its calendar mail says so in its payload.
    """
    named = db.session.scalar(select(OutboxMail).where(OutboxMail.message_id == message_id))
    if named is not None:
        is_its = entry_id in (named.entry_id, named.payload.get("entry"))
        return named if is_its and named.state is MailState.SENT else None
    of_entry = OutboxMail.payload["entry"].as_integer() == entry_id
    return db.session.scalar(
        select(OutboxMail)
        .where(or_(OutboxMail.entry_id == entry_id, of_entry), OutboxMail.state == MailState.SENT)
        .order_by(OutboxMail.sent_at.desc(), OutboxMail.id.desc())
        .limit(1)
    )


def was_owed_since(kind: str, subject_id: int, since: dt.datetime) -> bool:
    """Whether a mail of a kind about a subject was owed after an instant."""
    found = select(OutboxMail.id).where(
        OutboxMail.kind == kind,
        OutboxMail.subject_id == subject_id,
        OutboxMail.created_at > since,
    )
    return db.session.scalar(found.limit(1)) is not None


def latest_to(recipient: str) -> Sequence[OutboxMail]:
    """The last 50 mails to an address that organisers may see, without their text."""
    return db.session.scalars(
        select(OutboxMail)
        .where(OutboxMail.recipient == recipient, OutboxMail.kind.not_in(PRIVATE_KINDS))
        .options(defer(OutboxMail.body))
        .order_by(OutboxMail.id.desc())
        .limit(PAGE_LENGTH)
    ).all()


def has_later_one(row: OutboxMail) -> bool:
    """Whether a later mail of the same kind about the same subject is owed, too."""
    later = select(OutboxMail.id).where(
        OutboxMail.kind == row.kind,
        OutboxMail.subject_id == row.subject_id,
        OutboxMail.state == MailState.OWED,
        OutboxMail.id > row.id,
    )
    return db.session.scalar(later.limit(1)) is not None


def returned_letter(message_id: str | None) -> OutboxMail | None:
    """The mail with a Message-ID, if it was sent and is about no calendar entry."""
    found = db.session.scalar(
        select(OutboxMail).where(
            OutboxMail.message_id == message_id,
            OutboxMail.entry_id.is_(None),
            OutboxMail.state == MailState.SENT,
        )
    )
    return None if found is None or "entry" in found.payload else found
