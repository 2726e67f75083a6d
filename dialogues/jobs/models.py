"""Which periodic chore ran for which tick, and which reminder was owed for which start."""

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.database import Base


class ChoreRun(Base):
    """A claim: whoever inserts (name, tick) first does the work, on whatever host."""

    __tablename__ = "chore_run"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    tick: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[dt.datetime]
