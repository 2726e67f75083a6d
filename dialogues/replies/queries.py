"""Named reads of replies, and of what they are about."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from dialogues.database import Page, db, page_of
from dialogues.invites.models import Entry
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration
from dialogues.replies.models import Reply
from dialogues.replies.rules import ReplyEffect, ReplyKind

PAGE_LENGTH = 50
Replies = Page[Reply]


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
    """A reply with its entry, registration, session and Dialogue."""
    return db.session.scalar(_replies().where(Reply.id == reply_id))


def replies_in(session_id: int, number: int) -> Replies:
    """A page of the replies about a session, the newest first."""
    return _page(number, Entry.session_id == session_id)


def replies_of(registration: Registration) -> Sequence[Reply]:
    """What came back about a person's entry in a session, the newest first."""
    return db.session.scalars(
        _replies()
        .where(
            Entry.session_id == registration.session_id,
            Entry.attendee == registration.participant.email,
        )
        .order_by(Reply.id.desc())
        .limit(PAGE_LENGTH)
    ).all()


def unhandled_replies(at: dt.datetime, number: int) -> Replies:
    """A page of the replies that ask for attention at ``at``, the newest first."""
    return _page(number, *_asks_for_attention(at))


def count_unhandled(at: dt.datetime) -> int:
    """How many replies ask for attention at ``at``."""
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


def _page(number: int, *wanted: ColumnElement[bool]) -> Replies:
    return page_of(_replies().where(*wanted).order_by(Reply.id.desc()), PAGE_LENGTH, number)


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
