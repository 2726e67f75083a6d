"""What is held about people."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from dialogues.action_items.models import ActionItem, ActionItemEvent, Owner
from dialogues.action_items.queries import items
from dialogues.database import db
from dialogues.guest_list.models import Invitation
from dialogues.history.models import Change
from dialogues.invites.models import Entry, Method
from dialogues.messages.models import Message
from dialogues.messages.rules import MESSAGE, TEST
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.rules import SIGN_IN
from dialogues.people.models import Participant
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus, UnfinishedRegistration
from dialogues.registration.queries import all_of_person
from dialogues.replies.models import Reply

UNSETTLED = (MailState.OWED, MailState.HELD)
TO_STAFF = (SIGN_IN, TEST)


@dataclass(frozen=True)
class Held:
    """All rows that are about one person."""

    person: Participant
    registrations: Sequence[Registration]
    entries: Sequence[Entry]
    replies: Sequence[Reply]
    mails: Sequence[OutboxMail]
    messages: dict[int, Message]
    """What organisers wrote in those of the mails that are messages, by id."""
    invitations: Sequence[Invitation]
    unfinished: Sequence[UnfinishedRegistration]
    owners: Sequence[Owner]
    """What the address stands in as the owner of action items, or as an owner's coordinator."""
    items: Sequence[ActionItem]
    """What these owe, or owed."""
    reports: Sequence[ActionItemEvent]
    """What these did about action items."""
    changes: Sequence[Change]


@dataclass(frozen=True)
class Ends:
    """What erasing a person would end."""

    registrations: int
    seats: int
    """Given back, in sessions to come."""
    waiting: int
    """Places in a queue or before approval, in sessions to come."""
    withdrawals: int
    """Mails that take a session out of a calendar."""
    invitations: int
    items: int
    """Action items, not closed, whose owner can be reached no more."""


def held_about(person: Participant) -> Held:
    """All that is held about a person, in as many statements whatever there is; oldest first."""
    registrations = all_of_person(person.id)
    ids = [one.id for one in registrations]
    invitations = _invitations([person.email], ids)
    entries = _entries(ids)
    owners = owners_at([person.email])
    mails = db.session.scalars(
        select(OutboxMail).where(addressed_to([person.email])).order_by(OutboxMail.id)
    ).all()
    return Held(
        person=person,
        registrations=registrations,
        entries=entries,
        replies=_replies([one.id for one in entries], person.email),
        mails=mails,
        messages=_messages({one.subject_id for one in mails if one.kind == MESSAGE}),
        invitations=invitations,
        unfinished=_unfinished(person.email),
        owners=owners,
        items=_items([one.id for one in owners]),
        reports=_reports([one.id for one in owners]),
        changes=_changes(
            person.id, ids, [one.id for one in invitations], [one.id for one in owners]
        ),
    )


def ends_of(person: Participant, at: dt.datetime) -> Ends:
    """What erasing a person at an instant would end."""
    registrations = all_of_person(person.id)
    to_come = [one for one in registrations if one.is_active and one.session.ends_at > at]
    seats = sum(one.status is RegistrationStatus.CONFIRMED for one in to_come)
    ids = [one.id for one in registrations]
    in_calendars = [
        one
        for one in _entries(ids)
        if one.method is Method.REQUEST and one.is_registered and one.session.ends_at > at
    ]
    return Ends(
        registrations=len(registrations),
        seats=seats,
        waiting=len(to_come) - seats,
        withdrawals=len(in_calendars),
        invitations=len(_invitations([person.email], ids)),
        items=count_open_items([one.id for one in owners_at([person.email])]),
    )


def owners_at(addresses: Collection[str]) -> Sequence[Owner]:
    """The owners of action items whom mails reach at some addresses."""
    return db.session.scalars(
        select(Owner).where(Owner.email.in_(addresses)).order_by(Owner.id)
    ).all()


def count_open_items(owner_ids: Collection[int]) -> int:
    """How many action items of some owners are not closed."""
    wanted = select(func.count(ActionItem.id)).where(
        ActionItem.owner_id.in_(owner_ids), ActionItem.closed_at.is_(None)
    )
    return db.session.scalar(wanted) or 0


