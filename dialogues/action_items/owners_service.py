"""Verbs that change who can own action items."""

from sqlalchemy import select

from dialogues.action_items import queries
from dialogues.action_items.facts import OwnerAddressChanged
from dialogues.action_items.models import Owner, OwnerKind, OwnerName
from dialogues.action_items.naming import owner_name
from dialogues.action_items.owner_plans import OwnerPlan, plan_of
from dialogues.action_items.refusals import (
    KeyIsTaken,
    OwnerChangedMeanwhile,
    OwnerStillOwes,
    PersonNeedsAddress,
)
from dialogues.database import db
from dialogues.history.service import record
from dialogues.people.participants import new_participant
from dialogues.support import clock
from dialogues.support.addresses import email_address
from dialogues.support.codes import opaque_id
from dialogues.support.events import announce
from dialogues.support.refusals import Refusal


def person_owner(name: str, email: str, language: str, zone: str) -> Owner:
    """The person of an address, by whom or for whom an item is to be done; new where unknown.

    The address can ask then, as every address can that is stored, for all that is held about it.
    Who is known keeps the name, language and IANA zone they have: somebody who types another's
    address overwrites nothing. ``name`` is what everybody reads. Raises
    :class:`PersonNeedsAddress` where ``email`` is none.
    """
    address = email_address(email)
    if address is None:
        raise PersonNeedsAddress(name=name)
    known = db.session.scalars(
        select(Owner)
        .where(Owner.kind == OwnerKind.PERSON, Owner.email == address)
        .order_by(Owner.id)
        .limit(1)
    ).first()
    if known is not None:
        return known
    new_participant(address)
    now = clock.now()
    person = Owner(
        public_id=opaque_id(),
        kind=OwnerKind.PERSON,
        coordinator=name,
        email=address,
        language=language,
        zone=zone,
        link_version=1,
        created_at=now,
        updated_at=now,
    )
    person.names[language] = OwnerName(language=language, name=name)
    db.session.add(person)
    db.session.flush()
    record("action_owner", person.id, "add_person", {}, {"kind": OwnerKind.PERSON.value})
    return person


def add_owner(plan: OwnerPlan) -> Owner:
    """Add an entry to the register, whose fields are right; raises :class:`KeyIsTaken`."""
    now = clock.now()
    owner = Owner(
        public_id=opaque_id(),
        email=None,
        link_version=1,
        created_at=now,
        updated_at=now,
    )
    _set(owner, plan)
    db.session.add(owner)
    db.session.flush()
    record("action_owner", owner.id, "add", {}, dict(plan.cells))
    return owner


def change_owner(owner: Owner, plan: OwnerPlan, seen: str | None = None) -> bool:
    """Make an entry what ``plan`` says, whose fields are right; say whether that changes it.

    With another address, the links that went to the one before open nothing any more, and new
    ones are on their way to it. Raises
    :class:`KeyIsTaken`, :class:`OwnerChangedMeanwhile` where it is another than was ``seen``, and
    :class:`OwnerStillOwes` where what is not closed would be left without an address.
    """
    _lock(owner)
    if seen is not None and seen != version_of(owner):
        raise OwnerChangedMeanwhile
    before = plan_of(owner)
    if before == plan:
        return False
    if problem := address_problem(owner, plan):
        raise problem
    _set(owner, plan)
    owner.updated_at = clock.now()
    db.session.flush()
    record("action_owner", owner.id, "change", dict(before.cells), dict(plan.cells))
    if plan.email not in (None, before.email):
        announce(OwnerAddressChanged(owner))
    return True


def address_problem(owner: Owner, plan: OwnerPlan) -> Refusal | None:
    """Why an entry cannot lose its address, or None: what it owes would reach nobody."""
    if plan.email is not None or owner.email is None or not queries.count_open_of(owner.id):
        return None
    return OwnerStillOwes(name=owner_name(owner, owner.language))


def retire(owner: Owner) -> bool:
    """Take an entry out of the register: say whether it is gone altogether.

    One that has or had action items is archived: it keeps them, and is offered for new ones no
    more.
    """
    _lock(owner)
    if queries.owns_anything(owner.id):
        if owner.archived_at is None:
            owner.archived_at = owner.updated_at = clock.now()
            record("action_owner", owner.id, "archive", {"archived": False}, {"archived": True})
        return False
    record("action_owner", owner.id, "remove", dict(plan_of(owner).cells), {})
    db.session.delete(owner)
    db.session.flush()
    return True


def take_back(owner: Owner) -> bool:
    """Offer an archived entry for new action items again; say whether it was archived."""
    _lock(owner)
    if owner.archived_at is None:
        return False
    owner.archived_at, owner.updated_at = None, clock.now()
    record("action_owner", owner.id, "take_back", {"archived": True}, {"archived": False})
    return True


def version_of(owner: Owner) -> str:
    """What a form carries to learn, when it is sent, whether the entry has changed meanwhile."""
    return owner.updated_at.isoformat()


def _set(owner: Owner, plan: OwnerPlan) -> None:
    cells = plan.cells
    known = queries.owner_by_key(cells["key"])
    if known is not None and known is not owner:
        raise KeyIsTaken(text=cells["key"])
    if owner.email is not None and owner.email != plan.email:
        owner.link_version += 1
    owner.key, owner.kind = cells["key"], OwnerKind(cells["kind"])
    owner.coordinator, owner.email = cells["coordinator"], plan.email
    if plan.email is not None:
        new_participant(plan.email)
    owner.website = cells["website"] or None
    owner.language, owner.zone = cells["language"], cells["zone"]
    for language in owner.names.keys() - plan.names.keys():
        del owner.names[language]
    for language, name in plan.names.items():
        known_name = owner.names.setdefault(language, OwnerName(language=language, name=name))
        known_name.name = name


def _lock(owner: Owner) -> None:
    db.session.refresh(owner, with_for_update=True)
