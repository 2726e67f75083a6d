"""Named reads of the public ledger. What a draft of a Dialogue agreed on is not in it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from dialogues.action_items.models import (
    CLOSED,
    ActionItem,
    ActionItemEvent,
    ItemStatus,
    Owner,
    OwnerKind,
)
from dialogues.action_items.queries import is_overdue, items
from dialogues.database import Page, db, each_of, page_of
from dialogues.programme.models import Dialogue, Status

Row = TypeVarTuple("Row")

ON_A_PAGE = 25
TO_DO = "to_do"


@dataclass(frozen=True)
class LedgerFilter:
    """What is asked of action items, all of it at once; an empty value asks for nothing."""

    dialogue: str = ""
    """A public id, as ``owner`` is."""
    owner: str = ""
    theme: str = ""
    status: str = ""
    """A value of :class:`ItemStatus`, or ``to_do`` for what is neither done nor dropped."""
    overdue: str = ""
    """``yes``, or nothing."""

    def arguments(self) -> dict[str, str]:
        """What an address says to mean this filter."""
        return {name: value for name, value in asdict(self).items() if value}


class Transition(NamedTuple):
    """When an action item came to a status, and from which; from none when it was recorded."""

    at: dt.datetime
    before: ItemStatus | None
    after: ItemStatus


def page(wanted: LedgerFilter, today: dt.date, number: int) -> Page[ActionItem]:
    """A page of the ledger: what is overdue, what is due next, what has no date, what is closed.

    The first due comes first, and of what is closed the last. ``today`` is as in
    ``rules.day_everywhere``.
    """
    stage = case(
        (ActionItem.status.in_(CLOSED), 3),
        (ActionItem.due_on.is_(None), 2),
        (ActionItem.due_on >= today, 1),
        else_=0,
    )
    due_on = case((ActionItem.status.in_(CLOSED), None), else_=ActionItem.due_on)
    in_order = _selected(wanted, today).order_by(None)
    in_order = in_order.order_by(stage, due_on, ActionItem.closed_at.desc(), ActionItem.id)
    return page_of(in_order, ON_A_PAGE, number)


def each(wanted: LedgerFilter, today: dt.date) -> Iterator[ActionItem]:
    """All that a filter selects, as it was recorded; to be streamed (:func:`each_of`)."""
    return each_of(_selected(wanted, today), ActionItem.id)


def counts(wanted: LedgerFilter, today: dt.date) -> dict[str, int]:
    """How many of the selected have each status, and how many are ``overdue``."""
    figures = [func.count(case((ActionItem.status == status, 1))) for status in ItemStatus]
    figures.append(func.count(case((is_overdue(today), 1))))
    row = db.session.execute(_only(wanted, today, select(*figures).select_from(ActionItem))).one()
    return dict(zip([*ItemStatus, "overdue"], map(int, row), strict=True))


def transitions(wanted: LedgerFilter, today: dt.date) -> list[Transition]:
    """When the selected came from one status to another, in that order."""
    before = func.lag(ActionItemEvent.status).over(
        partition_by=ActionItemEvent.item_id, order_by=ActionItemEvent.id
    )
    events = _only(
        wanted,
        today,
        select(
            ActionItemEvent.id, ActionItemEvent.at, before.label("before"), ActionItemEvent.status
        ).join(ActionItem, ActionItem.id == ActionItemEvent.item_id),
    ).subquery()
    changed = select(events.c.at, events.c.before, events.c.status).where(
        events.c.before.is_distinct_from(events.c.status)
    )
    return [
        Transition(*row) for row in db.session.execute(changed.order_by(events.c.at, events.c.id))
    ]


def dialogues_with_items() -> Sequence[Dialogue]:
    """The public Dialogues that agreed on something, the latest entered first."""
    agreeing = select(ActionItem.dialogue_id)
    wanted = select(Dialogue).where(Dialogue.id.in_(agreeing), Dialogue.status != Status.DRAFT)
    return db.session.scalars(wanted.order_by(Dialogue.id.desc())).all()


def owners_with_items() -> Sequence[Owner]:
    """The owners of the register, archived ones too, whom something public was given to."""
    owning = select(ActionItem.owner_id).join(ActionItem.dialogue)
    wanted = select(Owner).where(
        Owner.id.in_(owning.where(Dialogue.status != Status.DRAFT)),
        Owner.kind != OwnerKind.PERSON,
    )
    return db.session.scalars(wanted.order_by(Owner.id)).all()


def counts_by_owner(today: dt.date) -> dict[int, tuple[int, int, int]]:
    """Of each owner's public action items, how many are not closed, done and overdue."""
    counted = select(
        ActionItem.owner_id,
        func.count(case((ActionItem.status.not_in(CLOSED), 1))),
        func.count(case((ActionItem.status == ItemStatus.DONE, 1))),
        func.count(case((is_overdue(today), 1))),
    ).group_by(ActionItem.owner_id)
    rows = db.session.execute(_only(LedgerFilter(), today, counted))
    return {owner_id: (to_do, done, late) for owner_id, to_do, done, late in rows}


def public_item(public_id: str) -> ActionItem | None:
    """An action item of a public Dialogue, or None."""
    return db.session.scalar(
        _selected(LedgerFilter(), dt.date.min).where(ActionItem.public_id == public_id)
    )


def owners_by_ids(owner_ids: Sequence[int]) -> dict[int, Owner]:
    """Some owners, persons among them, by id."""
    found = db.session.scalars(select(Owner).where(Owner.id.in_(owner_ids)))
    return {owner.id: owner for owner in found}


def _selected(wanted: LedgerFilter, today: dt.date) -> Select[ActionItem]:
    return _only(wanted, today, items())


def _only(wanted: LedgerFilter, today: dt.date, of: Select[*Row]) -> Select[*Row]:
    """Narrow what is selected of action items to those that a filter asks for."""
    dialogue = and_(Dialogue.id == ActionItem.dialogue_id, Dialogue.status != Status.DRAFT)
    conditions: list[ColumnElement[bool]] = []
    if wanted.dialogue:
        conditions.append(Dialogue.public_id == wanted.dialogue)
    if wanted.owner:
        conditions.append(Owner.public_id == wanted.owner)
        of = of.join(Owner, and_(Owner.id == ActionItem.owner_id, Owner.kind != OwnerKind.PERSON))
    if wanted.theme:
        conditions.append(ActionItem.theme == wanted.theme)
    if wanted.status == TO_DO:
        conditions.append(ActionItem.status.not_in(CLOSED))
    elif wanted.status:
        conditions.append(ActionItem.status == ItemStatus(wanted.status))
    if wanted.overdue:
        conditions.append(is_overdue(today))
    return of.join(Dialogue, dialogue).where(*conditions)
