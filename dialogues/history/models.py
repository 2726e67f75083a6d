"""The table of changes."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.database import Base


class Change(Base):
    """One change of one object: who, when, and its fields before and after."""

    __tablename__ = "change"
    __table_args__ = (Index(None, "subject_kind", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(80))
    """``staff:<id>``, ``registrant`` or ``system``; never a name, which would have to be erased."""
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    verb: Mapped[str] = mapped_column(String(40))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
