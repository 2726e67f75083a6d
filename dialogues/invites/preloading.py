"""What the composers of calendar mails read, once for all mails that are composed together."""

from collections.abc import Sequence

from flask import g
from sqlalchemy import func, select

from dialogues.database import db
from dialogues.invites.causes import Cause, cause_in
from dialogues.invites.models import Entry, Method
from dialogues.invites.queries import WHAT_MAILS_SAY
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.registration.twins import keep_twins

Unsent = dict[int, list[tuple[int, Cause]]]
"""By entry: the ids and causes of mails, oldest first."""


def load_for_mails(entry_ids: Sequence[int]) -> None:
    """Read together, for the request, what :func:`queries.entry_for_mail` and what is here find."""
    db.session.scalars(select(Entry).where(Entry.id.in_(entry_ids)).options(*WHAT_MAILS_SAY)).all()
    g.unsent_requests = _unsent_requests(entry_ids)
    keep_twins()


def untold(entry_id: int, up_to: int) -> list[Cause]:
    """Why an entry's REQUESTs were owed of which none was sent, oldest first.

    Those up to the mail of an id.
    """
    known: Unsent = g.get("unsent_requests", {})
    if entry_id not in known:
        known = _unsent_requests([entry_id])
    return [cause for mail_id, cause in known[entry_id] if mail_id <= up_to]


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
    for entry_id, mail_id, payload in rows:
        unsent[entry_id].append((mail_id, cause_in(payload)))
    return unsent
