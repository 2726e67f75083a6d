"""Named reads of entries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.invites.models import Entry, Method
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration

Unsent = dict[int, list[tuple[int, dict[str, Any]]]]
"""By entry: the ids and payloads of mails, oldest first."""

_UNSENT = "unsent_requests"
_WHAT_MAILS_SAY = (
    joinedload(Entry.registration, innerjoin=True),
    joinedload(Entry.session, innerjoin=True).joinedload(DialogueSession.dialogue, innerjoin=True),
)


def entry_of(registration: Registration) -> Entry | None:
    """The entry of a registration in its present session."""
    return entry_in(registration.session_id, registration.participant.email)


def entry_in(session_id: int, attendee: str) -> Entry | None:
    """The entry of an address in a session."""
    return db.session.scalar(
        select(Entry).where(Entry.session_id == session_id, Entry.attendee == attendee)
    )


def live_entries(session_id: int) -> Sequence[Entry]:
    """The entries of a session that calendars should hold, with their registrations."""
    return db.session.scalars(
        select(Entry)
        .where(Entry.session_id == session_id, Entry.method == Method.REQUEST)
        .options(joinedload(Entry.registration), joinedload(Entry.session))
        .order_by(Entry.id)
    ).all()


def entry_for_mail(entry_id: int) -> Entry | None:
    """An entry with all that its mail says: registration, session and Dialogue."""
    return db.session.get(Entry, entry_id, options=_WHAT_MAILS_SAY)


def load_for_mails(entry_ids: Sequence[int]) -> None:
    """Read together what :func:`entry_for_mail` and :func:`untold` then find."""
    db.session.scalars(select(Entry).where(Entry.id.in_(entry_ids)).options(*_WHAT_MAILS_SAY)).all()
    db.session.info[_UNSENT] = _unsent_requests(entry_ids)


def untold(row: OutboxMail) -> list[dict[str, Any]]:
    """The payloads of an entry's REQUESTs up to ``row`` of which none was sent, oldest first."""
    known: Unsent = db.session.info.get(_UNSENT, {})
    if row.entry_id not in known:
        known = _unsent_requests([row.entry_id] if row.entry_id else [])
    return [payload for number, payload in known[row.entry_id or 0] if number <= row.id]


def _unsent_requests(entry_ids: Sequence[int]) -> Unsent:
    last_sent = (
        select(OutboxMail.entry_id, func.max(OutboxMail.id).label("id"))
        .where(OutboxMail.entry_id.in_(entry_ids), OutboxMail.state == MailState.SENT)
        .group_by(OutboxMail.entry_id)
        .subquery()
    )
    rows = db.session.execute(
        select(OutboxMail.entry_id, OutboxMail.id, OutboxMail.payload)
        .outerjoin(last_sent, last_sent.c.entry_id == OutboxMail.entry_id)
        .where(
            OutboxMail.entry_id.in_(entry_ids),
            OutboxMail.method == Method.REQUEST.value,
            OutboxMail.id > func.coalesce(last_sent.c.id, 0),
        )
        .order_by(OutboxMail.id)
    )
    unsent: Unsent = {entry_id: [] for entry_id in entry_ids}
    for entry_id, number, payload in rows:
        unsent[entry_id].append((number, payload))
    return unsent
