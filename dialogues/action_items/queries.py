"""Named reads of action items and owners. Items come with texts, owner and Dialogue."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from dialogues.action_items.models import CLOSED, ActionItem, ActionItemEvent, Owner, OwnerKind
from dialogues.database import db
from dialogues.programme.models import Dialogue
from dialogues.programme.queries import first_starts
from dialogues.support import clock


def items() -> Select[ActionItem]:
    """All action items, with what belongs to them; in the order in which they were recorded."""
    return (
        select(ActionItem)
        .options(
            joinedload(ActionItem.owner, innerjoin=True),
            joinedload(ActionItem.dialogue, innerjoin=True),
        )
        .order_by(ActionItem.id)
    )


def is_overdue(today: dt.date) -> ColumnElement[bool]:
    """Whether an action item is as ``rules.is_overdue`` has it, as a condition."""
    return ActionItem.status.not_in(CLOSED) & (ActionItem.due_on < today)


def item_by_public_id(public_id: str) -> ActionItem | None:
    """An action item, or None."""
    return db.session.scalar(items().where(ActionItem.public_id == public_id))


def locked(item_id: int) -> ActionItem:
    """An action item, locked until the transaction ends."""
    wanted = items().where(ActionItem.id == item_id).with_for_update(of=ActionItem)
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one()


def locked_by_next() -> Sequence[ActionItem]:
    """What is open and due by the next Dialogue, locked until the transaction ends."""
    wanted = items().where(ActionItem.closed_at.is_(None), ActionItem.is_due_by_next.is_(True))
    locking = wanted.with_for_update(of=ActionItem)
    return db.session.scalars(locking, execution_options={"populate_existing": True}).all()


def items_by_public_ids(public_ids: Collection[str]) -> dict[str, ActionItem]:
    """Those of some action items that there are, by public id."""
    wanted = items().where(ActionItem.public_id.in_(public_ids))
    return {one.public_id: one for one in db.session.scalars(wanted)} if public_ids else {}


def items_of(dialogue_id: int) -> Sequence[ActionItem]:
    """What a Dialogue agreed on."""
    return db.session.scalars(items().where(ActionItem.dialogue_id == dialogue_id)).all()


def items_of_owner(owner_id: int) -> Sequence[ActionItem]:
    """What an owner owes, or owed."""
    return db.session.scalars(items().where(ActionItem.owner_id == owner_id)).all()


def carried_to(dialogue: Dialogue) -> Sequence[ActionItem]:
    """What earlier Dialogues agreed on and was open when this one began, or is if it is the next.

    So an item that is done since stays on the page of the Dialogue that still had it before it;
    and a Dialogue further ahead has none yet: the next one may close them.
    """
    starts, now = first_starts(), clock.now()
    begins_at = starts.get(dialogue.id)
    if begins_at is None or any(now < other < begins_at for other in starts.values()):
        return []
    earlier = [one for one, start in starts.items() if start < begins_at]
    wanted = items().where(
        ActionItem.dialogue_id.in_(earlier),
        or_(ActionItem.closed_at.is_(None), ActionItem.closed_at > begins_at),
    )
    return db.session.scalars(wanted).all()


def story_of(item_id: int) -> Sequence[ActionItemEvent]:
    """What happened to an action item, the latest last."""
    return db.session.scalars(
        select(ActionItemEvent)
        .where(ActionItemEvent.item_id == item_id)
        .order_by(ActionItemEvent.id)
    ).all()


def due_said_at(item_ids: Collection[int]) -> dict[int, dt.datetime]:
    """When somebody last said by when some action items are due, by their id."""
    rows = db.session.execute(
        select(ActionItemEvent.item_id, func.max(ActionItemEvent.at))
        .where(
            ActionItemEvent.item_id.in_(item_ids),
            ActionItemEvent.verb.in_(("recorded", "due_changed", "reopened")),
        )
        .group_by(ActionItemEvent.item_id)
    )
    return dict(rows.all())


def owner_by_public_id(public_id: str) -> Owner | None:
    """An owner, or None."""
    return db.session.scalar(select(Owner).where(Owner.public_id == public_id))


def owners_by_public_ids(public_ids: Collection[str]) -> dict[str, Owner]:
    """Those of some owners that there are, by public id."""
    wanted = select(Owner).where(Owner.public_id.in_(public_ids))
    return {one.public_id: one for one in db.session.scalars(wanted)} if public_ids else {}


def owner_by_key(key: str) -> Owner | None:
    """The entry of the register that spreadsheets call ``key``, or None."""
    return db.session.scalar(select(Owner).where(Owner.key == key))


def register_entry_at(email: str) -> Owner | None:
    """The first of the register whom mails reach at an address, trimmed and case-folded."""
    return next((one for one in register() if one.email == email), None)


def owners_by_keys(keys: Collection[str]) -> dict[str, Owner]:
    """The entries of the register by what spreadsheets call them, of those there are."""
    found = db.session.scalars(select(Owner).where(Owner.key.in_(keys)))
    return {str(owner.key): owner for owner in found}


def count_open_of(owner_id: int) -> int:
    """How many action items of an owner are not closed."""
    return (
        db.session.scalar(
            select(func.count(ActionItem.id)).where(
                ActionItem.owner_id == owner_id, ActionItem.closed_at.is_(None)
            )
        )
        or 0
    )


def count_open_by_owner() -> dict[int, int]:
    """How many action items are not closed, by the id of their owner."""
    rows = db.session.execute(
        select(ActionItem.owner_id, func.count())
        .where(ActionItem.closed_at.is_(None))
        .group_by(ActionItem.owner_id)
    )
    return {owner_id: int(count) for owner_id, count in rows}


def owns_anything(owner_id: int) -> bool:
    """Whether any action item names an owner: as its owner, now or before, or as the next."""
    named = (
        select(ActionItem.id).where(
            or_(ActionItem.owner_id == owner_id, ActionItem.offered_to_id == owner_id)
        ),
        select(ActionItemEvent.id).where(ActionItemEvent.owner_id == owner_id),
    )
    return any(db.session.scalar(one.limit(1)) is not None for one in named)


def register(with_archived: bool = False) -> Sequence[Owner]:
    """The coalitions, agencies and countries of the register, as they were entered."""
    wanted = select(Owner).where(Owner.kind != OwnerKind.PERSON).order_by(Owner.id)
    if not with_archived:
        wanted = wanted.where(Owner.archived_at.is_(None))
    return db.session.scalars(wanted).all()
