"""What is to be agreed on, as plain values."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dialogues.action_items.models import ActionItem, Owner


@dataclass(frozen=True)
class Draft:
    """An action item as somebody wants it."""

    texts: Mapping[str, str]
    """By language; that of ``source_language`` among them."""
    source_language: str
    owner: Owner
    due_on: dt.date | None
    """The last day, in the owner's zone; None for by the next Dialogue."""
    theme: str | None = None
    section_id: str | None = None
    """The public id of the section of the note under which it stands."""


def version_of(item: ActionItem) -> str:
    """What a form carries to learn, when it is sent, whether the item has changed meanwhile."""
    return item.updated_at.isoformat()
