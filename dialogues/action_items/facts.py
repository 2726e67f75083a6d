"""What happened to action items; ``dialogues.reactions`` says what follows."""

from dataclasses import dataclass

from dialogues.action_items.models import ActionItem, Owner
from dialogues.support.events import Event


@dataclass(frozen=True)
class ActionItemChanged(Event):
    """An action item was recorded, or anything of it changed: ``verb`` of ``labels.VERBS``."""

    item: ActionItem
    verb: str


@dataclass(frozen=True)
class ActionItemAssigned(Event):
    """An action item has an owner who is to be asked to accept it."""

    item: ActionItem


@dataclass(frozen=True)
class ActionItemOffered(Event):
    """The owner of an action item would hand it over to ``item.offered_to``."""

    item: ActionItem


@dataclass(frozen=True)
class OwnerAddressChanged(Event):
    """Mails reach an owner at another address, or at one at last."""

    owner: Owner
