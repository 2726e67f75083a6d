"""Dialogues, sessions, short links."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import (
    Date,
    DateTime,
    ForeignKey,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from dialogues.database import Base, Codes, member_of
from dialogues.programme.opening import Opening


class Status(StrEnum):
    """How far a Dialogue or a session has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Admission(StrEnum):
    """Who may come to a session."""

    OPEN = "open"
    """Everybody, in the order in which they register."""
    APPROVAL = "approval"
    """Whom organisers approve."""
    INVITATION = "invitation"
    """Whom organisers have put on its list."""


_status = member_of(Status)


class Dialogue(Base):
    """One topic on the programme, with one or more sessions."""

    __tablename__ = "dialogue"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """The ``dialogue`` column of the spreadsheet that it was imported from."""
    source_language: Mapped[str] = mapped_column(String(2))
    status: Mapped[Status] = mapped_column(_status)
    allows_several: Mapped[bool]
    """Whether one person may come to more than one of the sessions."""
    themes: Mapped[tuple[str, ...]] = mapped_column(Codes(400))
    """The values of :class:`~dialogues.programme.themes.Theme` that it is about."""
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]

    texts: Mapped[dict[str, "DialogueText"]] = relationship(
        collection_class=attribute_keyed_dict("language"),
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    sessions: Mapped[list["DialogueSession"]] = relationship(
        back_populates="dialogue", order_by="DialogueSession.starts_at"
    )
    agenda: Mapped[list["AgendaItem"]] = relationship(
        order_by="AgendaItem.position", cascade="all, delete-orphan"
    )

    def text(self, language: str) -> "DialogueText":
        """The text in ``language``, or in the source language where there is none."""
        return self.texts.get(language) or self.texts[self.source_language]


class DialogueText(Base):
    """Title and description of a Dialogue in one language."""

    __tablename__ = "dialogue_text"

    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text)


class DialogueSession(Base):
    """One sitting of a Dialogue: what its organiser meant, and the instants derived from it.

    ``local_start`` (naive wall time), ``fold`` (PEP 495), ``zone`` (IANA) and ``minutes`` are
    meant; ``starts_at`` and ``ends_at`` are derived under ``zone_version`` (pytz.OLSON_VERSION),
    which is empty where the rules of the zone by now skip what is meant.
    """

    __tablename__ = "dialogue_session"
    __table_args__ = (UniqueConstraint("dialogue_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    key: Mapped[str | None] = mapped_column(String(80))
    """The ``session`` column of the spreadsheet that it was imported from."""
    status: Mapped[Status] = mapped_column(_status)

    local_start: Mapped[dt.datetime] = mapped_column(DateTime(timezone=False))
    fold: Mapped[int] = mapped_column(SmallInteger)
    zone: Mapped[str] = mapped_column(String(64))
    minutes: Mapped[int]
    starts_at: Mapped[dt.datetime] = mapped_column(index=True)
    ends_at: Mapped[dt.datetime] = mapped_column(index=True)
    zone_version: Mapped[str] = mapped_column(String(16))

    floor_language: Mapped[str] = mapped_column(String(2))
    interpretation: Mapped[tuple[str, ...]] = mapped_column(Codes(40))
    """The languages interpreted into, in the organiser's order."""
    capacity: Mapped[int | None]
    """Seats, or None where their number is not limited."""
    admission: Mapped[Admission] = mapped_column(member_of(Admission))
    categories: Mapped[tuple[str, ...]] = mapped_column(Codes(200))
    """The values of :class:`~dialogues.people.rules.Category` that may come; empty for all."""
    registration_open: Mapped[bool]
    """What organisers closed by hand is closed at any time."""
    local_registration_opens: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=False))
    local_registration_closes: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=False))
    registration_opens_at: Mapped[dt.datetime | None]
    """The instant of ``local_registration_opens`` in ``zone``; None for at once."""
    registration_closes_at: Mapped[dt.datetime | None]
    """The instant of ``local_registration_closes``; None for when the session is over."""
    join_url: Mapped[str | None] = mapped_column(String(2000))
    reminders: Mapped[tuple[str, ...]] = mapped_column(Codes(20))
    """Which of :data:`rules.REMINDERS` registrants are sent, the earliest first."""
    alarm_minutes: Mapped[int | None]
    """How long before the start calendars are to ring (VALARM), or None: most do so anyway."""

    uid: Mapped[str] = mapped_column(String(255), unique=True)
    sequence: Mapped[int]
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]

    dialogue: Mapped[Dialogue] = relationship(back_populates="sessions")
    short_links: Mapped[list["ShortLink"]] = relationship(
        back_populates="session", order_by="ShortLink.id"
    )

    @property
    def opening(self) -> Opening:
        """When registration opens and closes, as wall times."""
        return Opening(self.local_registration_opens, self.local_registration_closes)

    @property
    def short_link(self) -> str | None:
        """The slug in use; earlier ones go on leading here."""
        return self.short_links[-1].slug if self.short_links else None

    def takes_place(self, at: dt.datetime) -> bool:
        """Whether it is published, not cancelled, and not over at the instant ``at``."""
        return self.status is self.dialogue.status is Status.PUBLISHED and self.ends_at > at


class ShortLink(Base):
    """A slug at the root of the site, matched without regard to case."""

    __tablename__ = "short_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40))
    folded: Mapped[str] = mapped_column(String(40), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"), index=True)

    session: Mapped[DialogueSession] = relationship(back_populates="short_links")


class ShortLinkVisits(Base):
    """How often a short link was followed on one day (UTC)."""

    __tablename__ = "short_link_visits"

    short_link_id: Mapped[int] = mapped_column(ForeignKey("short_link.id"), primary_key=True)
    on: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    count: Mapped[int]


class AgendaKind(StrEnum):
    """Where an item of an agenda takes place."""

    PLENARY = "plenary"
    BREAKOUT = "breakout"
    """Beside other breakouts, at the same time."""
    BREAK = "break"


class AgendaItem(Base):
    """One item of a Dialogue's agenda, which all its sessions follow."""

    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    position: Mapped[int]
    starts_after: Mapped[int]
    """Minutes from the start of a session."""
    minutes: Mapped[int]
    kind: Mapped[AgendaKind] = mapped_column(member_of(AgendaKind))
    link: Mapped[str | None] = mapped_column(String(2000))

    texts: Mapped[dict[str, "AgendaText"]] = relationship(
        collection_class=attribute_keyed_dict("language"),
        cascade="all, delete-orphan",
        lazy="selectin",
    )


class AgendaText(Base):
    """An item of an agenda in one language."""

    __tablename__ = "agenda_text"

    agenda_item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    speakers: Mapped[str] = mapped_column(String(1000))
    """Who speaks, as it is to be printed; may be empty."""
