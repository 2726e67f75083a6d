"""Summary notes: what is being written, and what was published."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from dialogues.database import Base, Codes, member_of
from dialogues.programme.models import Dialogue


class SectionKind(StrEnum):
    """What a section of a note is for (DESIGN 9)."""

    TITLE = "title"
    """The first of every note: its heading is the title, its body the opening words."""
    PARTICIPATION = "participation"
    COALITIONS = "coalitions"
    HUB = "hub"
    NEEDS = "needs"
    CLOSING = "closing"
    NEXT = "next"
    """The next Dialogue: after the body follows what the programme says of it."""
    OTHER = "other"


class SummaryNote(Base):
    """The record of a Dialogue, in up to six languages."""

    __tablename__ = "summary_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), unique=True)
    source_language: Mapped[str] = mapped_column(String(2))
    themes: Mapped[tuple[str, ...]] = mapped_column(Codes(400))
    """The values of :class:`~dialogues.programme.themes.Theme` of the note as a whole."""
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]

    dialogue: Mapped[Dialogue] = relationship()
    sections: Mapped[list["SummarySection"]] = relationship(
        back_populates="note", order_by="SummarySection.position"
    )
    """Those that were taken out among them."""


class SummarySection(Base):
    """A section of a note; its texts are translated one by one."""

    __tablename__ = "summary_section"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("summary_note.id"), index=True)
    position: Mapped[int]
    kind: Mapped[SectionKind] = mapped_column(member_of(SectionKind))
    themes: Mapped[tuple[str, ...]] = mapped_column(Codes(400))
    writes_itself: Mapped[bool] = mapped_column(Boolean)
    """Of the next Dialogue: whether what the programme says follows the body."""
    removed_at: Mapped[dt.datetime | None]
    """When it was taken out of the note; its texts stay, and it can be put back."""

    note: Mapped[SummaryNote] = relationship(back_populates="sections")
    texts: Mapped[dict[str, "SectionText"]] = relationship(
        collection_class=attribute_keyed_dict("language"), cascade="all, delete-orphan"
    )


class SectionText(Base):
    """A section in one language, as it stands: the last of its versions."""

    __tablename__ = "summary_section_text"

    section_id: Mapped[int] = mapped_column(ForeignKey("summary_section.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    heading: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    """Markdown (CommonMark with tables; HTML is text)."""
    version: Mapped[int]
    """The number of its :class:`SectionVersion`, from 1."""
    saved_at: Mapped[dt.datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """None for what a command imported."""
    renders: Mapped[int | None]
    """Of a translation: the version of the source text that it renders."""
    is_done: Mapped[bool] = mapped_column(Boolean)
    """Of a translation: whether its translator has declared it done. Every source is."""
    sent_back_because: Mapped[str | None] = mapped_column(Text)
    """What its reader asked to be changed; None once it is declared done again."""
    sent_back_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    sent_back_at: Mapped[dt.datetime | None]


class SectionVersion(Base):
    """A section in one language, as it was saved once."""

    __tablename__ = "summary_section_version"
    __table_args__ = (UniqueConstraint("section_id", "language", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("summary_section.id"))
    language: Mapped[str] = mapped_column(String(2))
    number: Mapped[int | None]
    """From 1; None for what somebody wrote on top of a version that was no longer the last.

    It waits to be merged by its writer, and is deleted then.
    """
    base: Mapped[int | None]
    """The number of the version on top of which it was written; None for the first."""
    heading: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[dt.datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Publication(Base):
    """A revision of a note in one language, frozen when it was published: only withdrawal is added.

    ``content`` is what :mod:`dialogues.summaries.content` makes.
    """

    __tablename__ = "summary_publication"
    __table_args__ = (
        UniqueConstraint("note_id", "language", "number"),
        Index(None, "language", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("summary_note.id"))
    language: Mapped[str] = mapped_column(String(2))
    number: Mapped[int]
    """Of the revision in this language, from 1."""
    published_at: Mapped[dt.datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    withdrawn_at: Mapped[dt.datetime | None]
    """When it was withdrawn; the language is published while its last revision is not."""
    withdrawn_because: Mapped[str | None] = mapped_column(String(1000))
    """In the revision's language, for its readers."""
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    note: Mapped[SummaryNote] = relationship()


class FindingMarkedFine(Base):
    """A finding of the checks between languages that an editor has marked as fine."""

    __tablename__ = "summary_finding_marked_fine"

    note_id: Mapped[int] = mapped_column(ForeignKey("summary_note.id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Of section, language, what differs and how: another difference is another finding."""
    because: Mapped[str] = mapped_column(String(1000))
    marked_at: Mapped[dt.datetime]
    marked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
