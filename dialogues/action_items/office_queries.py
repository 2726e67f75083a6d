"""Named reads for the organisers' list of action items."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import defer

from dialogues.action_items.drafts import Draft
from dialogues.action_items.models import (
    CLOSED,
    ActionItem,
    ActionItemText,
    ItemStatus,
    Owner,
)
from dialogues.action_items.queries import is_overdue, items
from dialogues.database import Page, db, page_of
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Dialogue

PAGE_LENGTH = 50
NEEDS = ("overdue", "proposal", "address")
"""What an action item may need: to be done, an answer, an owner whom mails reach."""


@dataclass(frozen=True)
class Wanted:
    """Which action items somebody looks for, all of it at once; None asks for nothing."""

    dialogue: str | None = None
    owner: str | None = None
    theme: str | None = None
    status: ItemStatus | None = None
    needs: str | None = None
    """One of ``NEEDS``."""

    def arguments(self) -> dict[str, str]:
        """What an address says to mean this."""
        return {name: str(value) for name, value in asdict(self).items() if value is not None}


def list_of(wanted: Wanted, today: dt.date, number: int) -> Page[ActionItem]:
    """A page of the action items that are wanted: what is open first, the next due first.

    ``today`` is as in ``rules.day_everywhere``.
    """
    is_closed = case((ActionItem.closed_at.is_(None), 0), else_=1)
    found = (
        items()
        .join(ActionItem.owner)
        .join(ActionItem.dialogue)
        .where(*_conditions(wanted, today))
        .order_by(None)
        .order_by(is_closed, ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
    )
    return page_of(found, PAGE_LENGTH, number)


def open_item_like(dialogue: Dialogue, draft: Draft) -> ActionItem | None:
    """What is open of a Dialogue, and says the same for the same owner; None as a rule."""
    wanted = (
        items()
        .join(ActionItem.texts)
        .where(
            ActionItem.dialogue_id == dialogue.id,
            ActionItem.owner_id == draft.owner.id,
            ActionItem.closed_at.is_(None),
            ActionItemText.language == draft.source_language,
            ActionItemText.text == draft.texts.get(draft.source_language),
        )
    )
    return db.session.scalar(wanted.limit(1))


def needs(today: dt.date) -> dict[str, int]:
    """How many action items need each of ``NEEDS``; ``today`` as in ``rules.day_everywhere``."""
    counts = [func.count(case((_need(need, today), 1))) for need in NEEDS]
    row = db.session.execute(select(*counts).select_from(ActionItem).join(ActionItem.owner)).one()
    return {need: int(count) for need, count in zip(NEEDS, row, strict=True)}


def owners_of_items() -> Sequence[Owner]:
    """Everybody who owns an action item, as they were entered."""
    owning = select(ActionItem.owner_id)
    return db.session.scalars(select(Owner).where(Owner.id.in_(owning)).order_by(Owner.id)).all()


def dialogues_with_items() -> Sequence[Dialogue]:
    """The Dialogues that agreed on something, the latest entered first."""
    agreeing = select(ActionItem.dialogue_id)
    return db.session.scalars(
        select(Dialogue).where(Dialogue.id.in_(agreeing)).order_by(Dialogue.id.desc())
    ).all()


def mails_about(item_id: int, kinds: Collection[str]) -> Sequence[OutboxMail]:
    """The last 50 mails of some kinds about an action item, without their text, newest first."""
    return db.session.scalars(
        select(OutboxMail)
        .where(OutboxMail.kind.in_(kinds), OutboxMail.subject_id == item_id)
        .options(defer(OutboxMail.body))
        .order_by(OutboxMail.id.desc())
        .limit(PAGE_LENGTH)
    ).all()


def _conditions(wanted: Wanted, today: dt.date) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.dialogue is not None:
        conditions.append(Dialogue.public_id == wanted.dialogue)
    if wanted.owner is not None:
        conditions.append(Owner.public_id == wanted.owner)
    if wanted.theme is not None:
        conditions.append(ActionItem.theme == wanted.theme)
    if wanted.status is not None:
        conditions.append(ActionItem.status == wanted.status)
    if wanted.needs is not None:
        conditions.append(_need(wanted.needs, today))
    return conditions


def _need(need: str, today: dt.date) -> ColumnElement[bool]:
    is_open = ActionItem.status.not_in(CLOSED)
    if need == "overdue":
        return is_overdue(today)
    if need == "proposal":
        return is_open & ActionItem.proposed_due_on.is_not(None)
    return is_open & Owner.email.is_(None)
