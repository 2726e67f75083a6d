"""The history of a Dialogue and its sessions, as organisers read it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.people.models import Staff
from dialogues.programme.models import Dialogue

MOST = 200


@dataclass(frozen=True)
class Line:
    """One change: when (UTC), by whom, of which session if of one, and each field's two values."""

    at: dt.datetime
    actor: str | None
    """The name of a member of staff; None for the system."""
    verb: str
    session_id: int | None
    fields: list[tuple[str, object, object]]


def of_dialogue(dialogue: Dialogue) -> list[Line]:
    """The last 200 changes of a Dialogue and its sessions, latest first."""
    sessions = [session.id for session in dialogue.sessions]
    changes = db.session.scalars(
        select(Change)
        .where(
            or_(
                and_(Change.subject_kind == "dialogue", Change.subject_id == dialogue.id),
                and_(Change.subject_kind == "session", Change.subject_id.in_(sessions)),
            )
        )
        .order_by(Change.id.desc())
        .limit(MOST)
    ).all()
    names = _names(change.actor for change in changes)
    return [_line(change, names) for change in changes]


def _line(change: Change, names: dict[str, str]) -> Line:
    fields = {**change.before, **change.after}
    return Line(
        at=change.at,
        actor=names.get(change.actor),
        verb=change.verb,
        session_id=change.subject_id if change.subject_kind == "session" else None,
        fields=[(name, change.before.get(name), change.after.get(name)) for name in fields],
    )


def _names(actors: Iterable[str]) -> dict[str, str]:
    numbers = {actor.removeprefix("staff:") for actor in actors if actor.startswith("staff:")}
    staff = db.session.scalars(select(Staff).where(Staff.id.in_(map(int, numbers))))
    return {f"staff:{person.id}": person.name for person in staff}
