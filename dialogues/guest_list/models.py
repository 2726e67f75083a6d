"""Invitations."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.database import Base
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration
from dialogues.support.addresses import OF_NOBODY
from dialogues.support.texts import folded


class Invitation(Base):
    """An address on the list of a session: its holder may register once, or name a stand-in."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("session_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"))
    email: Mapped[str] = mapped_column(String(320), index=True)
    """Trimmed and case-folded."""
    name: Mapped[str] = mapped_column(String(200))
    """Empty where the list had none."""
    language: Mapped[str] = mapped_column(String(2))
    """Of the mail and of the form that it leads to."""
    searchable: Mapped[str] = mapped_column(Text)
    """Name and address as they are searched (:func:`support.texts.folded`)."""
    stand_in_for_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    """What came of it."""
    created_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
    passed_at: Mapped[dt.datetime | None]
    """When the addressee named a stand-in, who has an invitation of their own."""
    revoked_at: Mapped[dt.datetime | None]

    session: Mapped[DialogueSession] = relationship()
    registration: Mapped[Registration | None] = relationship()
    stand_in_for: Mapped["Invitation | None"] = relationship(remote_side=[id])

    @staticmethod
    def found_by(name: str, email: str) -> str:
        """What ``searchable`` is to be."""
        return folded(f"{name} {email}")

    @property
    def is_erased(self) -> bool:
        """Whether it says no more whose it was."""
        return self.email.endswith(OF_NOBODY)

    @property
    def is_open(self) -> bool:
        """Whether its addressee can still register with it."""
        return not (self.used_at or self.passed_at or self.revoked_at)

    @property
    def can_pass_on(self) -> bool:
        """Whether its addressee can name a stand-in: before registering, and after."""
        return not (self.passed_at or self.revoked_at or self.stand_in_for_id)
