"""Named reads of answers, and of what they are about."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.invites.models import Entry, Reply, ReplyEffect, ReplyKind
from dialogues.programme.models import DialogueSession

PAGE = 50


def entry_by_token(tokens: Sequence[str]) -> Entry | None:
    """The entry of the first of some tokens that belongs to one, with its session."""
    found = db.session.scalars(
        select(Entry)
        .where(Entry.token.in_(tokens))
        .options(joinedload(Entry.session, innerjoin=True))
    )
    by_token = {entry.token: entry for entry in found}
    return next((by_token[token] for token in tokens if token in by_token), None)


def locked_entry(entry_id: int) -> Entry:
    """An entry as it is now, locked, with its registration and its session."""
    return db.session.scalars(
        select(Entry)
        .where(Entry.id == entry_id)
        .options(
            joinedload(Entry.registration, innerjoin=True),
            joinedload(Entry.session, innerjoin=True),
        )
        .with_for_update(of=Entry)
        .execution_options(populate_existing=True)
    ).one()


def reply_by_id(reply_id: int) -> Reply | None:
    """An answer with its entry and session."""
    return db.session.scalar(_replies().where(Reply.id == reply_id))


def replies_in(session_id: int, page: int) -> Sequence[Reply]:
    """A page (1 and up) of the answers about a session, the newest first, and one more."""
    return db.session.scalars(_newest_first(page).where(Entry.session_id == session_id)).all()


def replies_waiting(at: dt.datetime, page: int) -> Sequence[Reply]:
    """A page of the answers that ask for attention at ``at``, the newest first, and one more."""
    return db.session.scalars(_newest_first(page).where(*_asks_for_attention(at))).all()


def count_waiting(at: dt.datetime) -> int:
    """How many answers ask for attention at ``at``."""
    counted = (
        select(func.count())
        .select_from(Reply)
        .join(Reply.entry)
        .join(Entry.session)
        .where(*_asks_for_attention(at))
    )
    return db.session.scalar(counted) or 0


def _asks_for_attention(at: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    """What :attr:`Reply.asks_for_attention` says, about sessions that are not over."""
    return (
        Reply.handled_at.is_(None),
        or_(
            Reply.effect.in_((ReplyEffect.NOTED, ReplyEffect.ASKED)),
            Reply.kind == ReplyKind.BOUNCE,
        ),
        DialogueSession.ends_at > at,
    )


def _newest_first(page: int) -> Select[Reply]:
    return _replies().order_by(Reply.id.desc()).offset((page - 1) * PAGE).limit(PAGE + 1)


def _replies() -> Select[Reply]:
    return (
        select(Reply)
        .join(Reply.entry)
        .join(Entry.session)
        .options(
            joinedload(Reply.entry, innerjoin=True).options(
                joinedload(Entry.registration, innerjoin=True),
                joinedload(Entry.session, innerjoin=True).joinedload(
                    DialogueSession.dialogue, innerjoin=True
                ),
            )
        )
    )
