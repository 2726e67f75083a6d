"""Action items, their owners, and what happened to them."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from dialogues.database import Base, member_of
from dialogues.programme.models import Dialogue


class OwnerKind(StrEnum):
    """What an owner of action items is."""

    COALITION = "coalition"
    AGENCY = "agency"
    """The Hub among them."""
    COUNTRY = "country"
    PERSON = "person"
    """Somebody with an address, who stands in no public register."""


class ItemStatus(StrEnum):
    """How far an action item has come."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"


CLOSED = (ItemStatus.DONE, ItemStatus.DROPPED)


class Owner(Base):
    """Who owes something: an entry of the register, or a person."""

    __tablename__ = "action_owner"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """What a spreadsheet of the register calls it; None for persons."""
    kind: Mapped[OwnerKind] = mapped_column(member_of(OwnerKind))
    coordinator: Mapped[str] = mapped_column(String(200))
    """The name of who answers for it; may be empty. A person's is the person."""
    email: Mapped[str | None] = mapped_column(String(320), index=True)
    """Where mails go, trimmed and case-folded; shown to nobody but staff."""
    website: Mapped[str | None] = mapped_column(String(2000))
    language: Mapped[str] = mapped_column(String(2))
    """In which mails are written."""
    zone: Mapped[str] = mapped_column(String(64))
    """IANA; in which days begin and end for the owner."""
    link_version: Mapped[int]
    """Raised to revoke the links to all of the owner's items, their calendar among them."""
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    archived_at: Mapped[dt.datetime | None]
    """Since when it is offered for new items no more."""
    erased_at: Mapped[dt.datetime | None]
    """When a person's name and address were erased."""

    names: Mapped[dict[str, "OwnerName"]] = relationship(
        collection_class=attribute_keyed_dict("language"),
        cascade="all, delete-orphan",
        lazy="selectin",
    )


class OwnerName(Base):
    """What an owner is called in one language, as everybody may read."""

    __tablename__ = "action_owner_name"

    owner_id: Mapped[int] = mapped_column(ForeignKey("action_owner.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))


class ActionItem(Base):
    """What a Dialogue agreed on."""

    __tablename__ = "action_item"
    __table_args__ = (
        Index(None, "owner_id", "status"),
        Index(None, "status", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    """Where it was agreed."""
    section_id: Mapped[str | None] = mapped_column(String(32))
    """The public id of the section of that Dialogue's note under which it stands."""
    source_language: Mapped[str] = mapped_column(String(2))
    theme: Mapped[str | None] = mapped_column(String(40))
    """A value of :class:`~dialogues.programme.themes.Theme`."""
    owner_id: Mapped[int] = mapped_column(ForeignKey("action_owner.id"))
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    """The last day, in the owner's zone; None for by a next Dialogue that is not planned yet."""
    is_due_by_next: Mapped[bool] = mapped_column(Boolean)
    """Whether it is due by the next Dialogue: ``due_on`` is then derived from the programme."""
    status: Mapped[ItemStatus] = mapped_column(member_of(ItemStatus))
    dropped_because: Mapped[str | None] = mapped_column(String(1000))
    accepted_at: Mapped[dt.datetime | None]
    """When its present owner accepted it."""
    closed_at: Mapped[dt.datetime | None]
    """When it was done or dropped; None while it is open."""
    proposed_due_on: Mapped[dt.date | None] = mapped_column(Date)
    """The date that the owner would rather have, until an organiser has answered."""
    proposed_because: Mapped[str | None] = mapped_column(String(1000))
    offered_to_id: Mapped[int | None] = mapped_column(ForeignKey("action_owner.id"), index=True)
    """To whom the owner would hand it over, until they have answered."""
    offered_because: Mapped[str | None] = mapped_column(String(1000))
    link_version: Mapped[int]
    """Raised with every change of owner: links of the owner before open nothing."""
    reminders_stopped_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]

    dialogue: Mapped[Dialogue] = relationship()
    owner: Mapped[Owner] = relationship(foreign_keys=[owner_id])
    offered_to: Mapped[Owner | None] = relationship(foreign_keys=[offered_to_id])
    texts: Mapped[dict[str, "ActionItemText"]] = relationship(
        collection_class=attribute_keyed_dict("language"),
        cascade="all, delete-orphan",
        lazy="selectin",
    )

    def text(self, language: str) -> "ActionItemText":
        """The text in ``language``, or in the source language where there is none."""
        return self.texts.get(language) or self.texts[self.source_language]


class ActionItemText(Base):
    """What is to be done, in one language."""

    __tablename__ = "action_item_text"

    item_id: Mapped[int] = mapped_column(ForeignKey("action_item.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    rendered: Mapped[str | None] = mapped_column(Text)
    """The source text that this translates; where that reads otherwise now, this is stale."""


class ActionItemEvent(Base):
    """What happened to an action item, and how it stood after: never changed, never deleted."""

    __tablename__ = "action_item_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("action_item.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(80))
    """``staff:<id>``, ``owner:<id>`` of :class:`Owner`, or ``system``."""
    verb: Mapped[str] = mapped_column(String(40))
    """One of ``action_items.labels.VERBS``."""
    words: Mapped[str] = mapped_column(Text)
    """What the actor wrote: a report, a reason. Everybody may read it."""
    language: Mapped[str] = mapped_column(String(2))
    """Of ``words``."""
    status: Mapped[ItemStatus] = mapped_column(member_of(ItemStatus))
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    owner_id: Mapped[int] = mapped_column(ForeignKey("action_owner.id"))
