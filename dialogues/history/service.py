"""Recording changes."""

from collections.abc import Iterable
from typing import Any

from flask import g
from sqlalchemy import insert

from dialogues.database import db, insert_row
from dialogues.history.models import Change
from dialogues.support import clock

SYSTEM = "system"
"""The actor of what nobody did."""


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
    insert_row(Change, **_values(subject_kind, subject_id, verb, before, after))


def record_many(
    subject_kind: str,
    verb: str,
    changes: Iterable[tuple[int, dict[str, Any], dict[str, Any]]],
    actor: str | None = None,
) -> None:
    """Record that ``verb`` changed one or more subjects: the id of each, before and after.

    One statement, whatever their number. ``actor`` is for what follows by itself from what
    somebody did to others.
    """
    rows = [
        _values(subject_kind, each, verb, before, after, actor) for each, before, after in changes
    ]
    db.session.execute(insert(Change), rows)


def _values(
    subject_kind: str,
    subject_id: int,
    verb: str,
    before: dict[str, Any],
    after: dict[str, Any],
    actor: str | None = None,
) -> dict[str, Any]:
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {
        "at": clock.now(),
        "actor": actor or g.get("actor", SYSTEM),
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "verb": verb,
        "before": {name: before[name] for name in changed if name in before},
        "after": {name: after[name] for name in changed if name in after},
    }
