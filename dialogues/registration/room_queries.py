"""The registrations of a session that a filter selects: the list, and counts."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from dialogues.database import db
from dialogues.people.models import Participant
from dialogues.registration.filters import Filter
from dialogues.registration.models import Registration
from dialogues.support.texts import folded


def selected(session_id: int, wanted: Filter) -> Select[Registration]:
    """The registrations of a session that a filter selects, with their participants, oldest first.

    A caller may order, limit and narrow them further.
    """
    return (
        select(Registration)
        .join(Registration.participant)
        .where(Registration.session_id == session_id, *_conditions(wanted))
        .options(contains_eager(Registration.participant))
        .order_by(Registration.id)
    )


def count_of(session_id: int, wanted: Filter) -> int:
    """How many registrations of a session a filter selects."""
    counted = selected(session_id, wanted).order_by(None).with_only_columns(func.count())
    return db.session.scalar(counted) or 0


def counts_by(
    session_id: int, wanted: Filter, column: InstrumentedAttribute[str]
) -> list[tuple[str, int]]:
    """How many of the selected have each value of ``column``, the most frequent first."""
    counted = (
        selected(session_id, wanted)
        .order_by(None)
        .with_only_columns(column, func.count())
        .group_by(column)
        .order_by(func.count().desc(), column)
    )
    return [(str(value), int(count)) for value, count in db.session.execute(counted)]


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.status:
        yield Registration.status.in_(wanted.status)
    for word in folded(wanted.q).split():
        yield Registration.searchable.contains(word, autoescape=True)
    if wanted.listening:
        yield Registration.listening_language == wanted.listening
    if wanted.country:
        yield Registration.country == wanted.country
    if wanted.region:
        yield Registration.country.in_(wanted.countries)
    if wanted.category:
        yield Registration.category == wanted.category
    if wanted.attended == "yes":
        yield Registration.attended_at.is_not(None)
    if wanted.attended == "no":
        yield Registration.attended_at.is_(None)
    if wanted.mail:
        yield Participant.undeliverable_at.is_not(None)
    if wanted.question:
        yield Registration.question.is_not(None)
    if wanted.needed:
        yield Registration.needed_language.is_not(None)
