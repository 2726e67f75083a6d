"""What the ledger reads, a page at a time: entries with their seats, and mail that waits."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased, contains_eager

from dialogues.database import db
from dialogues.invites.models import Entry
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.people.models import Participant
from dialogues.programme.models import DialogueSession, Status
from dialogues.registration.models import Registration, RegistrationStatus

PAGE = 500


class Position(NamedTuple):
    """An entry, with its registration and session, and its person's seat there: its id, or None."""

    entry: Entry
    seat_id: int | None


def sessions_to_come(at: dt.datetime) -> Sequence[int]:
    """The ids of all sessions that are not over at ``at``."""
    return db.session.scalars(
        select(DialogueSession.id).where(DialogueSession.ends_at > at).order_by(DialogueSession.id)
    ).all()


def positions(wanted: ColumnElement[bool]) -> Sequence[Position]:
    """The first entries that are ``wanted``, by address, as they are now."""
    seat, owner = aliased(Registration), aliased(Registration)
    rows = db.session.execute(
        select(Entry, seat.id)
        .join(Entry.session)
        .join(owner, Entry.registration)
        .outerjoin(
            seat,
            and_(
                seat.session_id == Entry.session_id,
                seat.participant_id == owner.participant_id,
                seat.status == RegistrationStatus.CONFIRMED,
                # So says the index of a person's registration in a session; SQLite does not infer.
                seat.status != RegistrationStatus.CANCELLED,
            ),
        )
        .where(wanted)
        .options(contains_eager(Entry.session), contains_eager(Entry.registration.of_type(owner)))
        .order_by(Entry.attendee)
        .limit(PAGE)
        .execution_options(populate_existing=True)
    )
    return [Position(*row) for row in rows]


def seats_without_entry(wanted: ColumnElement[bool]) -> Sequence[Registration]:
    """The first seats in published sessions that are ``wanted`` and have none, by address.

    With their sessions.
    """
    return db.session.scalars(
        select(Registration)
        .join(Registration.participant)
        .join(Registration.session)
        .outerjoin(
            Entry,
            and_(Entry.session_id == Registration.session_id, Entry.attendee == Participant.email),
        )
        .where(
            Entry.id.is_(None),
            Registration.status == RegistrationStatus.CONFIRMED,
            DialogueSession.status == Status.PUBLISHED,
            wanted,
        )
        .options(contains_eager(Registration.session))
        .order_by(Participant.email)
        .limit(PAGE)
        .execution_options(populate_existing=True)
    ).all()


def waiting_mails(entry_ids: Sequence[int]) -> dict[int, OutboxMail]:
    """By entry, the mail that says exactly what the entry says: one that is owed, else failed."""
    mails = db.session.scalars(
        select(OutboxMail)
        .join(Entry, Entry.id == OutboxMail.entry_id)
        .where(
            OutboxMail.entry_id.in_(entry_ids),
            OutboxMail.state.in_((MailState.OWED, MailState.FAILED)),
            OutboxMail.method == Entry.method,
            OutboxMail.sequence == Entry.sequence,
            OutboxMail.dtstamp == Entry.dtstamp,
        )
        .order_by(OutboxMail.state == MailState.OWED, OutboxMail.id)
    )
    return {mail.entry_id: mail for mail in mails if mail.entry_id is not None}
