"""What each person's calendar should hold, and what was last sent to it."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.database import Base, member_of
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus


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

    @property
    def is_registered(self) -> bool:
        """Whether the registration holds a seat in the session, should that take place."""
        return (
            self.registration.session_id == self.session_id
            and self.registration.status is RegistrationStatus.CONFIRMED
        )

    def holds_seat(self, at: dt.datetime) -> bool:
        """Whether the registration holds a seat in the session, which takes place after ``at``."""
        return self.is_registered and self.session.takes_place(at)
