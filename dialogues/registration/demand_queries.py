"""Which languages the registrations of sessions ask for, in two statements for all of them."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from dialogues.database import db
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.registration.demand import Choices, Demand, demand_of
from dialogues.registration.models import Registration, RegistrationStatus

Counts = defaultdict[int, Counter[str]]
"""By the id of a session, and by language."""


def demands(sessions: Sequence[DialogueSession]) -> dict[int, Demand]:
    """What is asked of each of some sessions, by their ids."""
    ids = [session.id for session in sessions]
    seated, waiting = _chosen(ids)
    needed = _needed(ids)
    return {
        session.id: demand_of(
            session, Choices(seated[session.id], waiting[session.id], needed[session.id])
        )
        for session in sessions
    }


def sessions_starting(after: dt.datetime, before: dt.datetime) -> Sequence[DialogueSession]:
    """Published sessions that start between two instants, with their Dialogues, by start."""
    return db.session.scalars(
        select(DialogueSession)
        .join(DialogueSession.dialogue)
        .where(
            DialogueSession.status == Status.PUBLISHED,
            Dialogue.status == Status.PUBLISHED,
            DialogueSession.starts_at > after,
            DialogueSession.starts_at <= before,
        )
        .options(contains_eager(DialogueSession.dialogue))
        .order_by(DialogueSession.starts_at, DialogueSession.id)
    ).all()


def _chosen(session_ids: Sequence[int]) -> tuple[Counts, Counts]:
    """Listening languages, of those who have a seat and of those who wait."""
    of = (Registration.session_id, Registration.listening_language, Registration.status)
    rows = db.session.execute(
        select(*of, func.count())
        .where(
            Registration.session_id.in_(session_ids),
            Registration.status != RegistrationStatus.CANCELLED,
        )
        .group_by(*of)
    )
    seated: Counts = defaultdict(Counter)
    waiting: Counts = defaultdict(Counter)
    for session_id, language, status, count in rows:
        counts = seated if status is RegistrationStatus.CONFIRMED else waiting
        counts[session_id][language] += count
    return seated, waiting


def _needed(session_ids: Sequence[int]) -> Counts:
    rows = db.session.execute(
        select(Registration.session_id, Registration.needed_language, func.count())
        .where(
            Registration.session_id.in_(session_ids),
            Registration.status != RegistrationStatus.CANCELLED,
            Registration.needed_language.is_not(None),
        )
        .group_by(Registration.session_id, Registration.needed_language)
    )
    needed: Counts = defaultdict(Counter)
    for session_id, language, count in rows:
        needed[session_id][str(language)] = count
    return needed
