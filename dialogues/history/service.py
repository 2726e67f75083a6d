"""Recording changes."""

from typing import Any

from flask import g

from dialogues.database import insert_row
from dialogues.history.models import Change
from dialogues.support import clock


def record(
    subject_kind: str,
    subject_id: int,
    verb: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Record that ``verb`` changed a subject; only fields that differ are kept.

    The actor is ``g.actor``, which guards and public pages set; commands and chores are the system.
    """
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    insert_row(
        Change,
        at=clock.now(),
        actor=g.get("actor", "system"),
        subject_kind=subject_kind,
        subject_id=subject_id,
        verb=verb,
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed if name in after},
    )
