"""Named reads for the owners' side: offers, addresses, what happened last."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import select

from dialogues.action_items.models import CLOSED, ActionItem, ActionItemEvent, Owner
from dialogues.action_items.queries import items
from dialogues.database import db


def lock_owners(owner_ids: Collection[int]) -> None:
    """Lock owners, lowest id first, until the transaction ends."""
    db.session.execute(
        select(Owner.id).where(Owner.id.in_(owner_ids)).order_by(Owner.id).with_for_update()
    ).all()


def is_asked_by(owner_id: int, other_id: int) -> bool:
    """Whether an owner has yet to answer whether they take over an item of the other."""
    wanted = select(ActionItem.id).where(
        ActionItem.owner_id == other_id, ActionItem.offered_to_id == owner_id
    )
    return db.session.scalar(wanted.limit(1)) is not None


def offered_to(owner_id: int) -> Sequence[ActionItem]:
    """The items of others that an owner is asked to take over."""
    return db.session.scalars(items().where(ActionItem.offered_to_id == owner_id)).all()


def open_items_of(owner_id: int) -> Sequence[ActionItem]:
    """What an owner has yet to do, the next to come due first."""
    wanted = items().where(ActionItem.owner_id == owner_id, ActionItem.status.not_in(CLOSED))
    return db.session.scalars(
        wanted.order_by(None).order_by(ActionItem.due_on.nulls_last(), ActionItem.id)
    ).all()


def owners_at(email: str) -> Sequence[Owner]:
    """Whom mails reach at an address, trimmed and case-folded."""
    wanted = select(Owner).where(Owner.email == email, Owner.erased_at.is_(None))
    return db.session.scalars(wanted.order_by(Owner.id)).all()


def last_events(item_id: int) -> tuple[ActionItemEvent, ActionItemEvent | None]:
    """The last that happened to an item that was recorded, and what happened before it."""
    latest, *before = db.session.scalars(
        select(ActionItemEvent)
        .where(ActionItemEvent.item_id == item_id)
        .order_by(ActionItemEvent.id.desc())
        .limit(2)
    ).all()
    return latest, next(iter(before), None)


def happened_since(item_id: int, verbs: Collection[str], since: dt.datetime) -> bool:
    """Whether one of ``verbs`` happened to an item after an aware instant."""
    wanted = select(ActionItemEvent.id).where(
        ActionItemEvent.item_id == item_id,
        ActionItemEvent.verb.in_(verbs),
        ActionItemEvent.at > since,
    )
    return db.session.scalar(wanted.limit(1)) is not None
