"""Registrations."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.database import Base, member_of
from dialogues.people.models import Participant
from dialogues.programme.models import DialogueSession


class RegistrationStatus(StrEnum):
    """Whether a registration holds a seat."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    PENDING = "pending"
    CANCELLED = "cancelled"


class Category(StrEnum):
    """In what capacity a person takes part."""

    NATIONAL_CONVENOR = "national_convenor"
    CONVENOR_TEAM = "convenor_team"
    COALITION = "coalition"
    UN_AGENCY = "un_agency"
    RESIDENT_COORDINATOR = "resident_coordinator"
    PERMANENT_REPRESENTATION = "permanent_representation"
    OTHER = "other"


_NOT_CANCELLED = text("status != 'cancelled'")


class Registration(Base):
    """One participant in one session. A swap moves the row, so that its manage link still works."""

    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_active",
            "participant_id",
            "session_id",
            unique=True,
            sqlite_where=_NOT_CANCELLED,
            postgresql_where=_NOT_CANCELLED,
        ),
        Index(None, "session_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"))
    status: Mapped[RegistrationStatus] = mapped_column(member_of(RegistrationStatus))
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    """ISO 3166-1 alpha-2 code of a country or area of UN M49."""
    category: Mapped[Category] = mapped_column(member_of(Category))
    listening_language: Mapped[str] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(2))
    """The language of the page on which the person registered, and of their mails."""
    zone: Mapped[str] = mapped_column(String(64))
    organisation: Mapped[str | None] = mapped_column(String(200))
    accessibility: Mapped[str | None] = mapped_column(Text)
    question: Mapped[str | None] = mapped_column(Text)
    wants_news: Mapped[bool]
    manage_version: Mapped[int]
    join_version: Mapped[int]
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    attended_at: Mapped[dt.datetime | None]
    """When the person first pressed Join."""

    participant: Mapped[Participant] = relationship(lazy="joined", innerjoin=True)
    session: Mapped[DialogueSession] = relationship()
