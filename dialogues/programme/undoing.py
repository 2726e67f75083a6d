"""Taking the last change of a session back: a revision like any other, to what was before."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dialogues.programme import queries
from dialogues.programme.models import DialogueSession
from dialogues.programme.plans import SessionPlan
from dialogues.programme.refusals import HasChangedSince
from dialogues.programme.snapshots import session_record


def plan_before(session: DialogueSession, change_id: str | None) -> SessionPlan:
    """What was planned for ``session`` before the revision that the history knows by an id.

    :class:`HasChangedSince` where that is not the last one.
    """
    last = queries.latest_revision(session)
    if last is None or str(last.id) != change_id:
        raise HasChangedSince()
    return _plan({**session_record(session), **last.before}, session.key)


def _plan(record: Mapping[str, Any], key: str | None) -> SessionPlan:
    return SessionPlan(
        local_start=dt.datetime.fromisoformat(record["local_start"]),
        fold=record["fold"],
        zone=record["zone"],
        minutes=record["minutes"],
        floor_language=record["floor_language"],
        interpretation=tuple(record["interpretation"]),
        capacity=record["capacity"],
        join_url=record["join_url"],
        short_link=record["short_link"],
        key=key,
        reminders=tuple(record["reminders"]),
        alarm_minutes=record["alarm_minutes"],
    )
