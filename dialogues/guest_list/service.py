"""What organisers and invited people do with invitations.

Each first locks the sessions of the Dialogue, so that of two at once the second sees the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, update

from dialogues.config import settings
from dialogues.database import db, insert_row
from dialogues.guest_list import queries
from dialogues.guest_list.models import Invitation
from dialogues.guest_list.pasted import Guest
from dialogues.guest_list.refusals import (
    InvitationIsNotOpen,
    InvitationIsPassed,
    InvitationIsRevoked,
    InvitationIsUsed,
    OwnStandIn,
    StandInCannotPassOn,
)
from dialogues.guest_list.rules import INVITATION, OPEN_INVITATIONS
from dialogues.history.service import record, record_many
from dialogues.outbox.service import owe, owe_many
from dialogues.people.participant_queries import participant_by_email
from dialogues.programme.models import DialogueSession
from dialogues.registration import service as registration
from dialogues.registration.application import Application
from dialogues.registration.applying import applied
from dialogues.registration.facts import LinksAsked
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.queries import active_of
from dialogues.registration.refusals import RegistrationIsNotOpen
from dialogues.registration.seats import lock, takes_registrations
from dialogues.support import clock
from dialogues.support.codes import fingerprint, opaque_id


@dataclass(frozen=True)
class Sorted:
    """Who of some people can be invited to a session, and who is there already."""

    new: Sequence[Guest]
    """Also whose invitation was revoked."""
    invited: Sequence[Guest]
    registered: Sequence[Guest]


def sort_out(session: DialogueSession, guests: Sequence[Guest]) -> Sorted:
    """Tell who of ``guests`` is on the list of a session, or registered without an invitation."""
    listed = queries.invited_addresses(session.id)
    registered = queries.registered_addresses(session.id)
    invited = [guest for guest in guests if listed.get(guest.email) is False]
    there = [g for g in guests if listed.get(g.email) is not False and g.email in registered]
    taken = {guest.email for guest in (*invited, *there)}
    return Sorted([guest for guest in guests if guest.email not in taken], invited, there)


def invite(session: DialogueSession, guests: Sequence[Guest]) -> int:
    """Invite those of ``guests`` who are not there yet, each by mail; say how many these are.

    Few statements, however many they are.
    """
    session = lock(session)
    new = sort_out(session, guests).new
    listed = queries.invited_addresses(session.id)
    _insert(session, [guest for guest in new if guest.email not in listed])
    ids = queries.ids_by_address(session.id)
    by_id = {ids[guest.email]: guest for guest in new}
    _open_again([ids[guest.email] for guest in new if guest.email in listed])
    owe_many(_mail(session, number, guest) for number, guest in by_id.items())
    if by_id:
        after = {"session": session.public_id, "state": "open"}
        record_many("invitation", "invite", [(number, {}, after) for number in by_id])
    return len(by_id)


def resend(invitation: Invitation) -> None:
    """Mail an invitation once more; one that was passed on is open again.

    Raises :class:`InvitationIsNotOpen` once it is used or revoked.
    """
    _lock(invitation)
    if invitation.used_at or invitation.revoked_at:
        raise InvitationIsNotOpen
    before = _facts(invitation)
    invitation.passed_at = None
    _note_change(invitation, "resend", before)
    owe(**_mail(invitation.session, invitation.id, invitation))


def revoke(invitation: Invitation) -> None:
    """Take an open invitation back, so that its link works no more.

    Inviting the address again undoes it. Raises :class:`InvitationIsNotOpen`.
    """
    _lock(invitation)
    if not invitation.is_open:
        raise InvitationIsNotOpen
    before = _facts(invitation)
    invitation.revoked_at = clock.now()
    _note_change(invitation, "revoke", before)


def accept(invitation: Invitation, application: Application) -> registration.Outcome:
    """Register who was invited, under the address that was invited, whatever was typed.

    Who has a seat in another session of the Dialogue moves with it, where there is room. Raises
    what ``registration.register`` does, and why the invitation cannot be used any more.
    """
    _lock(invitation)
    require_open(invitation)
    session = invitation.session
    application = replace(application, email=invitation.email)
    moved = _moved(session, application)
    outcome = moved or registration.register(session.public_id, application, is_invited=True)
    # Where nothing came of it, the mail says why, and the link goes on working.
    if came_of_it := _held(session, invitation.email):
        before = _facts(invitation)
        invitation.used_at, invitation.registration_id = clock.now(), came_of_it.id
        _note_change(invitation, "accept", before)
    return outcome


def pass_on(invitation: Invitation, name: str, email: str, language: str) -> None:
    """Let a stand-in, at an address (trimmed and case-folded), be invited in one's place.

    One's own registration in the session is given back. Whether the stand-in is invited or
    registered already, their mail says, and nothing else does. Raises
    :class:`StandInCannotPassOn`, :class:`OwnStandIn`, ``RegistrationIsNotOpen``, and why the
    invitation cannot be used any more.
    """
    _lock(invitation)
    require_passable(invitation)
    if email == invitation.email:
        raise OwnStandIn
    if held := _held(invitation.session, invitation.email):
        registration.cancel(held)
    before = _facts(invitation)
    invitation.passed_at = clock.now()
    _note_change(invitation, "pass_on", before)
    stand_in = _stand_in(invitation, name, email, language)
    mail = _mail(invitation.session, stand_in.id, stand_in)
    owe(**mail, payload={"stands_in_for": invitation.id})


def require_open(invitation: Invitation) -> None:
    """Raise why an invitation cannot be used any more."""
    if invitation.revoked_at:
        raise InvitationIsRevoked
    if invitation.passed_at:
        raise InvitationIsPassed
    if invitation.used_at:
        raise InvitationIsUsed


def require_passable(invitation: Invitation) -> None:
    """Raise why an invitation cannot be passed on; after registering it still can."""
    if not invitation.used_at:
        require_open(invitation)
    if invitation.passed_at:
        raise InvitationIsPassed
    if invitation.stand_in_for_id:
        raise StandInCannotPassOn
    if not takes_registrations(invitation.session):
        raise RegistrationIsNotOpen


def owe_open_invitations(fact: LinksAsked) -> None:
    """Mail who asks for links their open invitations too, at most once an hour.

    A row is owed for every address, and which invitations these are is read when it is composed:
    so nobody learns by the time of the answer who is invited.
    """
    owe(
        kind=OPEN_INVITATIONS,
        recipient=fact.email,
        language=fact.language,
        zone=settings().timezone,
        subject_id=0,
        dedupe_key=f"{OPEN_INVITATIONS}:{fingerprint(fact.email)}:{clock.now():%Y%m%d%H}",
    )


def _insert(session: DialogueSession, guests: Sequence[Guest]) -> None:
    if guests:
        rows = [
            _row(session, name=guest.name, email=guest.email, language=guest.language)
            for guest in guests
        ]
        db.session.execute(insert(Invitation), rows)


def _open_again(revoked: Sequence[int]) -> None:
    if revoked:
        changes = [{"id": number, "revoked_at": None, "passed_at": None} for number in revoked]
        db.session.execute(update(Invitation), changes)


def _row(session: DialogueSession, *, name: str, email: str, language: str) -> dict[str, Any]:
    return {
        "public_id": opaque_id(16),
        "session_id": session.id,
        "email": email,
        "name": name,
        "language": language,
        "searchable": Invitation.found_by(name, email),
        "created_at": clock.now(),
    }


def _mail(session: DialogueSession, number: int, whom: Guest | Invitation) -> dict[str, Any]:
    return {
        "kind": INVITATION,
        "recipient": whom.email,
        "language": whom.language,
        "zone": session.zone,
        "subject_id": number,
    }


def _stand_in(invitation: Invitation, name: str, email: str, language: str) -> Invitation:
    """The invitation of a stand-in: a new one, or theirs, open again unless they came by it.

    What organisers took back stays so, and no mail tells of it.
    """
    session = invitation.session
    there = queries.of_address(session.id, email)
    if there is None:
        row = _row(session, name=name, email=email, language=language)
        there = insert_row(Invitation, **row, stand_in_for_id=invitation.id)
        _note_change(there, "invite", {})
        return there
    before = _facts(there)
    there.stand_in_for_id = there.stand_in_for_id or invitation.id
    if there.revoked_at is None and not _held(session, email):
        there.used_at = there.passed_at = there.registration_id = None
    _note_change(there, "stand_in", before)
    return there


def _moved(session: DialogueSession, application: Application) -> registration.Outcome | None:
    """Move who has a place in another session of the Dialogue; None where nobody moves."""
    person = participant_by_email(application.email)
    held = registration.held_beside(session, person.id) if person else None
    if held is None or held.session_id == session.id:
        return None
    session, application, status = applied(session.public_id, application, is_invited=True)
    if status is not RegistrationStatus.CONFIRMED:
        return None  # what they have is not given up for a place in a queue
    held.approved_at = held.approved_at or clock.now()
    registration.move(held, session, application.listening_language, status)
    return registration.Outcome[status.name]


def _held(session: DialogueSession, email: str) -> Registration | None:
    """What an address has in a session: a seat, or a place before one."""
    person = participant_by_email(email)
    found = active_of(session.id, [person.id]) if person else ()
    return next(iter(found), None)


def _lock(invitation: Invitation) -> None:
    lock(invitation.session)
    db.session.refresh(invitation)


def _facts(invitation: Invitation) -> dict[str, object]:
    """What the history keeps of an invitation; nothing that identifies the person."""
    ended = {
        "revoked": invitation.revoked_at,
        "passed": invitation.passed_at,
        "used": invitation.used_at,
    }
    return {
        "session": invitation.session.public_id,
        "state": next((state for state, at in ended.items() if at), "open"),
        "stands_in_for": invitation.stand_in_for_id,
    }


def _note_change(invitation: Invitation, verb: str, before: dict[str, object]) -> None:
    db.session.flush()
    record("invitation", invitation.id, verb, before, _facts(invitation))
