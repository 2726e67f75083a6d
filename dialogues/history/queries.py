"""Named reads of the history."""

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, or_, select

from dialogues.database import Page, db, page_of
from dialogues.history.filters import LogFilter
from dialogues.history.models import Change
from dialogues.support import zones
from dialogues.support.texts import spellings

ON_A_PAGE = 50
MOST_OF_ONE = 200

Finds = Mapping[str, Select[Any]]
"""By kind of subject, a selection of the ids that a search is about."""


def changes_of(subjects: Mapping[str, Collection[int]]) -> Sequence[Change]:
    """The last 200 changes of some subjects, by their kinds and ids, latest first."""
    theirs = [
        and_(Change.subject_kind == kind, Change.subject_id.in_(ids))
        for kind, ids in subjects.items()
    ]
    wanted = select(Change).where(or_(*theirs)).order_by(Change.id.desc()).limit(MOST_OF_ONE)
    return db.session.scalars(wanted).all()


def log(
    wanted: LogFilter, kinds: Collection[str], zone: str, found: Finds, number: int
) -> Page[Change]:
    """A page of the changes that a filter asks for, latest first.

    Of subjects of ``kinds`` alone; days are those of ``zone``; ``found`` is what the filter's
    search, where it has one, is about.
    """
    # Not the bare column: SQLite would take its index, and sort all that it finds by age.
    kind = func.coalesce(Change.subject_kind, "")
    rows = (
        select(Change)
        .where(kind.in_(kinds), *_conditions(wanted, zone, found))
        .order_by(Change.id.desc())
    )
    return page_of(rows, ON_A_PAGE, number)


def _conditions(wanted: LogFilter, zone: str, found: Finds) -> Iterator[ColumnElement[bool]]:
    if wanted.kind:
        yield Change.subject_kind == wanted.kind
    if wanted.verb:
        yield Change.verb == wanted.verb
    if wanted.who:
        yield Change.actor == wanted.who
    if wanted.since:
        yield Change.at >= _midnight(wanted.since, 0, zone)
    if wanted.until:
        yield Change.at < _midnight(wanted.until, 1, zone)
    if wanted.q:
        about = [
            and_(Change.subject_kind == kind, Change.subject_id.in_(ids))
            for kind, ids in found.items()
        ]
        yield or_(*about, *_with_value(wanted.q))


def _with_value(text: str) -> Iterator[ColumnElement[bool]]:
    # Both databases keep JSON as it was written: with other letters than ASCII as escapes.
    for column in (Change.before, Change.after):
        for spelling in sorted(spellings(text)):
            escaped = json.dumps(spelling)[1:-1]
            yield cast(column, Text).icontains(escaped, autoescape=True)


def _midnight(day: str, days: int, zone: str) -> dt.datetime:
    """The instant at which a day, some ``days`` after the named one, begins in a zone."""
    local = dt.datetime.fromisoformat(day) + dt.timedelta(days=days)
    try:
        return zones.instant(local, zone, 0)
    except zones.LocalTimeDoesNotExist as gap:
        return zones.instant(gap.candidates[1], zone, 0)
