"""Who is a member of staff, and which sign-in links there are."""

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.rules import SIGN_IN
from dialogues.people.models import SignInLink, Staff


def staff_by_email(email: str) -> Staff | None:
    """The member of staff with an address (trimmed and case-folded)."""
    return db.session.scalar(select(Staff).where(Staff.email == email))


def staff_of_cookie(cookie_id: str) -> Staff | None:
    """The member of staff whom a cookie names, while active and not signed out everywhere."""
    staff_id = cookie_id.partition(".")[0]
    staff = db.session.get(Staff, int(staff_id)) if staff_id.isdecimal() else None
    return staff if staff and staff.is_active and staff.get_id() == cookie_id else None


def link_by_public_id(public_id: str) -> SignInLink | None:
    """The sign-in link with a public id, with whose it is."""
    return db.session.scalar(
        select(SignInLink)
        .where(SignInLink.public_id == public_id)
        .options(joinedload(SignInLink.staff))
    )


def link_by_id(link_id: int) -> SignInLink | None:
    """The sign-in link that a mail is about, with whose it is."""
    return db.session.get(SignInLink, link_id, options=[joinedload(SignInLink.staff)])


def sign_in_mails_since(staff_id: int, at: dt.datetime) -> int:
    """How many sign-in mails a member of staff was owed since an instant."""
    counted = (
        select(func.count())
        .select_from(SignInLink)
        .join(OutboxMail, OutboxMail.subject_id == SignInLink.id)
        .where(
            SignInLink.staff_id == staff_id,
            OutboxMail.kind == SIGN_IN,
            OutboxMail.created_at > at,
        )
    )
    return db.session.scalar(counted) or 0
