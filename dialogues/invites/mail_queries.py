"""What the composers of calendar mails read, once for all mails that are composed together."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from dialogues.database import db
from dialogues.invites.models import Entry, Method
from dialogues.invites.queries import WHAT_MAILS_SAY
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme.models import DialogueSession
from dialogues.programme.queries import open_twins
from dialogues.registration.queries import confirmed_counts
from dialogues.support import clock

Unsent = dict[int, list[tuple[int, dict[str, Any]]]]
"""By entry: the ids and payloads of mails, oldest first."""

_UNSENT, _TWINS = "unsent_requests", "twins_with_room"


def load_for_mails(entry_ids: Sequence[int]) -> None:
    """Read together what :func:`queries.entry_for_mail` and :func:`untold` then find."""
    db.session.scalars(select(Entry).where(Entry.id.in_(entry_ids)).options(*WHAT_MAILS_SAY)).all()
    db.session.info[_UNSENT] = _unsent_requests(entry_ids)
    db.session.info[_TWINS] = {}


def untold(row: OutboxMail) -> list[dict[str, Any]]:
    """The payloads of an entry's REQUESTs up to ``row`` of which none was sent, oldest first."""
    known: Unsent = db.session.info.get(_UNSENT, {})
    if row.entry_id not in known:
        known = _unsent_requests([row.entry_id] if row.entry_id else [])
    return [payload for number, payload in known[row.entry_id or 0] if number <= row.id]


def twins_with_room(session: DialogueSession) -> Sequence[DialogueSession]:
    """The twins of a session that people can move to now, by start."""
    known: dict[int, Sequence[DialogueSession]] = db.session.info.get(_TWINS, {})
    if session.id not in known:
        known[session.id] = _twins_with_room(session)
    return known[session.id]


def _twins_with_room(session: DialogueSession) -> Sequence[DialogueSession]:
    twins = open_twins(session, clock.now())
    taken = confirmed_counts(twin.id for twin in twins if twin.capacity is not None)
    return [twin for twin in twins if twin.capacity is None or taken[twin.id] < twin.capacity]


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
