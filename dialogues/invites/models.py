"""What each person's calendar should hold, and what was last sent to it."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.database import Base, member_of
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration


class PartStat(StrEnum):
    """The person's last known answer (RFC 5545, 3.2.12)."""

    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


class Method(StrEnum):
    """The methods that the organiser's side sends (RFC 5546, 3.2)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Entry(Base):
    """One address in one session, as calendars know it; it outlives cancellation and return.

    ``method`` and the ``sequence`` and ``dtstamp`` beside it say what the calendar should hold:
    the event after REQUEST, nothing (or a cancelled event) after CANCEL. ``sent_*`` say what
    last left. Only this side raises SEQUENCE (RFC 5546, 2.1.4).
    """

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("session_id", "attendee"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    """The registration that the entry was last about."""
    uid: Mapped[str] = mapped_column(String(255))
    attendee: Mapped[str] = mapped_column(String(320))
    organizer: Mapped[str] = mapped_column(String(320))
    """An address, fixed when the entry is made: calendars reject one that changed."""
    partstat: Mapped[PartStat] = mapped_column(member_of(PartStat))
    method: Mapped[Method] = mapped_column(member_of(Method))
    sequence: Mapped[int]
    dtstamp: Mapped[dt.datetime]
    sent_method: Mapped[Method | None] = mapped_column(member_of(Method))
    sent_sequence: Mapped[int | None]
    sent_dtstamp: Mapped[dt.datetime | None]
    sent_starts_at: Mapped[dt.datetime | None]
    sent_ends_at: Mapped[dt.datetime | None]
    token: Mapped[str | None] = mapped_column(String(32), unique=True)
    """What replies and bounces are known by; None where replies were not processed."""
    answered_at: Mapped[dt.datetime | None]
    """The DTSTAMP of the last reply that was applied (RFC 5546, 2.1.5)."""

    session: Mapped[DialogueSession] = relationship()
    registration: Mapped[Registration] = relationship()

    @property
    def part(self) -> Method | None:
        """The METHOD of the calendar part that mails about the entry carry; None for no part.

        Who follows a feed of their own is to hold nothing from mails: until a CANCEL was sent,
        their mails carry one, whatever they are about.
        """
        if not self.registration.participant.follows_feed:
            return self.method
        return None if self.sent_method is Method.CANCEL else Method.CANCEL


class ReplyKind(StrEnum):
    """What somebody's mail to an entry's reply address says."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    DELEGATED = "delegated"
    COUNTER = "counter"
    """Proposes another time (RFC 5546, 3.2.7)."""
    BOUNCE = "bounce"
    """Says that a mail could not be delivered (RFC 3464)."""


class ReplyEffect(StrEnum):
    """What followed from a reply."""

    APPLIED = "applied"
    NOTED = "noted"
    """Nothing but that organisers see it."""
    ASKED = "asked"
    """Another address declined: the registrant was asked by mail."""
    OUTDATED = "outdated"
    """Older than what the entry, or its last answer, says by now."""


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
    """When an organiser put away what asks for attention."""

    entry: Mapped[Entry] = relationship()

    @property
    def asks_for_attention(self) -> bool:
        """Whether an organiser should look at it, and nobody has put it away."""
        is_news = self.effect in (ReplyEffect.NOTED, ReplyEffect.ASKED)
        return self.handled_at is None and (is_news or self.kind is ReplyKind.BOUNCE)