def active_to_come(participant_id: int, at: dt.datetime) -> Sequence[Registration]:
    """What a person has in sessions not over at ``at``, as it is now, in the order of sessions."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.session)
        .where(*_is_to_come(participant_id, at))
        .options(contains_eager(Registration.session))
        .order_by(Registration.session_id)
        .execution_options(populate_existing=True)
    ).all()


def lock(person: Participant) -> None:
    """Lock a person, as they are now, so that nobody registers them meanwhile."""
    db.session.refresh(person, with_for_update=True)


def addressed_to(addresses: Collection[str]) -> ColumnElement[bool]:
    """What is true of mails to people of some addresses, as registrants and not as staff."""
    return and_(OutboxMail.recipient.in_(addresses), OutboxMail.kind.not_in(TO_STAFF))


def _is_to_come(participant_id: int, at: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.participant_id == participant_id,
        Registration.status != RegistrationStatus.CANCELLED,
        DialogueSession.ends_at > at,
    )


def _entries(registration_ids: Collection[int]) -> Sequence[Entry]:
    return db.session.scalars(
        select(Entry)
        .where(Entry.registration_id.in_(registration_ids))
        .options(joinedload(Entry.registration, innerjoin=True), _with_dialogue(Entry.session))
        .order_by(Entry.id)
    ).all()


def _replies(entry_ids: Collection[int], email: str) -> Sequence[Reply]:
    """The answers to some entries, and those that an address gave to others'."""
    return db.session.scalars(
        select(Reply)
        .where(or_(Reply.entry_id.in_(entry_ids), Reply.sender == email, Reply.attendee == email))
        .options(_with_dialogue(Reply.entry, Entry.session))
        .order_by(Reply.id)
    ).all()


def _invitations(
    addresses: Collection[str], registration_ids: Collection[int]
) -> Sequence[Invitation]:
    return db.session.scalars(
        select(Invitation)
        .where(is_invitation_of(addresses, registration_ids))
        .options(_with_dialogue(Invitation.session))
        .order_by(Invitation.id)
    ).all()


def is_invitation_of(
    addresses: Collection[str], registration_ids: Collection[int]
) -> ColumnElement[bool]:
    """What is true of invitations of people with some addresses and registrations."""
    return or_(Invitation.email.in_(addresses), Invitation.registration_id.in_(registration_ids))


def _with_dialogue(session: Any, *further: Any) -> Any:
    """Loads a session, by way of what leads to it, with its Dialogue."""
    load = joinedload(session, innerjoin=True)
    for step in further:
        load = load.joinedload(step, innerjoin=True)
    return load.joinedload(DialogueSession.dialogue, innerjoin=True)


def _messages(message_ids: Collection[int]) -> dict[int, Message]:
    found = db.session.scalars(select(Message).where(Message.id.in_(message_ids)))
    return {message.id: message for message in found}


def _unfinished(email: str) -> Sequence[UnfinishedRegistration]:
    return db.session.scalars(
        select(UnfinishedRegistration)
        .where(UnfinishedRegistration.email == email)
        .options(_with_dialogue(UnfinishedRegistration.session))
        .order_by(UnfinishedRegistration.id)
    ).all()


def _items(owner_ids: Collection[int]) -> Sequence[ActionItem]:
    return db.session.scalars(items().where(ActionItem.owner_id.in_(owner_ids))).all()


def _reports(owner_ids: Collection[int]) -> Sequence[ActionItemEvent]:
    actors = [f"owner:{owner_id}" for owner_id in owner_ids]
    return db.session.scalars(
        select(ActionItemEvent)
        .where(ActionItemEvent.actor.in_(actors))
        .order_by(ActionItemEvent.id)
    ).all()


def _changes(
    participant_id: int,
    registration_ids: Collection[int],
    invitation_ids: Collection[int],
    owner_ids: Collection[int],
) -> Sequence[Change]:
    return db.session.scalars(
        select(Change)
        .where(is_change_of([participant_id], registration_ids, invitation_ids, owner_ids))
        .order_by(Change.id)
    ).all()


def is_change_of(
    people: Collection[int],
    registration_ids: Collection[int],
    invitation_ids: Collection[int],
    owner_ids: Collection[int],
) -> ColumnElement[bool]:
    """What is true of changes of some people, and of what is theirs."""
    ids = {
        "participant": people,
        "registration": registration_ids,
        "invitation": invitation_ids,
        "action_owner": owner_ids,
    }
    return or_(
        *(
            and_(Change.subject_kind == kind, Change.subject_id.in_(some))
            for kind, some in ids.items()
        )
    )
