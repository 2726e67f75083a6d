"""Messages, and what they say in each language."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from dialogues.database import Base, member_of
from dialogues.people.models import Staff
from dialogues.programme.models import Dialogue, DialogueSession


class MessageState(StrEnum):
    """How far a message has come. What became of each mail, the outbox knows."""

    DRAFT = "draft"
    GOING = "going"
    """Confirmed: its mails are owed, or have left."""
    PAUSED = "paused"
    """Confirmed, and what has not left is kept back."""
    STOPPED = "stopped"
    """What had not left never will."""


class Message(Base):
    """One message to the registrants of a session whom a filter selects, or an announcement."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_session.id"), index=True)
    """The session to whose registrants it goes; None for an announcement of the Dialogue."""
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Which registrants: the arguments of the address of the session's page."""
    source_language: Mapped[str] = mapped_column(String(2))
    """The language that people get whose own it is not written in."""
    state: Mapped[MessageState] = mapped_column(member_of(MessageState))
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    """Who saved it last."""
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    confirmed_at: Mapped[dt.datetime | None]
    recipients: Mapped[int | None]
    """To how many it went, once confirmed."""

    dialogue: Mapped[Dialogue] = relationship()
    session: Mapped[DialogueSession | None] = relationship()
    author: Mapped[Staff] = relationship()
    texts: Mapped[dict[str, "MessageText"]] = relationship(
        collection_class=attribute_keyed_dict("language"),
        cascade="all, delete-orphan",
        lazy="selectin",
    )


class MessageText(Base):
    """Subject and body of a message in one language; plain text with placeholders."""

    __tablename__ = "message_text"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
