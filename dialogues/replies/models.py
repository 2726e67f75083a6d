"""What came back to entries' addresses."""

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.database import Base, member_of
from dialogues.invites.models import Entry
from dialogues.replies.rules import ReplyEffect, ReplyKind


class Reply(Base):
    """A reply, counter-proposal or bounce that reached an entry's address."""

    __tablename__ = "calendar_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of Message-ID and body, so that a message delivered twice counts once."""
    received_at: Mapped[dt.datetime]
    kind: Mapped[ReplyKind] = mapped_column(member_of(ReplyKind))
    effect: Mapped[ReplyEffect] = mapped_column(member_of(ReplyEffect))
    sender: Mapped[str] = mapped_column(String(320))
    """The address in From; of a bounce, the recipient that could not be reached."""
    attendee: Mapped[str | None] = mapped_column(String(320))
    """Who answers, by the calendar; of a delegation, who is to come instead."""
    sequence: Mapped[int | None]
    said_at: Mapped[dt.datetime | None]
    """The reply's DTSTAMP."""
    proposed_starts_at: Mapped[dt.datetime | None]
    proposed_ends_at: Mapped[dt.datetime | None]
    comment: Mapped[str] = mapped_column(String(2000))
    """The person's words, or a bounce's reason; empty where there are none."""
    handled_at: Mapped[dt.datetime | None]
    """When an organiser first said that it needs no more attention."""

    entry: Mapped[Entry] = relationship()

    @property
    def asks_for_attention(self) -> bool:
        """Whether an organiser should look at it, and none has handled it."""
        is_news = self.effect in (ReplyEffect.NOTED, ReplyEffect.ASKED)
        return self.handled_at is None and (is_news or self.kind is ReplyKind.BOUNCE)
