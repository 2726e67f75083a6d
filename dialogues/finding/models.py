"""What can be found: passages of what is public, each with the tokens that lead to it."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Dialect, ForeignKey, Index, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from dialogues.database import Base, member_of
from dialogues.programme.models import Dialogue


class PassageKind(StrEnum):
    """What a passage is of."""

    DIALOGUE = "dialogue"
    NOTE = "note"
    ACTION_ITEM = "action_item"


class Tokens(TypeDecorator[Sequence[str]]):
    """Tokens of :mod:`dialogues.finding.tokens`, as what each database looks them up in.

    They are letters and digits alone, so that no database cuts, folds or reads them otherwise:
    a ``tsvector`` without positions, and words with spaces for SQLite's FTS5 (migration 0005).
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """``tsvector`` on PostgreSQL, text elsewhere."""
        of_postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor(TSVECTOR() if of_postgresql else Text())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:
        """The tokens as the database reads them."""
        of_postgresql = dialect.name == "postgresql"
        return " ".join(f"'{token}'" if of_postgresql else token for token in value or ())


class Passage(Base):
    """A paragraph, a title with its description, an item of an agenda or an action item.

    Each in one language.
    """

    __tablename__ = "finding_passage"
    __table_args__ = (Index(None, "dialogue_id", "kind"), Index(None, "subject"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PassageKind] = mapped_column(member_of(PassageKind))
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    """Of which Dialogue it is, or its note, or what was agreed there."""
    subject: Mapped[str] = mapped_column(String(32))
    """The public id of the action item, or else of the Dialogue."""
    language: Mapped[str] = mapped_column(String(2))
    anchor: Mapped[str] = mapped_column(String(80))
    """Where it stands on its page; may be empty."""
    held_on: Mapped[dt.date] = mapped_column(Date)
    """The day of the Dialogue, on the clocks of its first session."""
    heading: Mapped[str] = mapped_column(Text)
    """The title of a Dialogue, an item or a note, or of the section that it stands in."""
    text: Mapped[str] = mapped_column(Text)
    heading_tokens: Mapped[Sequence[str]] = mapped_column(Tokens, deferred=True)
    """Those of the heading, where it is the first passage under it."""
    tokens: Mapped[Sequence[str]] = mapped_column(Tokens, deferred=True)
    """Those of the text, and of the heading as above."""

    dialogue: Mapped[Dialogue] = relationship()
