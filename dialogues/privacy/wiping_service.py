"""Taking what says who somebody is out of every table. What is counted stays.

A few statements for some hundreds of people at once. What is wiped twice does not change.
"""

from collections.abc import Collection
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    Update,
    and_,
    case,
    cast,
    delete,
    func,
    literal,
    not_,
    or_,
    select,
    update,
)

from dialogues.action_items.models import (
    ActionItem,
    ActionItemEvent,
    Owner,
    OwnerKind,
    OwnerName,
)
from dialogues.action_items.owner_notices import NEWS, OFFERED
from dialogues.config import settings
from dialogues.database import Base, changed_rows, db
from dialogues.guest_list.models import Invitation
from dialogues.guest_list.rules import INVITATION
from dialogues.history.models import Change
from dialogues.invites.models import Entry, Method
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.people.models import Participant
from dialogues.privacy import queries
from dialogues.privacy.rules import without_names
from dialogues.registration.models import Registration, UnfinishedRegistration
from dialogues.replies.models import Reply
from dialogues.replies.service import DECLINED_ELSEWHERE
from dialogues.support import clock
from dialogues.support.addresses import OF_NOBODY

_NOT_LOADED = {"synchronize_session": False}


@dataclass(frozen=True)
class Wiped:
    """How many rows no longer say who somebody was."""

    registrations: int = 0
    invitations: int = 0
    owners: int = 0
    """Persons, and coordinators of the register."""
    mails: int = 0

    def __add__(self, other: "Wiped") -> "Wiped":
        return Wiped(
            self.registrations + other.registrations,
            self.invitations + other.invitations,
            self.owners + other.owners,
            self.mails + other.mails,
        )


def wipe_people(people: Collection[int], awaited: Collection[int] = ()) -> Wiped:
    """Wipe all that identifies some people, but for the address of ``awaited`` calendar entries.

    Their calendars are still to hear that a session is taken out: see :func:`wipe_entries`.
    """
    at = clock.now()
    addresses = _all(select(Participant.email).where(Participant.id.in_(people)))
    owners = wipe_owners([one.id for one in queries.owners_at(addresses)])
    wiped = _wipe(people, awaited, wants_news=False, zone="UTC", erased_at=at)
    _set(
        Participant,
        Participant.id.in_(people),
        email=Participant.public_id + OF_NOBODY,
        feed_version=Participant.feed_version + 1,
        follows_feed=False,
        undeliverable_at=None,
        undeliverable_reason=None,
        erased_at=at,
    )
    db.session.expire_all()
    return wiped + Wiped(owners=owners)


def wipe_owners(ids: Collection[int]) -> int:
    """Wipe who some owners of action items are, but for names of the register; say of how many.

    Their items stay, under a name that says nothing, with all that was reported.
    """
    is_person = Owner.id.in_(ids) & (Owner.kind == OwnerKind.PERSON)
    persons = _all(select(Owner.id).where(is_person))
    wishes = {"proposed_due_on": None, "proposed_because": None, "offered_because": None}
    _set(ActionItem, ActionItem.owner_id.in_(persons), offered_to_id=None, **wishes)
    _set(
        ActionItem,
        ActionItem.offered_to_id.in_(persons),
        offered_to_id=None,
        offered_because=None,
    )
    actors = [f"owner:{owner_id}" for owner_id in persons]
    theirs = select(ActionItemEvent.item_id).where(
        or_(ActionItemEvent.owner_id.in_(persons), ActionItemEvent.actor.in_(actors))
    )
    names_them = OutboxMail.kind.in_((OFFERED, NEWS)) & OutboxMail.subject_id.in_(theirs)
    _set(OutboxMail, names_them, body=None)
    db.session.execute(
        delete(OwnerName).where(OwnerName.owner_id.in_(persons)), execution_options=_NOT_LOADED
    )
    _wipe_history(queries.is_change_of([], [], [], ids))
    _set(Owner, is_person, zone="UTC", website=None, erased_at=clock.now())
    wiped = _set(
        Owner,
        Owner.id.in_(ids),
        coordinator="",
        email=None,
        link_version=Owner.link_version + 1,
    )
    db.session.expire_all()
    return wiped


def wipe_names(people: Collection[int]) -> Wiped:
    """Wipe all but address, language and zone of people who are to hear of the next Dialogues."""
    wiped = _wipe(people, ())
    _set(Participant, Participant.id.in_(people), undeliverable_reason=None)
    db.session.expire_all()
    return wiped


def wipe_entries(ids: Collection[int]) -> None:
    """Wipe calendar entries whose people are erased, with answers to them and mails about them."""
    people = (
        select(Registration.participant_id)
        .join(Entry, Entry.registration_id == Registration.id)
        .where(Entry.id.in_(ids))
    )
    wipe_mails(OutboxMail.entry_id.in_(ids))
    _wipe_replies(Reply.entry_id.in_(ids))
    _wipe_entries(ids)
    _set(
        Participant,
        Participant.id.in_(people),
        undeliverable_at=None,
        undeliverable_reason=None,
    )
    db.session.expire_all()


