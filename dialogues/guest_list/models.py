"""Invitations."""

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.database import Base
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration


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
