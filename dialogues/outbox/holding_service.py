"""Keeping back the mails about one subject, letting them go, and giving them up."""

import datetime as dt

from sqlalchemy import ColumnElement, select, update

from dialogues.database import changed_rows, db
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.service import MAIL_OWED
from dialogues.support import clock


def hold(kind: str, subject_id: int) -> int:
    """Keep back what is owed about a subject and no worker has in hand; say how many mails."""
    return changed_rows(
        update(OutboxMail)
        .where(*_about(kind, subject_id), OutboxMail.state == MailState.OWED, _not_in_hand())
        .values(state=MailState.HELD, lease=None, leased_until=None)
    )


def let_go(kind: str, subject_id: int, a_second: int) -> int:
    """Owe again what was kept back about a subject, so many in a second; say how many mails."""
    held = db.session.scalars(
        select(OutboxMail.id)
        .where(*_about(kind, subject_id), OutboxMail.state == MailState.HELD)
        .order_by(OutboxMail.id)
    ).all()
    now, count = clock.now(), 0
    for second, first in enumerate(range(0, len(held), a_second)):
        count += changed_rows(
            update(OutboxMail)
            .where(
                OutboxMail.id.in_(held[first : first + a_second]),
                OutboxMail.state == MailState.HELD,
            )
            .values(state=MailState.OWED, next_attempt_at=now + dt.timedelta(seconds=second))
        )
    db.session.info[MAIL_OWED] = True
    return count


def withdraw(kind: str, subject_id: int) -> int:
    """Supersede what has not left about a subject and no worker has in hand; say how many mails."""
    return changed_rows(
        update(OutboxMail)
        .where(
            *_about(kind, subject_id),
            OutboxMail.state.in_((MailState.OWED, MailState.HELD)),
            _not_in_hand(),
        )
        .values(state=MailState.SUPERSEDED, lease=None, leased_until=None)
    )


def _about(kind: str, subject_id: int) -> tuple[ColumnElement[bool], ...]:
    return OutboxMail.kind == kind, OutboxMail.subject_id == subject_id


def _not_in_hand() -> ColumnElement[bool]:
    return OutboxMail.leased_until.is_(None) | (OutboxMail.leased_until <= clock.now())
