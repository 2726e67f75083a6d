"""Participants and staff."""

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.database import Base, member_of
from dialogues.support.roles import Role


class Participant(Base):
    """A person, identified by an e-mail address (trimmed and case-folded)."""

    __tablename__ = "participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    created_at: Mapped[dt.datetime]
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    feed_version: Mapped[int]
    """Raised to revoke the secret address of the person's own calendar feed."""
    follows_feed: Mapped[bool]
    """Whether the person's calendar follows that feed: mails then carry no calendar part."""
    undeliverable_at: Mapped[dt.datetime | None]
    """When mail to the address last came back (RFC 3464), until an answer arrives from it."""
    undeliverable_reason: Mapped[str | None] = mapped_column(String(500))
    erased_at: Mapped[dt.datetime | None]
    """When the address was erased; ``email`` is then one that nobody has."""


class Staff(Base):
    """A member of the Hub's staff who signs in."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(member_of(Role))
    is_active: Mapped[bool]
    created_at: Mapped[dt.datetime]
    sign_in_version: Mapped[int]
    """Raised to sign the person out everywhere."""
    last_sign_in_at: Mapped[dt.datetime | None]
    """When the person last redeemed a link; None before the first time."""

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the cookie carries: whose it is, and until when it holds."""
        return f"{self.id}.{self.sign_in_version}"


class SignInLink(Base):
    """A one-time link: its signed public id is mailed, and a POST redeems it once."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    expires_at: Mapped[dt.datetime]
    redeemed_at: Mapped[dt.datetime | None]

    staff: Mapped[Staff] = relationship()

    def is_live(self, at: dt.datetime) -> bool:
        """Whether the link signs somebody in at an instant."""
        return self.redeemed_at is None and self.expires_at > at and self.staff.is_active
