"""What members of staff do with action items; what owners do is in ``owner_service``.

Each verb locks its item first, and keeps what it changed: see :mod:`changing`. Those that are
given the version that was ``seen`` raise :class:`ItemChangedMeanwhile` where it has changed since.
"""

import datetime as dt
from collections.abc import Mapping

from dialogues.action_items import queries
from dialogues.action_items.changing import keep, snapshot
from dialogues.action_items.drafts import Draft, version_of
from dialogues.action_items.due_service import due_by_next
from dialogues.action_items.facts import ActionItemAssigned
from dialogues.action_items.models import ActionItem, ActionItemText, ItemStatus, Owner
from dialogues.action_items.naming import owner_name
from dialogues.action_items.owner_service import forget_wishes, pass_to, today_of
from dialogues.action_items.refusals import (
    ItemChangedMeanwhile,
    ItemIsClosed,
    ItemIsOpen,
    NothingIsProposed,
    OwnerNeedsAddress,
    ReasonIsMissing,
    TextIsMissing,
)
from dialogues.action_items.rules import due_problem
from dialogues.database import db
from dialogues.programme.models import Dialogue
from dialogues.support import clock
from dialogues.support.codes import opaque_id
from dialogues.support.events import announce


def record_item(dialogue: Dialogue, draft: Draft) -> ActionItem:
    """Record what ``dialogue`` agreed on; its owner is asked to accept it.

    Raises :class:`OwnerNeedsAddress`, :class:`TextIsMissing`, and the refusals of
    :func:`~dialogues.action_items.rules.due_problem`.
    """
    _check_owner(draft.owner, draft.source_language)
    at = clock.now()
    item = ActionItem(
        public_id=opaque_id(),
        dialogue=dialogue,
        section_id=draft.section_id,
        source_language=draft.source_language,
        theme=draft.theme,
        owner=draft.owner,
        status=ItemStatus.OPEN,
        link_version=1,
        created_at=at,
        updated_at=at,
    )
    _set_texts(item, draft.texts)
    _set_due(item, draft.due_on, draft.owner)
    db.session.add(item)
    keep(item, "recorded", {})
    announce(ActionItemAssigned(item))
    return item


def change(item: ActionItem, draft: Draft, seen: str) -> list[str]:
    """Make an item what ``draft`` says; return the verbs that this took, none for no change.

    A new owner is asked to accept it, and the links of the one before open nothing. A due date
    that stays as it is may be past by now. Raises as :func:`record_item`.
    """
    item = _seen(item, seen)
    done = [
        *_edit(item, draft),
        # In this order, so that a new owner gets one mail: the date is news to the one before.
        *(["due_changed"] if _change_due(item, draft) else []),
        *(["assigned"] if _assign(item, draft) else []),
    ]
    if "assigned" in done:
        announce(ActionItemAssigned(item))
    return done


def start_work(item: ActionItem, seen: str) -> None:
    """Note that somebody has begun."""
    item = _open(_seen(item, seen))
    before = snapshot(item)
    item.status = ItemStatus.IN_PROGRESS
    keep(item, "started", before)


def finish(item: ActionItem, seen: str, words: str = "", language: str = "en") -> None:
    """Note that it is done, everywhere where it stands."""
    item = _open(_seen(item, seen))
    before = snapshot(item)
    _close(item, ItemStatus.DONE)
    keep(item, "done", before, words, language)


def drop(item: ActionItem, seen: str, reason: str, language: str) -> None:
    """Note that it will not be done, and why; raises :class:`ReasonIsMissing`."""
    if not reason:
        raise ReasonIsMissing
    item = _open(_seen(item, seen))
    before = snapshot(item)
    item.dropped_because = reason
    _close(item, ItemStatus.DROPPED)
    keep(item, "dropped", before, reason, language)


