"""Reads of the programme, each in a fixed number of statements."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Function, ScalarSelect, Select, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from dialogues.database import Page, db, page_of
from dialogues.history.models import Change
from dialogues.programme import rules
from dialogues.programme.models import Dialogue, DialogueSession, ShortLink, Status

CANCELLED_SHOWN_FOR = dt.timedelta(days=30)
"""How long feeds keep a cancelled session (DESIGN 6)."""
_CHUNK = 1000

T = TypeVar("T")


def session_by_public_id(public_id: str) -> DialogueSession | None:
    """A session of any status with its Dialogue, or None."""
    return db.session.scalar(_sessions().where(DialogueSession.public_id == public_id))


def session_by_slug(slug: str) -> DialogueSession | None:
    """The session that a short link, present or earlier, leads to, with its Dialogue, or None."""
    return db.session.scalar(
        _sessions().join(ShortLink).where(ShortLink.folded == rules.folded(slug))
    )


def short_link(slug: str) -> ShortLink | None:
    """A short link, present or earlier, or None."""
    return db.session.scalar(select(ShortLink).where(ShortLink.folded == rules.folded(slug)))


def dialogue_by_public_id(public_id: str) -> Dialogue | None:
    """A Dialogue of any status with its sessions, or None."""
    return db.session.scalar(_dialogues().where(Dialogue.public_id == public_id))


def open_twins(session: DialogueSession, at: dt.datetime) -> list[DialogueSession]:
    """The other sessions of the Dialogue that take registrations at ``at``, by start.

    Full ones are among them: capacity is the registration's to know.
    """
    found = db.session.scalars(
        _sessions()
        .join(DialogueSession.dialogue)
        .where(
            DialogueSession.dialogue_id == session.dialogue_id,
            DialogueSession.id != session.id,
            DialogueSession.status == Status.PUBLISHED,
            Dialogue.status == Status.PUBLISHED,
            DialogueSession.registration_open,
            func.coalesce(DialogueSession.registration_opens_at, at) <= at,
            func.coalesce(DialogueSession.registration_closes_at, DialogueSession.ends_at) > at,
            DialogueSession.ends_at > at,
        )
        .order_by(DialogueSession.starts_at, DialogueSession.id)
    )
    return list(found)


def sessions_at_once_with(
    session: DialogueSession, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[DialogueSession]:
    """The other sessions of any Dialogue that take some of the time between two instants.

    Drafts and published ones, by start.
    """
    found = db.session.scalars(
        _sessions()
        .where(
            DialogueSession.id != session.id,
            DialogueSession.status != Status.CANCELLED,
            DialogueSession.starts_at < ends_at,
            DialogueSession.ends_at > starts_at,
        )
        .order_by(DialogueSession.starts_at, DialogueSession.id)
    )
    return list(found)


def sessions_that_rules_skip(at: dt.datetime) -> list[DialogueSession]:
    """What is neither cancelled nor over at ``at``, and stands at a time that no clock shows."""
    found = db.session.scalars(
        _sessions()
        .where(
            DialogueSession.zone_version == "",
            DialogueSession.status != Status.CANCELLED,
            DialogueSession.ends_at > at,
        )
        .order_by(DialogueSession.starts_at, DialogueSession.id)
    )
    return list(found)


def lock_sessions(dialogue_id: int) -> list[DialogueSession]:
    """All sessions of a Dialogue, locked in ascending order, as they are now in the database."""
    return lock_sessions_of([dialogue_id])


def lock_sessions_of(dialogue_ids: Sequence[int]) -> list[DialogueSession]:
    """All sessions of several Dialogues, locked in ascending order, as they are now."""
    locked: list[DialogueSession] = []
    for some in _chunks(sorted(dialogue_ids)):
        locked += db.session.scalars(
            select(DialogueSession)
            .where(DialogueSession.dialogue_id.in_(some))
            .order_by(DialogueSession.id)
            .options(selectinload(DialogueSession.short_links))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    return locked


def upcoming_dialogues(at: dt.datetime) -> list[Dialogue]:
    """Published Dialogues with a published session that has not ended at ``at``, next one first."""
    next_start = _published_sessions(func.min(DialogueSession.starts_at), ends_after=at)
    return list(
        db.session.scalars(
            _dialogues()
            .where(Dialogue.status == Status.PUBLISHED, next_start.is_not(None))
            .order_by(next_start, Dialogue.id)
        )
    )


def past_dialogues(at: dt.datetime, length: int, number: int = 1) -> Page[Dialogue]:
    """Published Dialogues whose last published session ended by ``at``, latest first."""
    last_end = _published_sessions(func.max(DialogueSession.ends_at))
    wanted = (
        _dialogues()
        .where(Dialogue.status == Status.PUBLISHED, last_end <= at)
        .order_by(last_end.desc(), Dialogue.id.desc())
    )
    return page_of(wanted, length, number)


def dialogues_on(days: Collection[dt.date]) -> list[Dialogue]:
    """The Dialogues with a session that begins on one of ``days``, where it is; by public id.

    Drafts among them, and nothing that was cancelled.
    """
    begins = [
        (DialogueSession.local_start >= dt.datetime.combine(day, dt.time.min))
        & (DialogueSession.local_start <= dt.datetime.combine(day, dt.time.max))
        for day in days
    ]
    wanted = select(DialogueSession.dialogue_id).where(
        DialogueSession.status != Status.CANCELLED, or_(false(), *begins)
    )
    return list(
        db.session.scalars(
            _dialogues()
            .where(Dialogue.status != Status.CANCELLED, Dialogue.id.in_(wanted))
            .order_by(Dialogue.public_id)
        )
    )


def dialogue_after(dialogue: Dialogue) -> Dialogue | None:
    """The first published Dialogue that begins after this one, with its sessions, or None.

    Only published sessions count, of both.
    """
    begins = _published_sessions(func.min(DialogueSession.starts_at))
    own = select(begins).where(Dialogue.id == dialogue.id).scalar_subquery()
    wanted = _dialogues().where(Dialogue.status == Status.PUBLISHED, begins > own)
    return db.session.scalar(wanted.order_by(begins, Dialogue.id).limit(1))


def first_starts() -> dict[int, dt.datetime]:
    """When each published Dialogue begins, by its id: with the first of its published sessions."""
    rows = db.session.execute(
        select(DialogueSession.dialogue_id, func.min(DialogueSession.starts_at))
        .join(DialogueSession.dialogue)
        .where(Dialogue.status == Status.PUBLISHED, DialogueSession.status == Status.PUBLISHED)
        .group_by(DialogueSession.dialogue_id)
    )
    return dict(rows.all())


def sessions_for_feed() -> list[DialogueSession]:
    """All sessions that the public has seen, with their Dialogues, by start."""
    return list(
        db.session.scalars(
            _sessions()
            .join(DialogueSession.dialogue)
            .where(
                Dialogue.status != Status.DRAFT,
                or_(
                    DialogueSession.status == Status.PUBLISHED,
                    # rules.was_published
                    (DialogueSession.status == Status.CANCELLED) & (DialogueSession.sequence > 0),
                ),
            )
            .order_by(DialogueSession.starts_at, DialogueSession.id)
        )
    )


def draft_dialogues() -> list[Dialogue]:
    """Dialogues that are not public yet, the latest first."""
    return list(
        db.session.scalars(
            _dialogues().where(Dialogue.status == Status.DRAFT).order_by(Dialogue.id.desc())
        )
    )


def ended_dialogues(at: dt.datetime, length: int, number: int) -> Page[Dialogue]:
    """What is over at ``at`` or cancelled, for organisers, the latest first."""
    next_start = _published_sessions(func.min(DialogueSession.starts_at), ends_after=at)
    last_start = (
        select(func.max(DialogueSession.starts_at))
        .where(DialogueSession.dialogue_id == Dialogue.id)
        .correlate(Dialogue)
        .scalar_subquery()
    )
    is_over = or_(Dialogue.status == Status.CANCELLED, next_start.is_(None))
    wanted = (
        _dialogues()
        .where(Dialogue.status != Status.DRAFT, is_over)
        .order_by(last_start.desc(), Dialogue.id.desc())
    )
    return page_of(wanted, length, number)


def latest_dialogue() -> Dialogue | None:
    """The Dialogue that was put on the programme last, with its sessions."""
    return db.session.scalar(_dialogues().order_by(Dialogue.id.desc()).limit(1))


def owners_of_short_links(slugs: Iterable[str]) -> dict[str, int]:
    """The session id of each of ``slugs`` that leads somewhere, by folded slug."""
    owners: dict[str, int] = {}
    for some in _chunks(sorted({rules.folded(slug) for slug in slugs})):
        rows = db.session.execute(
            select(ShortLink.folded, ShortLink.session_id).where(ShortLink.folded.in_(some))
        )
        owners.update((slug, session_id) for slug, session_id in rows)
    return owners


def dialogues_by_keys(keys: Iterable[str]) -> dict[str, Dialogue]:
    """The Dialogues that were imported under ``keys``, with their sessions, by key."""
    found: dict[str, Dialogue] = {}
    for some in _chunks(sorted(set(keys))):
        for dialogue in db.session.scalars(_dialogues().where(Dialogue.key.in_(some))):
            found[dialogue.key or ""] = dialogue
    return found


def latest_change(subject_kind: str, subject_id: int, verb: str) -> Change | None:
    """The last time that ``verb`` changed a Dialogue or a session, or None."""
    return db.session.scalar(
        select(Change)
        .where(
            Change.subject_kind == subject_kind,
            Change.subject_id == subject_id,
            Change.verb == verb,
        )
        .order_by(Change.id.desc())
        .limit(1)
    )


def _sessions() -> Select[DialogueSession]:
    return select(DialogueSession).options(joinedload(DialogueSession.dialogue, innerjoin=True))


def _dialogues() -> Select[Dialogue]:
    return select(Dialogue).options(
        selectinload(Dialogue.sessions).selectinload(DialogueSession.short_links)
    )


def _published_sessions(
    figure: Function[Any], ends_after: dt.datetime | None = None
) -> ScalarSelect[dt.datetime]:
    statement = select(figure).where(
        DialogueSession.dialogue_id == Dialogue.id, DialogueSession.status == Status.PUBLISHED
    )
    if ends_after is not None:
        statement = statement.where(DialogueSession.ends_at > ends_after)
    return statement.correlate(Dialogue).scalar_subquery()


def _chunks(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
