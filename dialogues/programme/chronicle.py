"""The history of a Dialogue and its sessions, as organisers read it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dialogues.history.models import Change
from dialogues.programme import queries
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.undoing import has_way_back

MOST = 200


class WayBack(StrEnum):
    """How a change can be taken back."""

    UNDO = "undo"
    """By changing the session, or the texts, to what was before."""
    REINSTATE = "reinstate"
    """By letting the session take place after all."""


@dataclass(frozen=True)
class Line:
    """One change: when (UTC), by whom, of which session if of one, and each field's two values."""

    id: int
    at: dt.datetime
    actor: str | None
    """The name of a member of staff; None for the system."""
    verb: str
    session: DialogueSession | None
    fields: list[tuple[str, object, object]]
    way_back: WayBack | None


def of_dialogue(dialogue: Dialogue, now: dt.datetime) -> list[Line]:
    """The last 200 changes of a Dialogue and its sessions, latest first.

    The latest change of a session or of the texts has a way back while what it changed is not
    cancelled; the latest cancelling of a session, while it is, and would not be over at ``now``.
    """
    changes = queries.changes_of(dialogue, MOST)
    names = _names(change.actor for change in changes)
    sessions = {session.id: session for session in dialogue.sessions}
    lines, seen = [], set()
    for change in changes:
        session = sessions.get(change.subject_id) if change.subject_kind == "session" else None
        is_latest = (session, change.verb) not in seen
        seen.add((session, change.verb))
        way_back = _way_back(session or dialogue, change, now) if is_latest else None
        lines.append(_line(change, names.get(change.actor), session, way_back))
    return lines


def _way_back(
    subject: Dialogue | DialogueSession, change: Change, now: dt.datetime
) -> WayBack | None:
    is_cancelled = subject.status is Status.CANCELLED
    if change.verb in ("revised", "texts_edited") and not is_cancelled and has_way_back(change):
        return WayBack.UNDO
    if isinstance(subject, Dialogue) or change.verb != "cancelled":
        return None
    return WayBack.REINSTATE if is_cancelled and subject.ends_at > now else None


def _line(
    change: Change, actor: str | None, session: DialogueSession | None, way_back: WayBack | None
) -> Line:
    fields = {**change.before, **change.after}
    return Line(
        id=change.id,
        at=change.at,
        actor=actor,
        verb=change.verb,
        session=session,
        fields=[(name, change.before.get(name), change.after.get(name)) for name in fields],
        way_back=way_back,
    )


def _names(actors: Iterable[str]) -> dict[str, str]:
    ids = [int(actor.removeprefix("staff:")) for actor in actors if actor.startswith("staff:")]
    return {f"staff:{staff_id}": name for staff_id, name in queries.staff_names(ids).items()}