def reopen(item: ActionItem, seen: str, words: str = "", language: str = "en") -> None:
    """Take back that it is done or dropped; by the next Dialogue is derived anew."""
    item = _seen(item, seen)
    if item.closed_at is None:
        raise ItemIsOpen
    before = snapshot(item)
    item.status = ItemStatus.IN_PROGRESS if item.accepted_at else ItemStatus.OPEN
    item.closed_at = item.dropped_because = None
    if item.is_due_by_next:
        item.due_on = due_by_next(item.dialogue, item.owner, clock.now())
    keep(item, "reopened", before, words, language)


def carry_over(item: ActionItem, seen: str, words: str = "", language: str = "en") -> None:
    """Have it due by the Dialogue that is the next from now on, whichever date it had."""
    item = _open(_seen(item, seen))
    before = snapshot(item)
    _set_due(item, None, item.owner)
    item.proposed_due_on = item.proposed_because = None
    keep(item, "due_changed", before, words, language)


def answer_proposal(
    item: ActionItem, seen: str, accepted: bool, words: str = "", language: str = "en"
) -> None:
    """Take over the date that the owner proposed, or let the date stay as it is.

    Raises :class:`NothingIsProposed`, and where the proposed date is past by now.
    """
    item = _open(_seen(item, seen))
    if item.proposed_due_on is None:
        raise NothingIsProposed
    before = snapshot(item)
    if accepted:
        _check_due(item.owner, item.proposed_due_on)
        item.due_on, item.is_due_by_next = item.proposed_due_on, False
    item.proposed_due_on = item.proposed_because = None
    keep(item, "due_changed" if accepted else "due_declined", before, words, language)


def _edit(item: ActionItem, draft: Draft) -> list[str]:
    before = snapshot(item)
    item.theme = draft.theme
    _set_texts(item, draft.texts)
    after = snapshot(item)
    if after == before:
        return []
    # Everybody reads the verb: what was promised is the same in another language.
    said = ("theme", f"text_{item.source_language}")
    verb = "edited" if any(before.get(key) != after.get(key) for key in said) else "translated"
    keep(item, verb, before)
    return [verb]


def _assign(item: ActionItem, draft: Draft) -> bool:
    if draft.owner.id == item.owner_id:
        return False
    _check_owner(draft.owner, item.source_language)
    before = snapshot(_open(item))
    pass_to(item, draft.owner)
    keep(item, "assigned", before)
    return True


def _change_due(item: ActionItem, draft: Draft) -> bool:
    if draft.due_on == (None if item.is_due_by_next else item.due_on):
        return False
    before = snapshot(_open(item))
    _set_due(item, draft.due_on, draft.owner)
    item.proposed_due_on = item.proposed_because = None
    keep(item, "due_changed", before)
    return True


def _set_texts(item: ActionItem, texts: Mapping[str, str]) -> None:
    """Take over the texts; what was translated afresh renders the source as it is now."""
    source = texts.get(item.source_language)
    if not source:
        raise TextIsMissing
    for language, text in texts.items():
        known = item.texts.get(language)
        if known is None:
            known = item.texts[language] = ActionItemText(language=language, text="")
        if known.text != text:
            known.text = text
            known.rendered = None if language == item.source_language else source
    for language in item.texts.keys() - texts.keys():
        del item.texts[language]


def _set_due(item: ActionItem, due_on: dt.date | None, owner: Owner) -> None:
    item.is_due_by_next = due_on is None
    if due_on is None:
        item.due_on = due_by_next(item.dialogue, owner, clock.now())
    else:
        _check_due(owner, due_on)
        item.due_on = due_on


def _check_due(owner: Owner, due_on: dt.date) -> None:
    if problem := due_problem(due_on, today_of(owner)):
        raise problem


def _check_owner(owner: Owner, language: str) -> None:
    if owner.email is None:
        raise OwnerNeedsAddress(name=owner_name(owner, language))


def _close(item: ActionItem, status: ItemStatus) -> None:
    item.status, item.closed_at = status, clock.now()
    forget_wishes(item)


def _seen(item: ActionItem, seen: str) -> ActionItem:
    item = queries.locked(item.id)
    if version_of(item) != seen:
        raise ItemChangedMeanwhile
    return item


def _open(item: ActionItem) -> ActionItem:
    if item.closed_at is not None:
        raise ItemIsClosed
    return item
