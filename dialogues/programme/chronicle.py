"""The history of a Dialogue and its sessions, as organisers read it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dialogues.history.models import Change
from dialogues.programme import queries
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
    changes = queries.changes_of(dialogue, MOST)
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
    ids = [int(actor.removeprefix("staff:")) for actor in actors if actor.startswith("staff:")]
    return {f"staff:{staff_id}": name for staff_id, name in queries.staff_names(ids).items()}
