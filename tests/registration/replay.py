"""The history of changes, played again: whether every seat was given as the rules say.

Changes of one Dialogue's registrations and sessions are recorded under its sessions' locks, so
that their order is the order in which they happened.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.programme.models import Admission, DialogueSession
from dialogues.programme.snapshots import session_record
from dialogues.registration.models import Registration

_PLACE = {"session", "status", "queue_number"}
RAISING = ("add", "move")
"""What an organiser does beyond capacity, which is raised in the same press."""


@dataclass
class Sitting:
    """A session as the changes so far leave it."""

    status: str = "published"
    registration_open: bool = True
    capacity: int | None = None
    dialogue_id: int = 0

    @property
    def promotes(self) -> bool:
        """Whether somebody may be promoted."""
        return self.status == "published" and self.registration_open


@dataclass
class Replay:
    """The sessions by public id, the registrations' last values by id, and what was wrong."""

    sessions: dict[str, Sitting]
    registrations: dict[int, dict[str, Any]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    beyond: dict[str, str] = field(default_factory=dict)
    """Sessions beyond their capacity whose next change must be to raise it, and by what."""

    def count(self, session: str, status: str) -> int:
        """How many registrations are ``status`` in a session."""
        return len(list(self._queue(session, status)))

    def _queue(self, session: str, status: str) -> Iterator[int | None]:
        for values in self.registrations.values():
            if (values["session"], values["status"]) == (session, status):
                yield values.get("queue_number")

    def take(self, change: Change, public_ids: dict[int, str]) -> None:
        """Play one change again."""
        if change.subject_kind == "session":
            self._take_session(public_ids[change.subject_id], change)
        elif change.subject_kind == "registration" and change.after.keys() & _PLACE:
            self._take_registration(change)

    def _take_session(self, name: str, change: Change) -> None:
        session = self.sessions[name]
        for key in ("status", "registration_open", "capacity"):
            if key in change.after:
                setattr(session, key, change.after[key])
        if name in self.beyond:
            verb, taken = self.beyond.pop(name), self.count(name, "confirmed")
            if session.capacity != taken:
                self._note(change, f"{verb} gave seat {taken} of {session.capacity}")

    def _take_registration(self, change: Change) -> None:
        before = self.registrations.get(change.subject_id, {})
        after = {**before, **change.after}
        name, session = after["session"], self.sessions[after["session"]]
        waiting = list(self._queue(name, "waitlisted"))
        is_new_seat = after["status"] == "confirmed" and (
            before.get("status") != "confirmed" or before["session"] != name
        )
        self.registrations[change.subject_id] = after
        if not is_new_seat or session.capacity is None:
            return
        if change.verb == "promote":
            if not session.promotes:
                self._note(change, "promoted while nobody registers")
            if before["queue_number"] != min(waiting, default=None):  # type: ignore[type-var]
                self._note(change, f"passed the queue {waiting}")
        elif waiting and change.verb not in RAISING:
            self._note(change, f"passed those who wait: {waiting}")
        taken = self.count(name, "confirmed")
        if taken > session.capacity:
            if change.verb in RAISING:
                self.beyond[name] = change.verb
            else:
                self._note(change, f"seat {taken} of {session.capacity}")

    def _note(self, change: Change, what: str) -> None:
        self.wrong.append(f"{change.id} {change.verb} of {change.subject_id}: {what}")


def replayed(capacities: dict[str, int | None]) -> Replay:
    """All changes so far, from sessions that were published and open with ``capacities``."""
    found = db.session.scalars(db.select(DialogueSession)).all()
    public_ids = {session.id: session.public_id for session in found}
    replay = Replay(
        {
            session.public_id: Sitting(
                capacity=capacities[session.public_id], dialogue_id=session.dialogue_id
            )
            for session in found
        }
    )
    for change in db.session.scalars(db.select(Change).order_by(Change.id)):
        replay.take(change, public_ids)
    return replay


def as_stored() -> tuple[dict[str, Any], dict[int, Any]]:
    """Sessions and registrations as the database has them, in the shape of a replay."""
    sessions = {
        session.public_id: {
            key: session_record(session)[key] for key in ("status", "registration_open", "capacity")
        }
        for session in db.session.scalars(db.select(DialogueSession))
    }
    registrations = {
        one.id: (one.session.public_id, one.status.value, one.queue_number)
        for one in db.session.scalars(db.select(Registration))
    }
    return sessions, registrations


def approvals_missing() -> list[int]:
    """Registrations with a seat in a session with approval that nobody approved."""
    return [
        one.id
        for one in db.session.scalars(db.select(Registration))
        if one.session.admission is Admission.APPROVAL
        and one.status.value in ("confirmed", "waitlisted")
        and one.approved_at is None
    ]
