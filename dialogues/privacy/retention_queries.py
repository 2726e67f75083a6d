"""Whose time is over, and what of erased people still waits to be wiped."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, case, func, or_, select

from dialogues.action_items.models import ActionItem, Owner, OwnerKind
from dialogues.database import db
from dialogues.guest_list.models import Invitation
from dialogues.invites.models import Entry, Method
from dialogues.outbox.models import OutboxMail
from dialogues.people.models import Participant
from dialogues.privacy.queries import TO_STAFF, UNSETTLED
from dialogues.privacy.rules import KEPT, WITHDRAWALS_WAIT
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration
from dialogues.support.addresses import OF_NOBODY


def awaited_entries(participant_id: int) -> Sequence[int]:
    """The ids of a person's entries whose calendars are still to hear of being taken out."""
    return db.session.scalars(
        select(Entry.id)
        .join(Entry.registration)
        .where(Registration.participant_id == participant_id, _withdrawal_is_owed())
    ).all()


def withdrawn_entries(at: dt.datetime) -> Sequence[int]:
    """The ids of erased people's entries that have waited for nothing, or long enough, at ``at``.

    An entry that somebody took over who registered anew is not among them.
    """
    return db.session.scalars(
        select(Entry.id)
        .join(Entry.registration)
        .join(Registration.participant)
        .where(
            Participant.erased_at.is_not(None),
            ~Entry.attendee.endswith(OF_NOBODY),
            or_(Participant.erased_at <= at - WITHDRAWALS_WAIT, ~_withdrawal_is_owed()),
        )
    ).all()


def people_past_their_time(at: dt.datetime) -> Sequence[int]:
    """The ids of people whose last session is over for as long as names are kept at ``at``.

    Of those who asked for news or own action items only whose names are still there.
    """
    return db.session.scalars(
        select(Registration.participant_id)
        .join(Registration.session)
        .join(Registration.participant)
        .where(Participant.erased_at.is_(None))
        .group_by(Registration.participant_id)
        .having(
            func.max(DialogueSession.ends_at) <= at - KEPT,
            or_(~_is_still_written_to(), func.max(Registration.name) != ""),
        )
        .order_by(Registration.participant_id)
    ).all()


def locked_past_their_time(people: Collection[int], at: dt.datetime) -> dict[int, bool]:
    """Which of some people are past their time still, now locked.

    Whether each is still written to: see :func:`people_past_their_time`.
    """
    db.session.scalars(
        select(Participant.id)
        .where(Participant.id.in_(people))
        .order_by(Participant.id)
        .with_for_update()
    ).all()
    rows = db.session.execute(
        select(Registration.participant_id, _is_still_written_to())
        .join(Registration.session)
        .where(Registration.participant_id.in_(people))
        .group_by(Registration.participant_id)
        .having(func.max(DialogueSession.ends_at) <= at - KEPT)
    )
    return {int(person): bool(hears) for person, hears in rows}


def old_owners(at: dt.datetime) -> Sequence[int]:
    """The ids of owners of action items who have had nothing to do for as long as names are kept.

    Persons since they were entered or their last item was closed, entries of the register since
    they were archived.
    """
    before = at - KEPT
    is_busy = (
        select(ActionItem.id)
        .where(
            or_(ActionItem.owner_id == Owner.id, ActionItem.offered_to_id == Owner.id),
            or_(ActionItem.closed_at.is_(None), ActionItem.closed_at > before),
        )
        .exists()
    )
    says_who = or_(Owner.email.is_not(None), Owner.coordinator != "")
    since = case((Owner.kind == OwnerKind.PERSON, Owner.created_at), else_=Owner.archived_at)
    return db.session.scalars(
        select(Owner.id).where(since <= before, says_who, ~is_busy).order_by(Owner.id)
    ).all()


def people_without_registrations(at: dt.datetime) -> Sequence[int]:
    """The ids of people who were entered as owners long ago at ``at``, and are so no more."""
    return db.session.scalars(
        select(Participant.id)
        .where(
            Participant.erased_at.is_(None),
            Participant.created_at <= at - KEPT,
            Participant.id.not_in(select(Registration.participant_id)),
            Participant.email.not_in(select(Owner.email).where(Owner.email.is_not(None))),
        )
        .order_by(Participant.id)
    ).all()


def old_invitations(at: dt.datetime, limit: int) -> Sequence[int]:
    """The ids of some invitations to sessions that are over for as long as names are kept."""
    return db.session.scalars(
        select(Invitation.id)
        .join(Invitation.session)
        .where(DialogueSession.ends_at <= at - KEPT, ~Invitation.email.endswith(OF_NOBODY))
        .limit(limit)
    ).all()


def old_mails(at: dt.datetime, limit: int) -> Sequence[int]:
    """The ids of some mails, owed before names are kept from, to addresses that nobody has."""
    return db.session.scalars(
        select(OutboxMail.id)
        .where(
            OutboxMail.created_at <= at - KEPT,
            ~OutboxMail.recipient.endswith(OF_NOBODY),
            OutboxMail.kind.not_in(TO_STAFF),
            OutboxMail.recipient.not_in(select(Participant.email)),
        )
        .limit(limit)
    ).all()


def _is_still_written_to() -> ColumnElement[bool]:
    """Of one person's registrations: whether any asks for news, or they own action items."""
    owners = select(Participant.id).join(Owner, Owner.email == Participant.email)
    return or_(
        func.count().filter(Registration.wants_news) > 0,
        Registration.participant_id.in_(owners),
    )


def _withdrawal_is_owed() -> ColumnElement[bool]:
    return (
        select(OutboxMail.id)
        .where(
            OutboxMail.entry_id == Entry.id,
            OutboxMail.method == Method.CANCEL.value,
            OutboxMail.state.in_(UNSETTLED),
        )
        .exists()
    )
