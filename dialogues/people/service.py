"""Adding staff, and signing them in by links that each work once."""

import datetime as dt

from sqlalchemy import delete, update

from dialogues.config import settings
from dialogues.database import db
from dialogues.history.service import record
from dialogues.outbox.rules import SIGN_IN
from dialogues.outbox.service import owe, purge
from dialogues.people import links, queries
from dialogues.people.models import Role, SignInLink, Staff
from dialogues.people.rules import LINK_LASTS, LINKS_KEPT, LONGEST_NAME, MAILS_AN_HOUR
from dialogues.support import clock
from dialogues.support.addresses import email_address
from dialogues.support.codes import opaque_id
from dialogues.support.refusals import N_, Refusal
from dialogues.support.texts import hidden_characters, one_line

_NOBODY = 0


class StaffIsUnknown(Refusal):
    """No active member of staff has this address."""

    sentence = N_("Nobody on the staff has the address %(email)s.")
    status = 404


class NameIsNotValid(Refusal):
    """What was given cannot be a name."""

    sentence = N_("A name has 1 to %(most)s characters, all of which can be seen.")
    status = 422


class AddressIsNotValid(Refusal):
    """What was given cannot be an e-mail address."""

    sentence = N_("%(email)s is not an e-mail address.")
    status = 422


class SignInLinkIsUnknown(Refusal):
    """The token was not made here, or was changed on its way."""

    sentence = N_("This sign-in link is not complete. Copy the whole link from the mail.")
    status = 404


class SignInLinkIsSpent(Refusal):
    """The link was used, or is too old."""

    sentence = N_("This sign-in link was used already, or is older than 30 minutes.")
    status = 410


def add_staff(email: str, name: str, role: Role) -> tuple[Staff, bool]:
    """Add a member of staff, and say whether they are new; one who is known stays as they are."""
    address = email_address(email)
    if address is None:
        raise AddressIsNotValid(email=email)
    name = one_line(name)
    if not 0 < len(name) <= LONGEST_NAME or hidden_characters(name):
        raise NameIsNotValid(most=LONGEST_NAME)
    if known := queries.staff_by_email(address):
        return known, False
    staff = Staff(
        email=address,
        name=name,
        role=role,
        is_active=True,
        created_at=clock.now(),
        sign_in_version=1,
    )
    db.session.add(staff)
    db.session.flush()
    record("staff", staff.id, "add", {}, {"role": role.value})
    return staff, True


def active_staff(email: str) -> Staff:
    """The active member of staff with an address; :class:`StaffIsUnknown` where there is none."""
    staff = queries.staff_by_email(email_address(email) or "")
    if staff is None or not staff.is_active:
        raise StaffIsUnknown(email=email)
    return staff


def create_sign_in_link(staff: Staff) -> SignInLink:
    """A link that signs ``staff`` in once, within the next 30 minutes."""
    link = SignInLink(
        public_id=opaque_id(20), staff=staff, expires_at=clock.now() + LINK_LASTS, redeemed_at=None
    )
    db.session.add(link)
    db.session.flush()
    return link


def mail_sign_in_link(email: str, language: str, next_path: str | None) -> None:
    """Owe a sign-in link to an address, five times an hour at most.

    A mail is owed in any case, so that the same is done for everybody; the one to an address
    that is not on the staff is dropped when it is composed.
    """
    staff = queries.staff_by_email(email)
    link_id = _NOBODY
    if staff and staff.is_active:
        hour_ago = clock.now() - dt.timedelta(hours=1)
        if queries.sign_in_mails_since(staff.id, hour_ago) < MAILS_AN_HOUR:
            link_id = create_sign_in_link(staff).id
    owe(
        kind=SIGN_IN,
        recipient=staff.email if staff else email,
        language=language,
        zone=settings().timezone,
        subject_id=link_id,
        payload={"next": next_path},
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
    return link.staff


def purge_sign_in_links(at: dt.datetime) -> int:
    """Delete links that expired a day before ``at``, and what is left of their mails."""
    before = at - LINKS_KEPT
    purge([SIGN_IN], before)
    gone = delete(SignInLink).where(SignInLink.expires_at < before).returning(SignInLink.id)
    return len(db.session.scalars(gone).all())
