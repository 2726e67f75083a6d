"""What every verb of the programme begins and ends with: a plan that can be, a line of history."""

from collections.abc import Mapping

from dialogues.database import db
from dialogues.history import service as history
from dialogues.programme.facts import DialogueChanged
from dialogues.programme.models import Dialogue, DialogueSession
from dialogues.programme.snapshots import dialogue_record, session_record
from dialogues.support import clock
from dialogues.support.events import announce
from dialogues.support.refusals import Refusal


def refuse_first(problems: Mapping[str, Refusal]) -> None:
    """Raise the first of the problems of a plan, if it has any."""
    for problem in problems.values():
        raise problem


def record_dialogue(dialogue: Dialogue, verb: str, before: dict[str, object]) -> None:
    """Store a change of a Dialogue, record it, and announce it."""
    dialogue.updated_at = clock.now()
    db.session.flush()
    history.record("dialogue", dialogue.id, verb, before, dialogue_record(dialogue))
    announce(DialogueChanged(dialogue))


def record_session(session: DialogueSession, verb: str, before: dict[str, object]) -> None:
    """Store a change of a session, and record it."""
    session.updated_at = clock.now()
    db.session.flush()
    history.record("session", session.id, verb, before, session_record(session))
