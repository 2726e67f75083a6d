"""Handing an action item over: asked, answered, taken back. Never in a circle."""

from dialogues.action_items import owner_queries, queries
from dialogues.action_items.changing import keep, snapshot
from dialogues.action_items.facts import ActionItemOffered
from dialogues.action_items.models import ActionItem, Owner
from dialogues.action_items.naming import asked_name
from dialogues.action_items.owner_refusals import (
    HandedOverBefore,
    ItemHasPassed,
    ItemIsYours,
    OfferedToOneself,
    OfferIsOpen,
    OfferIsOver,
    OffersCross,
)
from dialogues.action_items.owner_service import hand_over, hold_open
from dialogues.action_items.refusals import OwnerNeedsAddress
from dialogues.action_items.rules import handed_over_at
from dialogues.support import zones
from dialogues.support.events import announce


def offer(item: ActionItem, to: Owner, because: str, language: str) -> None:
    """Ask somebody to take an item over; until they have, it stays with its owner.

    Raises :class:`OfferIsOpen` where somebody is asked already, :class:`OwnerNeedsAddress`,
    :class:`OfferedToOneself`, :class:`HandedOverBefore` and :class:`OffersCross`. ``language`` is
    that of ``because``, and of the names in refusals.
    """
    hold_open(item)
    owner_queries.lock_owners({item.owner_id, to.id})  # nobody offers the other way meanwhile
    if item.offered_to is not None:
        raise OfferIsOpen(name=asked_name(item.offered_to, language))
    _check(item, to, asked_name(to, language))
    before = snapshot(item)
    item.offered_to, item.offered_because = to, because
    keep(item, "offered", before, because, language)
    announce(ActionItemOffered(item))


def _check(item: ActionItem, to: Owner, name: str) -> None:
    if to.id == item.owner_id:
        raise OfferedToOneself
    if to.email is None:
        raise OwnerNeedsAddress(name=name)
    story = [(one.verb, one.owner_id, one.at) for one in queries.story_of(item.id)]
    if at := handed_over_at(to.id, story):
        raise HandedOverBefore(name, zones.local(at, item.owner.zone).date())
    if owner_queries.is_asked_by(item.owner_id, to.id):
        raise OffersCross(name=name)


def withdraw_offer(item: ActionItem) -> bool:
    """Keep an item after all; False where nobody is asked any more."""
    hold_open(item)
    if item.offered_to is None:
        return False
    before = snapshot(item)
    item.offered_to = item.offered_because = None
    keep(item, "offer_withdrawn", before)
    return True


def accept_offer(item: ActionItem) -> None:
    """Take an item over: its owner before can do nothing with it any more.

    Raises :class:`OfferIsOver` where that was answered or taken back meanwhile, and
    :class:`ItemIsYours` where it was by accepting it.
    """
    hand_over(item, _asked(item))


def decline_offer(item: ActionItem, because: str, language: str) -> None:
    """Leave an item with its owner, who is told why. Raises as :func:`accept_offer`."""
    _asked(item)
    before = snapshot(item)
    item.offered_to = item.offered_because = None
    keep(item, "offer_declined", before, because, language)


def _asked(item: ActionItem) -> Owner:
    """Whom an item is offered to, with the item locked."""
    was = item.offered_to_id
    try:
        hold_open(item)
    except ItemHasPassed:
        if item.owner_id == was:  # by a press just before
            raise ItemIsYours from None
        raise
    if item.offered_to is None or item.offered_to_id != was:
        raise OfferIsOver
    return item.offered_to
