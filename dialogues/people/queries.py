"""Who is a member of staff, and which sign-in links there are."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.people.models import SignInLink, Staff
from dialogues.support.roles import Role

_IS_ADMINISTRATOR = and_(Staff.role == Role.ADMINISTRATOR, Staff.is_active)


def staff_by_email(email: str) -> Staff | None:
    """The member of staff with an address (trimmed and case-folded)."""
    return db.session.scalar(select(Staff).where(Staff.email == email))


def staff_of_cookie(cookie_id: str) -> Staff | None:
    """The member of staff whom a cookie names, while active and not signed out everywhere."""
    staff_id = cookie_id.partition(".")[0]
    staff = db.session.get(Staff, int(staff_id)) if staff_id.isdecimal() else None
    return staff if staff and staff.is_active and staff.get_id() == cookie_id else None


def staff_by_id(staff_id: int) -> Staff | None:
    """The member of staff of an id, also one who was removed."""
    return db.session.get(Staff, staff_id)


def all_staff() -> Sequence[Staff]:
    """Everybody who is or was on the staff: those who are first, each by name."""
    wanted = select(Staff).order_by(Staff.is_active.desc(), func.lower(Staff.name), Staff.id)
    return db.session.scalars(wanted).all()


def active_administrators() -> Sequence[Staff]:
    """Who may change the staff, by name."""
    wanted = select(Staff).where(_IS_ADMINISTRATOR).order_by(func.lower(Staff.name), Staff.id)
    return db.session.scalars(wanted).all()


def lock_with_administrators(staff: Staff) -> Sequence[Staff]:
    """Lock ``staff`` and all active administrators; the other administrators, all as they are now.

    Who waited for the lock sees what the one before has done, so that two cannot remove each other.
    """
    locked = db.session.scalars(
        select(Staff)
        .where(or_(Staff.id == staff.id, _IS_ADMINISTRATOR))
        .order_by(Staff.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return [one for one in locked if one.id != staff.id]


def count_changes_by(staff_id: int) -> int:
    """How many changes of the history a member of staff made."""
    counted = select(func.count()).select_from(Change).where(Change.actor == f"staff:{staff_id}")
    return db.session.scalar(counted) or 0


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


def count_live_links(staff_id: int, at: dt.datetime) -> int:
    """How many links sign a member of staff in at an instant."""
    counted = (
        select(func.count())
        .select_from(SignInLink)
        .where(
            SignInLink.staff_id == staff_id,
            SignInLink.redeemed_at.is_(None),
            SignInLink.expires_at > at,
        )
    )
    return db.session.scalar(counted) or 0
