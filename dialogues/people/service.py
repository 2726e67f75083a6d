"""Signing staff in by links that each work once, and out everywhere."""

import datetime as dt

from sqlalchemy import delete, update

from dialogues.config import settings
from dialogues.database import changed_rows, db
from dialogues.history.service import record
from dialogues.outbox.rules import SIGN_IN
from dialogues.outbox.service import owe, purge
from dialogues.people import links, queries
from dialogues.people.models import SignInLink, Staff
from dialogues.people.rules import (
    INVITATION_LASTS,
    INVITED,
    LINK_LASTS,
    LINKS_AT_ONCE,
    LINKS_KEPT,
)
from dialogues.support import clock
from dialogues.support.addresses import email_address
from dialogues.support.codes import opaque_id
from dialogues.support.refusals import N_, Refusal

_NOBODY = 0


class StaffIsUnknown(Refusal):
    """No active member of staff has this address."""

    sentence = N_("Nobody on the staff has the address %(email)s.")
    status = 404


class SignInLinkIsUnknown(Refusal):
    """The token was not made here, or was changed on its way."""

    sentence = N_("This sign-in link is not complete. Copy the whole link from the mail.")
    status = 404


class SignInLinkIsSpent(Refusal):
    """The link was used, or is too old."""

    sentence = N_("This sign-in link was used already, or its time is over.")
    status = 410


def active_staff(email: str) -> Staff:
    """The active member of staff with an address; :class:`StaffIsUnknown` where there is none."""
    staff = queries.staff_by_email(email_address(email) or "")
    if staff is None or not staff.is_active:
        raise StaffIsUnknown(email=email)
    return staff


def create_sign_in_link(staff: Staff, lasts: dt.timedelta = LINK_LASTS) -> SignInLink:
    """A link that signs ``staff`` in once, while it ``lasts``: 30 minutes if not said otherwise."""
    link = SignInLink(
        public_id=opaque_id(20), staff=staff, expires_at=clock.now() + lasts, redeemed_at=None
    )
    db.session.add(link)
    db.session.flush()
    return link


def mail_sign_in_link(email: str, language: str, next_path: str | None) -> None:
    """Owe a sign-in link to an address, unless five that work are in its mailbox already.

    A mail is owed in any case, so that the same is done for everybody; the one to an address
    that is not on the staff is dropped when it is composed.
    """
    staff = queries.staff_by_email(email)
    link_id = _NOBODY
    if staff and staff.is_active and _has_room(staff):
        link_id = create_sign_in_link(staff).id
    owe(
        kind=SIGN_IN,
        recipient=staff.email if staff else email,
        language=language,
        zone=settings().timezone,
        subject_id=link_id,
        payload={"next": next_path},
    )


def _has_room(staff: Staff) -> bool:
    return queries.count_live_links(staff.id, clock.now()) < LINKS_AT_ONCE


def mail_invitation(staff: Staff, language: str) -> None:
    """Owe somebody who is new on the staff a sign-in link that works for a week."""
    owe(
        kind=SIGN_IN,
        recipient=staff.email,
        language=language,
        zone=settings().timezone,
        subject_id=create_sign_in_link(staff, INVITATION_LASTS).id,
        payload={"reason": INVITED},
    )


def live_link(token: str) -> SignInLink:
    """The link of a token, while it works; else a :class:`Refusal` that says why it does not."""
    public_id = links.public_id_of(token)
    if public_id is None:
        raise SignInLinkIsUnknown
    link = queries.link_by_public_id(public_id)
    if link is None or not link.is_live(clock.now()):
        raise SignInLinkIsSpent
    return link


def redeem(token: str) -> Staff:
    """Use a link up, and say whom it signs in. Of two at once, one is refused."""
    link = live_link(token)
    at = clock.now()
    taken = db.session.scalar(
        update(SignInLink)
        .where(
            SignInLink.id == link.id,
            SignInLink.redeemed_at.is_(None),
            SignInLink.expires_at > at,
        )
        .values(redeemed_at=at)
        .returning(SignInLink.id)
    )
    if taken is None:
        raise SignInLinkIsSpent
    link.staff.last_sign_in_at = at
    return link.staff


def sign_out_everywhere(staff: Staff) -> None:
    """End every cookie and every unused sign-in link of a member of staff."""
    end_sign_ins(staff)
    db.session.flush()
    record("staff", staff.id, "sign_out_everywhere", {}, {})


def end_sign_ins(staff: Staff) -> None:
    """As :func:`sign_out_everywhere`, as a part of another change, which is recorded."""
    db.session.refresh(staff, with_for_update=True)
    staff.sign_in_version += 1
    at = clock.now()
    db.session.execute(
        update(SignInLink)
        .where(
            SignInLink.staff_id == staff.id,
            SignInLink.redeemed_at.is_(None),
            SignInLink.expires_at > at,
        )
        .values(expires_at=at)
    )


def purge_sign_in_links(at: dt.datetime) -> int:
    """Delete links that expired a day before ``at``, and what is left of their mails."""
    before = at - LINKS_KEPT
    purge([SIGN_IN], before)
    return changed_rows(delete(SignInLink).where(SignInLink.expires_at < before))