def wipe_invitations(ids: Collection[int]) -> int:
    """Wipe invitations, and the mails in which a stand-in read whose they were; say how many."""
    stand_ins = select(Invitation.id).where(Invitation.stand_in_for_id.in_(ids))
    _set(
        OutboxMail,
        (OutboxMail.kind == INVITATION) & OutboxMail.subject_id.in_(stand_ins),
        body=None,
        payload={},  # what is still to leave invites them as anybody else
    )
    ended = (Invitation.used_at, Invitation.passed_at, Invitation.revoked_at)
    is_open = and_(*(column.is_(None) for column in ended))
    return _set(
        Invitation,
        Invitation.id.in_(ids),
        name="",
        searchable="",
        email=_stand_in_address("invitation", Invitation.id),
        revoked_at=case((is_open, clock.now()), else_=Invitation.revoked_at),
    )


def wipe_mails(which: ColumnElement[bool]) -> int:
    """Wipe mails; what has not left never will. Say how many."""
    is_settled = OutboxMail.state.in_((MailState.SENT, MailState.SUPERSEDED))
    return _set(
        OutboxMail,
        which,
        recipient=_stand_in_address("mail", OutboxMail.id),
        payload={},
        body=None,
        last_error=None,
        zone="UTC",
        state=case((is_settled, OutboxMail.state), else_=MailState.SUPERSEDED),
    )


def _wipe(people: Collection[int], awaited: Collection[int], **further: Any) -> Wiped:
    db.session.flush()
    addresses = _all(select(Participant.email).where(Participant.id.in_(people)))
    ids = _all(select(Registration.id).where(Registration.participant_id.in_(people)))
    invitations = _all(select(Invitation.id).where(queries.is_invitation_of(addresses, ids)))
    entries = _all(select(Entry.id).where(Entry.registration_id.in_(ids)))
    _wipe_history(queries.is_change_of(people, ids, invitations, []))
    db.session.execute(
        delete(UnfinishedRegistration).where(UnfinishedRegistration.email.in_(addresses)),
        execution_options=_NOT_LOADED,
    )
    _wipe_answers_for_others(addresses)
    _wipe_replies(Reply.entry_id.in_(entries))
    _wipe_entries(set(entries) - set(awaited))
    is_awaited = and_(
        func.coalesce(OutboxMail.entry_id, 0).in_(awaited),
        func.coalesce(OutboxMail.method, "") == Method.CANCEL.value,
        OutboxMail.state.in_(queries.UNSETTLED),
    )
    mails = wipe_mails(queries.addressed_to(addresses) & not_(is_awaited))
    return Wiped(
        registrations=_wipe_registrations(ids, further),
        invitations=wipe_invitations(invitations),
        mails=mails,
    )


def _wipe_registrations(ids: Collection[int], further: dict[str, Any]) -> int:
    return _set(
        Registration,
        Registration.id.in_(ids),
        name="",
        searchable="",
        organisation=None,
        accessibility=None,
        question=None,
        question_topic=None,
        note=None,
        ended_because=None,
        manage_version=Registration.manage_version + 1,
        join_version=Registration.join_version + 1,
        **further,
    )


def _wipe_entries(ids: Collection[int]) -> None:
    """Nothing more is sent about them: what is to be out of a calendar counts as taken out."""
    _set(
        Entry,
        Entry.id.in_(ids) & (Entry.method == Method.CANCEL),
        sent_method=Entry.method,
        sent_sequence=Entry.sequence,
        sent_dtstamp=Entry.dtstamp,
    )
    _set(
        Entry,
        Entry.id.in_(ids),
        attendee=_stand_in_address("entry", Entry.id),
        organizer=parseaddr(settings().mail_from)[1],
        token=None,
    )


def _wipe_replies(which: ColumnElement[bool]) -> None:
    _set(Reply, which, sender="", attendee=None, comment="")


def _wipe_answers_for_others(addresses: Collection[str]) -> None:
    """What people answered to invitations of others, and the mails that asked these about it."""
    is_theirs = or_(Reply.sender.in_(addresses), Reply.attendee.in_(addresses))
    asked = (OutboxMail.kind == DECLINED_ELSEWHERE) & OutboxMail.subject_id.in_(
        select(Reply.entry_id).where(is_theirs)
    )
    _set(OutboxMail, asked, body=None, payload={"sender": ""})
    _wipe_replies(is_theirs)


def _wipe_history(theirs: ColumnElement[bool]) -> None:
    rows = db.session.execute(select(Change.id, Change.before, Change.after).where(theirs))
    marked = [
        {"id": number, "before": without_names(before), "after": without_names(after)}
        for number, before, after in rows
        if (without_names(before), without_names(after)) != (before, after)
    ]
    if marked:
        db.session.execute(update(Change), marked)


def _set(model: type[Base], which: ColumnElement[bool], **values: Any) -> int:
    statement: Update = update(model).where(which).values(**values)
    return changed_rows(statement.execution_options(**_NOT_LOADED))


def _stand_in_address(what: str, number: Any) -> ColumnElement[str]:
    return literal(f"{what}-") + cast(number, String) + OF_NOBODY


def _all(wanted: Any) -> list[Any]:
    return list(db.session.scalars(wanted))
