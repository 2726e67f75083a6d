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

    session: Mapped[DialogueSession] = relationship()
    registration: Mapped[Registration] = relationship()
