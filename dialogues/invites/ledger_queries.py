"""What the ledger reads, a page at a time: entries with their seats, and mail that waits."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased, contains_eager, lazyload

from dialogues.database import db
from dialogues.invites.models import Entry
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.people.models import Participant
from dialogues.programme.models import DialogueSession, Status
from dialogues.registration.models import Registration, RegistrationStatus

PAGE = 500


class Position(NamedTuple):
    """An entry, with its registration and session, and the seat of its person there."""

    entry: Entry
    seat: Registration | None


def positions(wanted: ColumnElement[bool], at: dt.datetime) -> Sequence[Position]:
    """The first entries that are ``wanted``, in sessions not over at ``at``, as they are now."""
    seat, owner = aliased(Registration), aliased(Registration)
    rows = db.session.execute(
        select(Entry, seat)
        .join(Entry.session)
        .join(owner, Entry.registration)
        .outerjoin(
            seat,
            and_(
                seat.session_id == Entry.session_id,
                seat.participant_id == owner.participant_id,
                seat.status == RegistrationStatus.CONFIRMED,
            ),
        )
        .where(DialogueSession.ends_at > at, wanted)
        .options(
            contains_eager(Entry.session),
            contains_eager(Entry.registration.of_type(owner)),
            # It is the owner's. Joined, as it would be, it would leave out who has no seat.
            lazyload(seat.participant),
        )
        .order_by(Entry.id)
        .limit(PAGE)
        .execution_options(populate_existing=True)
    )
    return [Position(*row) for row in rows]


def seats_without_entry(wanted: ColumnElement[bool], at: dt.datetime) -> Sequence[Registration]:
    """The first seats that are ``wanted`` in sessions that take place after ``at``, and have none.

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
            DialogueSession.ends_at > at,
            wanted,
        )
        .options(contains_eager(Registration.session))
        .order_by(Registration.id)
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
