"""The organiser's view of the mails: which there are, and one of them."""

from sqlalchemy import or_, select
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
