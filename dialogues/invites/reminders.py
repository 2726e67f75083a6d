"""Reminders by mail: which are due, who is owed one, and what they say."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from dialogues.database import db
from dialogues.interpretation.listening import listening_fact
from dialogues.invites import queries
from dialogues.invites.addresses import open_reply_address
from dialogues.invites.models import Entry, Method
from dialogues.languages.times import moment
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.service import owe_many
from dialogues.programme.models import DialogueSession, Status
from dialogues.programme.rules import REMINDERS, due_reminder
from dialogues.registration.links import join_link, manage_link
from dialogues.registration.mail import session_facts
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.queries import by_ids
from dialogues.support import clock

REMINDER = "reminder"
"""Their kind."""


@dataclass(frozen=True)
class DueReminder:
    """A reminder of a session as it is planned now; one that is moved has others."""

    session_id: int
    starts_at: dt.datetime
    code: str
    """Which of :data:`dialogues.programme.rules.REMINDERS`."""
    due_at: dt.datetime


def due_reminders(at: dt.datetime) -> list[DueReminder]:
    """The last reminder to have come due by ``at`` of each session that has not begun then.

    One statement. Does not know which of them were owed before.
    """
    soon = db.session.execute(
        select(DialogueSession.id, DialogueSession.starts_at, DialogueSession.reminders)
        .where(
            DialogueSession.status == Status.PUBLISHED,
            DialogueSession.starts_at > at,
            DialogueSession.starts_at <= at + max(REMINDERS.values()),
        )
        .order_by(DialogueSession.starts_at, DialogueSession.id)
    )
    return [
        DueReminder(session_id, starts_at, *found)
        for session_id, starts_at, reminders in soon
        if (found := due_reminder(reminders, starts_at, at))
    ]


def owe_reminder(due: DueReminder) -> int:
    """Owe a reminder to all who have a seat, in few statements; say to how many.

    Not to those who were told of the session, or of its new time, after it came due.
    """
    return owe_many(
        {
            "kind": REMINDER,
            "recipient": seat.attendee,
            "language": seat.language,
            "zone": seat.zone,
            "subject_id": seat.registration_id,
            "payload": {
                "session": due.session_id,
                "starts_at": due.starts_at.isoformat(),
                "entry": seat.id,
            },
        }
        for seat in queries.entries_with_seats(due.session_id, Method.REQUEST)
        if seat.dtstamp <= due.due_at
    )


def load_for_reminders(rows: Sequence[OutboxMail]) -> None:
    """Read together what :func:`compose_reminder` then finds one by one."""
    if wanted := [row for row in rows if row.kind == REMINDER]:
        by_ids([row.subject_id for row in wanted])
        db.session.scalars(select(Entry).where(Entry.id.in_(map(_entry_id, wanted)))).all()


def compose_reminder(row: OutboxMail) -> Mail | None:
    """The mail that says when the session starts and how to join; None where it is not so."""
    registration = db.session.get(Registration, row.subject_id)
    if registration is None or not _is_true(registration, row):
        return None
    session, entry = registration.session, db.session.get(Entry, _entry_id(row))
    starts = moment(session.starts_at, row.zone, row.language)
    title = session.dialogue.text(row.language).title
    return Letter(
        subject=_("Reminder: %(when)s – %(title)s", when=starts, title=title),
        opening=(
            _("The session that you registered for starts: %(when)s.", when=starts),
            _("You can join from 15 minutes before the start, with the link below."),
        ),
        facts=(
            *session_facts(session, row.zone, row.language),
            listening_fact(registration.listening_language, session, row.language),
            (_("Change language, swap session or cancel"), manage_link(registration)),
        ),
        button=(_("Open the page for joining"), join_link(registration)),
        closing=(
            _(
                "If you cannot come, please cancel by the link above, so that your seat is free "
                "for others."
            ),
        ),
    ).to_mail(envelope_sender=open_reply_address(entry.token) if entry else None)


def _entry_id(row: OutboxMail) -> int:
    """The entry whose calendar holds the session: the mail comes back to its reply address."""
    entry_id: int = row.payload.get("entry", 0)  # rows of before have none
    return entry_id


def _is_true(registration: Registration, row: OutboxMail) -> bool:
    """Whether the person still has the seat, and the session still starts then, not earlier."""
    session, now = registration.session, clock.now()
    return (
        registration.status is RegistrationStatus.CONFIRMED
        and session.id == row.payload["session"]
        and session.starts_at == dt.datetime.fromisoformat(row.payload["starts_at"])
        and session.starts_at > now
        and session.takes_place(now)
    )
