"""The registrations of a session that a filter selects: the list, and counts."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from dialogues.database import Page, db, each_of, page_of
from dialogues.people.models import Participant
from dialogues.people.rules import Category
from dialogues.registration.filters import Filter, Sort
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support.texts import folded

_PENDING = (RegistrationStatus.PENDING.value,)


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


def page_of_selected(
    session_id: int, wanted: Filter, sort: Sort, countries: Sequence[str], length: int, number: int
) -> Page[Registration]:
    """A page of the registrations that a filter selects, in an order of the room's.

    ``countries`` are the codes that occur among them, in the order of their names.
    """
    ranks = {code: rank for rank, code in enumerate(countries)}
    orders: Mapping[Sort, list[ColumnElement[Any]]] = {
        Sort.REGISTERED: [],
        Sort.NAME: [Registration.searchable.expression],
        Sort.COUNTRY: [case(ranks, value=Registration.country)] if ranks else [],
        Sort.QUEUE: [Registration.queue_number.is_(None), Registration.queue_number.expression],
    }
    in_order = selected(session_id, wanted).order_by(None)
    return page_of(in_order.order_by(*orders[sort], Registration.id), length, number)


def each_selected(session_id: int, wanted: Filter) -> Iterator[Registration]:
    """Everybody whom a filter selects, oldest first; to be streamed (:func:`each_of`)."""
    return each_of(selected(session_id, wanted), Registration.id)


class Name(NamedTuple):
    """What a printed list says of somebody."""

    name: str
    organisation: str | None
    country: str
    category: Category
    listening_language: str
    attended_at: dt.datetime | None


def names(session_id: int, wanted: Filter) -> list[Name]:
    """What a printed list says of those whom a filter selects, by name."""
    columns = [getattr(Registration, name) for name in Name._fields]
    found = (
        selected(session_id, wanted)
        .with_only_columns(*columns)
        .order_by(None)
        .order_by(Registration.searchable, Registration.id)
    )
    return [Name(*row) for row in db.session.execute(found)]


def questions(session_id: int) -> Sequence[Registration]:
    """The registrations with a seat that come with a question, oldest first."""
    return db.session.scalars(selected(session_id, Filter(question="yes"))).all()


def count_of(session_id: int, wanted: Filter) -> int:
    """How many registrations of a session a filter selects."""
    return db.session.scalar(select(func.count()).where(*_are_selected(session_id, wanted))) or 0


def counts_by(
    session_id: int, wanted: Filter, column: InstrumentedAttribute[str]
) -> list[tuple[str, int]]:
    """How many of the selected have each value of ``column``, the most frequent first."""
    counted = (
        select(column, func.count())
        .where(*_are_selected(session_id, wanted))
        .group_by(column)
        .order_by(func.count().desc(), column)
    )
    return [(str(value), int(count)) for value, count in db.session.execute(counted)]


@dataclass(frozen=True)
class Figures:
    """How many people of a session are what."""

    by_status: Mapping[str, int]
    attended: int
    """Of those who have a seat."""

    def of(self, *statuses: str) -> int:
        """How many have one of some statuses; without any, all of them."""
        return sum(self.by_status.get(status, 0) for status in statuses or self.by_status)


def figures(session_id: int, wanted: Filter) -> Figures:
    """How many a filter selects of each status, whatever status it asks for itself."""
    rows = db.session.execute(
        select(Registration.status, func.count(), func.count(Registration.attended_at))
        .where(*_are_selected(session_id, replace(wanted, status=())))
        .group_by(Registration.status)
    ).all()
    attended = {status.value: attended for status, _count, attended in rows}
    return Figures(
        {status.value: count for status, count, _attended in rows},
        attended.get(RegistrationStatus.CONFIRMED.value, 0),
    )


def places(session_id: int, registrations: Sequence[Registration]) -> dict[int, int]:
    """The places in the queue of those who wait for a seat in a session, 1 for the first, by id."""
    waiting = [one.id for one in registrations if one.status is RegistrationStatus.WAITLISTED]
    if not waiting:
        return {}
    place = func.row_number().over(order_by=Registration.queue_number).label("place")
    queue = (
        select(Registration.id, place)
        .where(
            Registration.session_id == session_id,
            Registration.status == RegistrationStatus.WAITLISTED,
        )
        .subquery()
    )
    rows = db.session.execute(select(queue.c.id, queue.c.place).where(queue.c.id.in_(waiting)))
    return {row.id: row.place for row in rows}


def pending(
    session_id: int, wanted: Filter, public_ids: Sequence[str] | None
) -> Sequence[Registration]:
    """Who awaits approval, who came first is first: of those named, else of those selected."""
    if public_ids is None:
        found = selected(session_id, replace(wanted, status=_PENDING))
    else:
        found = selected(session_id, Filter(status=_PENDING))
        found = found.where(Registration.public_id.in_(public_ids))
    return db.session.scalars(found).all()


def _are_selected(session_id: int, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    yield Registration.session_id == session_id
    yield from _conditions(wanted)


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
        returned = select(Participant.id).where(Participant.undeliverable_at.is_not(None))
        yield Registration.participant_id.in_(returned)
    if wanted.question:
        yield Registration.question.is_not(None)
    if wanted.needed == "yes":
        yield Registration.needed_language.is_not(None)
    elif wanted.needed:
        yield Registration.needed_language == wanted.needed
