"""The table of mail that is owed."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.database import Base, member_of


class MailState(StrEnum):
    """What became of a mail."""

    OWED = "owed"
    HELD = "held"
    """Owed, and kept back until an organiser lets it go: no worker claims it."""
    SENT = "sent"
    SUPERSEDED = "superseded"
    FAILED = "failed"


class OutboxMail(Base):
    """One mail to one address: what it is about, not its text, which the worker composes.

    ``entry_id``, ``method``, ``sequence`` and ``dtstamp`` are set on calendar mails. At most one
    calendar mail of an entry is in flight; rows of one entry leave in the order of their ``id``.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        Index(None, "state", "next_attempt_at"),
        Index(None, "entry_id", "state"),
        Index(None, "kind", "subject_id", "state"),
        Index(None, "recipient"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[dt.datetime]
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(2))
    zone: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[int]
    """The row that the mail is about; its ``kind`` says in which table."""
    entry_id: Mapped[int | None]
    method: Mapped[str | None] = mapped_column(String(8))
    sequence: Mapped[int | None]
    dtstamp: Mapped[dt.datetime | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    dedupe_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)

    state: Mapped[MailState] = mapped_column(member_of(MailState))
    attempts: Mapped[int]
    next_attempt_at: Mapped[dt.datetime]
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(500))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The message as it was sent (RFC 5322), kept only while no SMTP server is configured."""
