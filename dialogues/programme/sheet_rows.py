"""What each row of a sheet means: its cells as values of a plan, or why they are none."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dialogues.people.rules import Category
from dialogues.programme import rules
from dialogues.programme.models import Admission
from dialogues.programme.plans import SessionPlan, registration_problems
from dialogues.programme.sheet_refusals import (
    AdmissionIsUnknown,
    CellIsEmpty,
    CellIsNotDate,
    CellIsNotMoment,
    CellIsNotNumber,
    CellIsNotTime,
    OffsetDoesNotFit,
    StatusIsUnknown,
    TimeIsRepeated,
)
from dialogues.programme.sheets import Row
from dialogues.support import zones
from dialogues.support.refusals import Refusal
from dialogues.support.sheet_refusals import Problem
from dialogues.support.texts import one_line_of_prose

T = TypeVar("T")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?")
_NUMBER = re.compile(r"-?[0-9]{1,80}")
_STATUSES = ("draft", "published")


@dataclass(frozen=True)
class SheetSession:
    """A row that can be imported. Empty cells of ``title`` and ``status`` are None."""

    line: int
    dialogue: str
    session: str
    title: str | None
    title_language: str | None
    plan: SessionPlan
    given: frozenset[str]
    """The fields of the plan that a session keeps where its row does not say them."""
    status: str | None


@dataclass(frozen=True)
class SheetRow:
    """A row as far as it can be read. What is empty or cannot be is None, and ``problems`` why.

    Its ``meaning`` is None where anything cannot.
    """

    line: int
    dialogue: str | None
    session: str | None
    title: str | None
    title_language: str | None
    short_link: str | None
    has_title: bool
    """Whether the cell of the title says anything."""
    meaning: SheetSession | None
    problems: tuple[Problem, ...]


def parse(row: Row) -> SheetRow:
    """What a row says, and every cell of it that means nothing."""
    cells = _Cells(row)
    meaning = _meaning(cells)
    read = cells.read
    return SheetRow(
        line=row.line,
        dialogue=read.get("dialogue"),
        session=read.get("session"),
        title=read.get("title"),
        title_language=read.get("title_language"),
        short_link=read.get("short_link"),
        has_title=bool(row.cells.get("title")),
        meaning=meaning,
        problems=tuple(cells.problems),
    )


def _meaning(cells: "_Cells") -> SheetSession | None:
    dialogue = cells.required("dialogue", _key)
    session = cells.required("session", _key)
    title = cells.optional("title", _title)
    language = cells.required("title_language", _language) if title else None
    date = cells.required("date", _date)
    start = cells.required("start", _time)
    zone = cells.required("zone", _zone)
    minutes = cells.required("minutes", lambda text: _number(text, rules.minutes_problem))
    floor = cells.required("floor", _language)
    interpretation = cells.optional("interpretation", lambda text: _languages(text, floor or ""))
    capacity = cells.optional("capacity", lambda text: _number(text, rules.capacity_problem))
    short_link = cells.optional("short_link", lambda text: _good(text, rules.slug_problem(text)))
    join_url = cells.optional("join_url", lambda text: _good(text, rules.join_url_problem(text)))
    status = cells.optional("status", _status)
    registration = {
        "admission": cells.optional("admission", _admission),
        "categories": cells.optional("categories", _categories),
        "local_registration_opens": cells.optional("registration_opens", _moment),
        "local_registration_closes": cells.optional("registration_closes", _moment),
    }
    given: dict[str, Any] = {
        name: value for name, value in registration.items() if value is not None
    }
    fold = None
    if date and start and zone:
        local = dt.datetime.combine(date, start[0])
        fold = cells.required("start", lambda _text: _fold(local, zone, start[1]))
    if cells.problems or not (dialogue and session and date and start and zone):
        return None
    plan = SessionPlan(
        local_start=dt.datetime.combine(date, start[0]),
        fold=fold,
        zone=zone,
        minutes=minutes or 0,
        floor_language=floor or "",
        interpretation=interpretation or (),
        capacity=capacity,
        join_url=join_url,
        short_link=short_link,
        key=session,
        **given,
    )
    for name, problem in registration_problems(plan).items():
        cells.problems.append(Problem(cells.row.line, name.removeprefix("local_"), problem))
    if cells.problems:
        return None
    given_names = frozenset(given)
    return SheetSession(
        cells.row.line, dialogue, session, title, language, plan, given_names, status
    )


@dataclass
class _Cells:
    row: Row
    read: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def required(self, column: str, read: Callable[[str], T]) -> T | None:
        try:
            cell = self.row.cells.get(column, "")
            if isinstance(cell, Refusal):
                raise cell
            if not cell:
                raise CellIsEmpty()
            self.read[column] = value = read(cell)
            return value
        except Refusal as refusal:
            self.problems.append(Problem(self.row.line, column, refusal))
            return None

    def optional(self, column: str, read: Callable[[str], T]) -> T | None:
        return self.required(column, read) if self.row.cells.get(column) else None


def _good(value: T, problem: Refusal | None) -> T:
    if problem:
        raise problem
    return value


def _key(text: str) -> str:
    return _good(text, rules.text_problem(text, "key"))


def _title(text: str) -> str:
    title = one_line_of_prose(text)
    return _good(title, rules.text_problem(title, "title"))


def _language(text: str) -> str:
    return _good(text.casefold(), rules.language_problem(text.casefold()))


def _languages(text: str, floor: str) -> tuple[str, ...]:
    languages = tuple(text.casefold().split())
    return _good(languages, rules.interpretation_problem(floor, languages))


def _date(text: str) -> dt.date:
    try:
        date = dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        date = None
    if date is None:
        raise CellIsNotDate(text=text)
    return _good(date, rules.date_problem(date))


def _time(text: str) -> tuple[dt.time, str | None]:
    """A wall time, and the offset from UTC that says which one where it happens twice."""
    found = _TIME.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise CellIsNotTime(text=text)
    return dt.time(int(found[1]), int(found[2])), found[3]


def _zone(text: str) -> str:
    return _good(text, rules.zone_problem(text))


def _number(text: str, problem: Callable[[int], Refusal | None]) -> int:
    if not _NUMBER.fullmatch(text):
        raise CellIsNotNumber(text=text)
    return _good(int(text), problem(int(text)))


def _admission(text: str) -> Admission:
    try:
        return Admission(text.casefold())
    except ValueError:
        raise AdmissionIsUnknown(text=text) from None


def _categories(text: str) -> tuple[Category, ...]:
    categories = text.casefold().split()
    return rules.in_order(_good(categories, rules.categories_problem(categories)))


def _moment(text: str) -> dt.datetime:
    """A wall time with its date; a date alone, as workbooks write midnight, is its beginning."""
    day, _separator, time = text.replace("T", " ").partition(" ")
    try:
        wall, offset = _time(time.strip() or "00:00")
        if offset is None:
            return dt.datetime.combine(_date(day), wall)
    except (CellIsNotDate, CellIsNotTime):
        pass
    raise CellIsNotMoment(text=text)


def _status(text: str) -> str:
    if text.casefold() not in _STATUSES:
        raise StatusIsUnknown(text=text)
    return text.casefold()


def _fold(local: dt.datetime, zone: str, offset: str | None) -> int:
    """The fold of a wall time that may carry its offset, such as ``02:30+01:00``."""
    try:
        instants = [zones.instant(local, zone)]
    except zones.LocalTimeIsAmbiguous as repeated:
        instants = list(repeated.candidates)
    written = {_with_offset(at, zone): fold for fold, at in enumerate(instants)}
    if offset is None and len(instants) > 1:
        first, second = written
        raise TimeIsRepeated(time=f"{local:%H:%M}", zone=zone, first=first, second=second)
    if offset is None:
        return 0
    wanted = f"{local:%H:%M}{'+00:00' if offset == 'Z' else offset}"
    if wanted not in written:
        raise OffsetDoesNotFit(zone=zone, offset=offset, candidates=", ".join(written))
    return written[wanted]


def _with_offset(at: dt.datetime, zone: str) -> str:
    local = zones.local(at, zone)
    return f"{local:%H:%M}{local.isoformat()[-6:]}"
