"""The organiser's view of the mails: which there are, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer

from dialogues.database import db
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.rules import PRIVATE_KINDS

PAGE_LENGTH = 50


@dataclass(frozen=True)
class Page:
    """One page of a list, newest first, and whether older mails follow."""

    mails: Sequence[OutboxMail]
    number: int
    has_older: bool


def mails(state: MailState | None, number: int) -> Page:
    """A page (1 and up) of the mails in a state, or of all, without their text."""
    wanted = (
        select(OutboxMail)
        .where(OutboxMail.kind.not_in(PRIVATE_KINDS))
        .options(defer(OutboxMail.body))
        .order_by(OutboxMail.id.desc())
        .offset((number - 1) * PAGE_LENGTH)
        .limit(PAGE_LENGTH + 1)
    )
    if state is not None:
        wanted = wanted.where(OutboxMail.state == state)
    found = db.session.scalars(wanted).all()
    return Page(found[:PAGE_LENGTH], number, len(found) > PAGE_LENGTH)


def mail(mail_id: int) -> OutboxMail | None:
    """One mail that organisers may see."""
    return db.session.scalar(
        select(OutboxMail).where(OutboxMail.id == mail_id, OutboxMail.kind.not_in(PRIVATE_KINDS))
    )


def sent_mail(entry_id: int, message_id: str | None) -> OutboxMail | None:
    """The sent mail of a calendar entry with a Message-ID; else the one that was sent last."""
    sent = select(OutboxMail).where(
        OutboxMail.entry_id == entry_id, OutboxMail.state == MailState.SENT
    )
    named = db.session.scalar(sent.where(OutboxMail.message_id == message_id))
    last = sent.order_by(OutboxMail.sent_at.desc(), OutboxMail.id.desc()).limit(1)
    return named or db.session.scalar(last)
