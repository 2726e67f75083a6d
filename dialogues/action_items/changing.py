"""What every verb does last: keep what happened, and announce it."""

from typing import Any

from flask import g

from dialogues.action_items.facts import ActionItemChanged
from dialogues.action_items.models import ActionItem, ActionItemEvent
from dialogues.database import db
from dialogues.history.service import SYSTEM, record
from dialogues.support import clock
from dialogues.support.events import announce


def snapshot(item: ActionItem) -> dict[str, Any]:
    """An action item as plain values, for the history of changes."""
    return {
        "status": item.status.value,
        "owner": item.owner.public_id,
        "due_on": item.due_on and item.due_on.isoformat(),
        "is_due_by_next": item.is_due_by_next,
        "theme": item.theme,
        "section": item.section_id,
        "accepted": item.accepted_at is not None,
        "proposed_due_on": item.proposed_due_on and item.proposed_due_on.isoformat(),
        "offered_to": item.offered_to and item.offered_to.public_id,
        "reminders_stopped": item.reminders_stopped_at is not None,
        **{f"text_{code}": text.text for code, text in sorted(item.texts.items())},
    }


def keep(
    item: ActionItem, verb: str, before: dict[str, Any], words: str = "", language: str = "en"
) -> None:
    """Flush an item that ``verb`` (of ``labels.VERBS``) changed, with all that follows from it.

    ``before`` is its :func:`snapshot` before, or ``{}``; ``words`` what the actor wrote, in
    ``language``, for everybody to read.
    """
    item.updated_at = clock.now()
    db.session.flush()
    db.session.add(
        ActionItemEvent(
            item_id=item.id,
            at=item.updated_at,
            actor=g.get("actor", SYSTEM),
            verb=verb,
            words=words,
            language=language,
            status=item.status,
            due_on=item.due_on,
            owner_id=item.owner_id,
        )
    )
    record("action_item", item.id, verb, before, snapshot(item))
    announce(ActionItemChanged(item, verb))
