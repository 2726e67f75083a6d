"""Registrations."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.database import Base, member_of
from dialogues.people.models import Participant
from dialogues.people.rules import Category
from dialogues.programme.models import DialogueSession
from dialogues.support.texts import folded


class RegistrationStatus(StrEnum):
    """Whether a registration holds a seat."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    PENDING = "pending"
    CANCELLED = "cancelled"


class Ending(StrEnum):
    """How a registration ended."""

    PERSON = "person"
    """The person cancelled it."""
    REPLY = "reply"
    """The person declined the invite in a calendar."""
    ORGANISER = "organiser"
    """An organiser removed it."""
    DECLINED = "declined"
    """An organiser did not approve it."""
    TWIN = "twin"
    """The person holds another one in the Dialogue."""
    ERASED = "erased"
    """The person had their data erased."""


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
        Index(None, "session_id", "queue_number"),
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
    """When the person first pressed Join, or was checked in."""
    queue_number: Mapped[int | None]
    """While waitlisted: who has the lower number of a session is first."""
    approved_at: Mapped[dt.datetime | None]
    """When organisers let the person come: by approving, adding or inviting them."""
    ended_by: Mapped[Ending | None] = mapped_column(member_of(Ending))
    """How it was cancelled, once it is; None where that was before it was kept."""
    ended_because: Mapped[str | None] = mapped_column(String(500))
    """What the organiser who ended it told the person."""
    needed_language: Mapped[str | None] = mapped_column(String(35))
    """The language (BCP 47) that the person would have needed, where no channel offers it."""
    searchable: Mapped[str] = mapped_column(Text)
    """Name, organisation and address as they are searched (:func:`support.texts.folded`)."""
    note: Mapped[str | None] = mapped_column(Text)
    """What organisers wrote down about it, for themselves."""
    question_topic: Mapped[str | None] = mapped_column(String(100))
    """Under which organisers group the question for the moderator."""
    erased_at: Mapped[dt.datetime | None]
    """When what identifies the person was erased; the counts stay."""

    participant: Mapped[Participant] = relationship(lazy="joined", innerjoin=True)
    session: Mapped[DialogueSession] = relationship()

    @staticmethod
    def found_by(name: str, organisation: str | None, email: str) -> str:
        """What ``searchable`` is to be."""
        return folded(f"{name} {organisation or ''} {email}")

    @property
    def own_languages(self) -> tuple[str, ...]:
        """What the person would rather listen in: what they said they need, then their pages'."""
        return (*filter(None, [self.needed_language]), self.language)

    @property
    def is_active(self) -> bool:
        """Whether it was not cancelled: it holds a seat, waits for one or for approval."""
        return self.status is not RegistrationStatus.CANCELLED


class UnfinishedRegistration(Base):
    """What somebody typed and has yet to confirm from the mailed link. It holds no seat."""

    __tablename__ = "unfinished_registration"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"))
    email: Mapped[str] = mapped_column(String(320), index=True)
    language: Mapped[str] = mapped_column(String(2))
    application: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The fields of :class:`~dialogues.registration.application.Application`."""
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    finished_at: Mapped[dt.datetime | None]

    session: Mapped[DialogueSession] = relationship()
