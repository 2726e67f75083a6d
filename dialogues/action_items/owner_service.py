"""What owners do with their action items; what organisers do is in ``service``.

Each verb locks its item first, and turns down who owns it no more, or is asked no more.
"""

import datetime as dt

from dialogues.action_items import owner_queries, queries
from dialogues.action_items.changing import keep, snapshot
from dialogues.action_items.due_service import due_as_said, due_by_next
from dialogues.action_items.facts import ActionItemAssigned
from dialogues.action_items.models import ActionItem, ItemStatus, Owner
from dialogues.action_items.owner_refusals import (
    DateIsTheSame,
    ItemHasPassed,
    ItemIsDone,
    ItemIsDropped,
    NothingIsReported,
)
from dialogues.action_items.refusals import ItemChangedMeanwhile
from dialogues.action_items.rules import due_problem
from dialogues.database import db
from dialogues.history.service import record
from dialogues.support import clock, zones
from dialogues.support.events import announce


def accept(item: ActionItem) -> bool:
    """Note that the owner will do it; False where they had said so before."""
    hold_open(item)
    if item.accepted_at is not None:
        return False
    before = snapshot(item)
    item.accepted_at = clock.now()
    keep(item, "accepted", before)
    return True


def report(
    item: ActionItem, status: ItemStatus, words: str, language: str, seen: ItemStatus | None = None
) -> bool:
    """Keep how far it is, and what the owner wrote of it, for everybody to read.

    Who reports has accepted. What is reported as done is closed, everywhere; what is reported as
    open or in progress after that is open again. ``seen`` is the status that the owner saw before.
    False where all of it is so already, as when a press comes twice. Raises :class:`ItemIsDropped`,
    :class:`NothingIsReported` where neither status nor words are new, and
    :class:`ItemChangedMeanwhile` where somebody else has changed the status to a third one.
    """
    _hold(item)
    if item.status is ItemStatus.DROPPED:
        raise ItemIsDropped
    seen = seen or item.status
    if status is seen and not words:
        raise NothingIsReported
    if status is item.status and (not words or _said_last(item, words)):
        return False
    if item.status not in (seen, status):
        raise ItemChangedMeanwhile
    before, was = snapshot(item), item.status
    item.accepted_at = item.accepted_at or clock.now()
    item.status = status
    if status is ItemStatus.DONE:
        item.closed_at = item.closed_at or clock.now()
        forget_wishes(item)
    else:
        item.closed_at = None
    verb = "reported"
    if status is not was and status is ItemStatus.DONE:
        verb = "done"
    elif status is not was and was is ItemStatus.DONE:
        verb = "reopened"
    elif status is not was and status is ItemStatus.IN_PROGRESS:
        verb = "started"
    if verb == "reopened" and item.is_due_by_next:
        item.due_on = due_by_next(item.dialogue, item.owner, clock.now())
    keep(item, verb, before, words, language)
    return True


def _said_last(item: ActionItem, words: str) -> bool:
    latest, _before = owner_queries.last_events(item.id)
    return latest.actor == f"owner:{item.owner_id}" and latest.words == words


def propose_due(item: ActionItem, due_on: dt.date, because: str, language: str) -> None:
    """Ask the organisers for another due date, in place of any that was proposed before.

    Raises :class:`DateIsTheSame`, and what :func:`~.rules.due_problem` finds.
    """
    hold_open(item)
    if due_on == item.due_on and not item.is_due_by_next:
        raise DateIsTheSame
    if problem := due_problem(due_on, today_of(item.owner)):
        raise problem
    before = snapshot(item)
    item.proposed_due_on, item.proposed_because = due_on, because
    keep(item, "due_proposed", before, because, language)


def stop_reminders(item: ActionItem) -> bool:
    """Remind the owner of the item no more; False where it was so. Not part of the public story."""
    _hold(item)
    return _set_reminders_stopped(item, clock.now(), "stop_reminders")


def resume_reminders(item: ActionItem) -> bool:
    """Remind the owner of the item again; False where it was so."""
    _hold(item)
    return _set_reminders_stopped(item, None, "resume_reminders")


def renew_links(owner: Owner) -> None:
    """End all links of an owner, their calendar's among them; others take over."""
    db.session.refresh(owner, with_for_update=True)
    owner.link_version += 1
    db.session.flush()
    record("action_owner", owner.id, "renew_links", {}, {})


def today_of(owner: Owner) -> dt.date:
    """The present day, in an owner's zone."""
    return zones.local(clock.now(), owner.zone).date()


def hold_open(item: ActionItem) -> None:
    """Lock an item; turn down who owns it no more, and what is about work that is over.

    Raises :class:`ItemHasPassed`, :class:`ItemIsDone` or :class:`ItemIsDropped`.
    """
    _hold(item)
    if item.status is ItemStatus.DONE:
        raise ItemIsDone
    if item.status is ItemStatus.DROPPED:
        raise ItemIsDropped


def forget_wishes(item: ActionItem) -> None:
    """Have nobody answer any more what the owner asked for."""
    item.proposed_due_on = item.proposed_because = None
    item.offered_to = item.offered_because = None


def pass_to(item: ActionItem, owner: Owner) -> None:
    """Make somebody its owner who has yet to accept: links of the one before open nothing."""
    item.owner = owner
    item.link_version += 1
    item.accepted_at = item.reminders_stopped_at = None
    forget_wishes(item)
    if item.is_due_by_next:
        item.due_on = due_as_said(item, owner)


def hand_over(item: ActionItem, to: Owner) -> None:
    """Make who accepted an item its owner."""
    before = snapshot(item)
    pass_to(item, to)
    item.accepted_at = clock.now()
    keep(item, "handed_over", before)
    announce(ActionItemAssigned(item))


def _hold(item: ActionItem) -> None:
    """Lock an item; raises :class:`ItemHasPassed` where its links were revoked meanwhile."""
    versions = item.link_version, item.owner.link_version
    queries.locked(item.id)
    if (item.link_version, item.owner.link_version) != versions:
        raise ItemHasPassed


def _set_reminders_stopped(item: ActionItem, at: dt.datetime | None, verb: str) -> bool:
    if (item.reminders_stopped_at is None) == (at is None):
        return False
    before = snapshot(item)
    item.reminders_stopped_at = at
    db.session.flush()
    record("action_item", item.id, verb, before, snapshot(item))
    return True
