"""An action item as published content lists it."""

from typing import Any

from dialogues.action_items.models import ActionItem, OwnerKind
from dialogues.action_items.naming import owner_title


def item_content(item: ActionItem, language: str) -> dict[str, Any]:
    """The words of an action item in ``language``, or another; its owner, and when it is due.

    An owner who is a person is named by an id alone: names are erased.
    """
    text, owner = item.text(language), owner_title(item.owner, language)
    is_person = item.owner.kind is OwnerKind.PERSON
    return {
        "id": item.public_id,
        "text": text.text,
        "language": text.language,
        "owner": "" if is_person else owner.text,
        "owner_id": item.owner.public_id,
        "owner_language": owner.language,
        "due_on": item.due_on and item.due_on.isoformat(),
        "by_next": item.is_due_by_next,
    }
