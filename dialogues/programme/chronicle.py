"""The history of a Dialogue and its sessions, and how its changes can be taken back."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from dialogues.history.lines import Line, lines_of
from dialogues.history.models import Change
from dialogues.history.queries import changes_of
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.undoing import has_way_back


class WayBack(StrEnum):
    """How a change can be taken back."""

    UNDO = "undo"
    """By changing the session, or the texts, to what was before."""
    AGENDA = "agenda"
    """By saving the agenda of before."""
    REINSTATE = "reinstate"
    """By letting the session take place after all."""


@dataclass(frozen=True)
class Entry:
    """One change, of which session if of one, and its way back where it has one."""

    line: Line
    session: DialogueSession | None
    way_back: WayBack | None


def of_dialogue(dialogue: Dialogue, now: dt.datetime) -> list[Entry]:
    """The last 200 changes of a Dialogue and its sessions, latest first.

    The latest change of a session, of the texts or of the agenda has a way back while what it
    changed is not cancelled; the latest cancelling of a session, while it is, and would not be
    over at ``now``.
    """
    sessions = {session.id: session for session in dialogue.sessions}
    changes = changes_of({"dialogue": [dialogue.id], "session": sessions.keys()})
    entries, seen = [], set()
    for line in lines_of(changes):
        change = line.change
        session = sessions.get(change.subject_id) if change.subject_kind == "session" else None
        is_latest = (session, change.verb) not in seen
        seen.add((session, change.verb))
        way_back = _way_back(session or dialogue, change, now) if is_latest else None
        entries.append(Entry(line, session, way_back))
    return entries


def _way_back(
    subject: Dialogue | DialogueSession, change: Change, now: dt.datetime
) -> WayBack | None:
    is_cancelled = subject.status is Status.CANCELLED
    if change.verb in ("revised", "texts_edited") and not is_cancelled and has_way_back(change):
        return WayBack.UNDO
    if change.verb == "agenda_set" and not is_cancelled:
        return WayBack.AGENDA
    if isinstance(subject, Dialogue) or change.verb != "cancelled":
        return None
    return WayBack.REINSTATE if is_cancelled and subject.ends_at > now else None
