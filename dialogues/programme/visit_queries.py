"""Reads of how often short links were followed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from dialogues.database import db
from dialogues.programme.models import DialogueSession, ShortLinkVisits

DAYS_SHOWN = 30


@dataclass(frozen=True)
class Visits:
    """How often one short link was followed, in all, and on each of the last days (UTC)."""

    total: int
    days: Sequence[tuple[dt.date, int]]
    """The last :data:`DAYS_SHOWN` days, the earliest first, those without visits included."""

    @property
    def most(self) -> int:
        """The visits of the busiest of the days."""
        return max(count for _day, count in self.days)


def visits_of(sessions: Sequence[DialogueSession], today: dt.date) -> dict[int, Visits]:
    """The visits of every short link, present or earlier, of some sessions, by the link's id."""
    links = [link.id for session in sessions for link in session.short_links]
    days = [today - dt.timedelta(days=back) for back in reversed(range(DAYS_SHOWN))]
    table = ShortLinkVisits
    counted = (
        select(table.short_link_id, func.sum(table.count))
        .where(table.short_link_id.in_(links))
        .group_by(table.short_link_id)
    )
    totals = {link: int(count) for link, count in db.session.execute(counted)}
    lately = {
        (row.short_link_id, row.on): row.count
        for row in db.session.scalars(
            select(table).where(table.short_link_id.in_(links), table.on >= days[0])
        )
    }
    return {
        link: Visits(totals.get(link, 0), [(day, lately.get((link, day), 0)) for day in days])
        for link in links
    }
