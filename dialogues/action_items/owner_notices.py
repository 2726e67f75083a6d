"""Owing the mails to owners of action items."""

from typing import Any

from dialogues.action_items import owner_queries, queries
from dialogues.action_items.facts import (
    ActionItemAssigned,
    ActionItemChanged,
    ActionItemOffered,
    OwnerAddressChanged,
)
from dialogues.action_items.models import ActionItem, Owner
from dialogues.config import settings
from dialogues.database import db
from dialogues.outbox.service import owe
from dialogues.support import clock
from dialogues.support.codes import fingerprint

ASSIGNED, OFFERED = "action_item_assigned", "action_item_offered"
NEWS, LINKS = "action_item_news", "action_item_links"
REMINDER = "action_item_reminder"
"""Their kinds."""
_TO_OWNER = ("due_changed", "due_derived", "due_declined", "dropped", "reopened", "done")
_TO_OWNER_BEFORE = ("handed_over", "assigned")
_NOBODY = 0


def owe_assigned(fact: ActionItemAssigned) -> None:
    """Tell who owns an item now what it is, and where they accept it and report."""
    _owe(ASSIGNED, fact.item, fact.item.owner, {})


def owe_offered(fact: ActionItemOffered) -> None:
    """Ask who would take an item over."""
    if fact.item.offered_to:
        _owe(OFFERED, fact.item, fact.item.offered_to, {})


def owe_news(fact: ActionItemChanged) -> None:
    """Tell an owner what others did: the present one, or the one from whom an item has passed.

    Nobody is told what they did themselves.
    """
    if fact.verb not in (*_TO_OWNER, *_TO_OWNER_BEFORE, "offer_declined"):
        return
    latest, before = owner_queries.last_events(fact.item.id)
    owner: Owner | None = fact.item.owner
    if fact.verb in _TO_OWNER_BEFORE:
        owner = db.session.get(Owner, before.owner_id) if before else None
    if owner and latest.actor != f"owner:{owner.id}":
        _owe(NEWS, fact.item, owner, {"event": latest.id})


def owe_links(email: str, language: str) -> None:
    """Mail an address the links to all that is owed there, the same ones at most once an hour.

    A mail is owed for an address of nobody, too, so that nobody learns by the time of the answer
    which these are; it is superseded when it comes to composing.
    """
    owners = owner_queries.owners_at(email)
    first = next(iter(owners), None)
    said = fingerprint(email, [(one.id, one.link_version) for one in owners])
    owe(
        kind=LINKS,
        recipient=email,
        language=first.language if first else language,
        zone=first.zone if first else settings().timezone,
        subject_id=first.id if first else _NOBODY,
        dedupe_key=f"owed_links:{said}:{clock.now():%Y%m%d%H}",
    )


def owe_links_to_new_address(fact: OwnerAddressChanged) -> None:
    """Mail an owner who has something to do, or to answer, the links at another address."""
    owner = fact.owner
    if queries.count_open_of(owner.id) or owner_queries.offered_to(owner.id):
        assert owner.email is not None
        owe(
            kind=LINKS,
            recipient=owner.email,
            language=owner.language,
            zone=owner.zone,
            subject_id=owner.id,
            payload={"is_new_address": True},
        )


def _owe(kind: str, item: ActionItem, owner: Owner, payload: dict[str, Any]) -> None:
    """Owe a mail to an owner, where one can reach them."""
    if owner.email is None or owner.erased_at is not None:
        return
    db.session.flush()
    owe(
        kind=kind,
        recipient=owner.email,
        language=owner.language,
        zone=owner.zone,
        subject_id=item.id,
        payload={"owner": owner.id, **payload},
    )
