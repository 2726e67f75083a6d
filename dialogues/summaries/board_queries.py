"""How far each language of all notes has come, counted by the database: no text is loaded."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from dialogues.action_items.models import ActionItem, ItemStatus
from dialogues.action_items.queries import items
from dialogues.database import Page, db
from dialogues.history.models import Change
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.summaries.item_content import item_content
from dialogues.summaries.models import (
    Publication,
    SectionText,
    SectionVersion,
    SummaryNote,
    SummarySection,
)
from dialogues.summaries.rules import State
from dialogues.support import clock

_AWAITED_FOR = dt.timedelta(days=365)
_ARRANGING = (
    *("section_added", "section_removed", "section_restored", "section_moved", "section_changed"),
    "themes_changed",
)
"""What is recorded of a note when all its languages read otherwise."""


@dataclass(frozen=True)
class Cell:
    """A note in one language."""

    states: Mapping[State, int] = field(default_factory=dict)
    """How many sections are in each state that occurs; empty for the source language."""
    sent_back: int = 0
    """How many of them wait for their translator."""
    revision: int | None = None
    """The number of the last publication; None where there is none."""
    is_withdrawn: bool = False
    is_awaited: bool = False
    """Whether sessions of its Dialogue in the last twelve months were held in the language."""
    is_changed: bool = False
    """Whether a text was saved since it was published, a section came, went or was moved, or an
    action item reads otherwise."""

    @property
    def is_published(self) -> bool:
        """Whether it can be read."""
        return self.revision is not None and not self.is_withdrawn

    @property
    def state(self) -> State | None:
        """The least finished of the states; a language is begun once a section of it is."""
        if set(self.states) == {State.MISSING}:
            return State.MISSING
        if {State.MISSING, State.DRAFT} & set(self.states):
            return State.DRAFT
        return next((state for state in (State.STALE, State.CURRENT) if state in self.states), None)


@dataclass(frozen=True)
class Line:
    """A note on the board."""

    note_id: int
    dialogue_id: int
    source_language: str
    cells: Mapping[str, Cell]
    """By language, all six."""


def lines() -> list[Line]:
    """All notes, that of the latest Dialogue first; in a few statements, however many."""
    counted, arranged, notes = _counted(), _arranged(), _notes()
    published, spoken = _published(), _spoken()
    promised = _promised({dialogue for _note, dialogue, _source, _count in notes})
    found = []
    for note_id, dialogue_id, source, sections in notes:
        cells = {}
        for code in LANGUAGES:
            known = counted.get((note_id, code), {})
            last: Any = published.get((note_id, code))
            is_changed = last is not None and (
                _is_later(last, known.get("saved_at"), arranged.get(note_id))
                or last.items != [item_content(one, code) for one in promised[dialogue_id]]
            )
            own = (known, sections) if code != source else ({}, 0)
            cells[code] = _cell(*own, last, is_changed, code in spoken[dialogue_id] - {source})
        found.append(Line(note_id, dialogue_id, source, cells))
    return found


def page_of_lines(found: Sequence[Line], length: int, number: int) -> Page[Line]:
    """A page, at most ``length`` long, of some lines."""
    start = (number - 1) * length
    return Page(found[start : start + length], number, len(found) > start + length)


def _notes() -> list[tuple[int, int, str, int]]:
    """Id, Dialogue, source language and the number of sections that have a text to translate."""
    source = aliased(SectionText)
    begins_at = (
        select(func.min(DialogueSession.starts_at))
        .where(DialogueSession.dialogue_id == SummaryNote.dialogue_id)
        .correlate(SummaryNote)
        .scalar_subquery()
    )
    wanted = (
        select(
            SummaryNote.id,
            SummaryNote.dialogue_id,
            SummaryNote.source_language,
            func.count(source.section_id),
        )
        .outerjoin(
            SummarySection,
            and_(SummarySection.note_id == SummaryNote.id, SummarySection.removed_at.is_(None)),
        )
        .outerjoin(source, and_(_is_source(source), _says_something(source)))
        .group_by(SummaryNote.id, SummaryNote.dialogue_id, SummaryNote.source_language)
        .order_by(begins_at.desc().nulls_last(), SummaryNote.id.desc())
    )
    return [tuple(row) for row in db.session.execute(wanted)]  # type: ignore[misc]


def _counted() -> dict[tuple[int, str], Mapping[str, Any]]:
    """By note and language, how many texts of sections are in which state."""
    source, text, then = aliased(SectionText), aliased(SectionText), aliased(SectionVersion)
    is_written = _says_something(text)
    is_now = and_(then.heading == source.heading, then.body == source.body)
    has_source = and_(source.section_id.is_not(None), _says_something(source))
    wanted = (
        select(
            SummaryNote.id,
            text.language,
            _number(and_(is_written, has_source)).label("begun"),
            _number(and_(is_written, text.is_done.is_(False))).label("draft"),
            _number(and_(is_written, text.is_done, then.id.is_not(None), is_now)).label("current"),
            _number(and_(is_written, text.is_done)).label("done"),
            _number(text.sent_back_at.is_not(None)).label("sent_back"),
            func.max(text.saved_at).label("saved_at"),
        )
        .join(SummarySection, SummarySection.note_id == SummaryNote.id)
        .join(text, text.section_id == SummarySection.id)
        .outerjoin(source, _is_source(source))
        .outerjoin(
            then,
            and_(
                then.section_id == SummarySection.id,
                then.language == SummaryNote.source_language,
                then.number == text.renders,
            ),
        )
        .where(SummarySection.removed_at.is_(None))
        .group_by(SummaryNote.id, text.language)
    )
    return {(row.id, row.language): dict(row._mapping) for row in db.session.execute(wanted)}


def _published() -> dict[tuple[int, str], Any]:
    last = select(func.max(Publication.id)).group_by(Publication.note_id, Publication.language)
    wanted = select(
        Publication.note_id,
        Publication.language,
        Publication.number,
        Publication.published_at,
        Publication.withdrawn_at,
        Publication.content["items"].label("items"),
    ).where(Publication.id.in_(last))
    return {(row.note_id, row.language): row for row in db.session.execute(wanted)}


def _spoken() -> dict[int, set[str]]:
    """The languages of the sessions that Dialogues have had in the last twelve months."""
    wanted = select(
        DialogueSession.dialogue_id, DialogueSession.floor_language, DialogueSession.interpretation
    ).where(
        DialogueSession.status == Status.PUBLISHED,
        DialogueSession.ends_at > clock.now() - _AWAITED_FOR,
    )
    found = defaultdict[int, set[str]](set)
    for dialogue_id, floor, interpretation in db.session.execute(wanted):
        found[dialogue_id] |= {floor, *interpretation}
    return found


def _arranged() -> dict[int, dt.datetime]:
    """When the sections of notes were put in order for the last time."""
    wanted = (
        select(Change.subject_id, func.max(Change.at))
        .where(Change.subject_kind == "summary", Change.verb.in_(_ARRANGING))
        .group_by(Change.subject_id)
    )
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def _promised(dialogue_ids: Collection[int]) -> dict[int, list[ActionItem]]:
    """The action items of Dialogues as their notes list them."""
    found: dict[int, list[ActionItem]] = {dialogue_id: [] for dialogue_id in dialogue_ids}
    wanted = items().where(
        ActionItem.dialogue_id.in_(dialogue_ids), ActionItem.status != ItemStatus.DROPPED
    )
    for item in db.session.scalars(wanted):
        found[item.dialogue_id].append(item)
    return found


def _is_later(published: Any, *moments: dt.datetime | None) -> bool:
    return any(moment and moment > published.published_at for moment in moments)


def _cell(
    counted: Mapping[str, Any], sections: int, published: Any, is_changed: bool, is_awaited: bool
) -> Cell:
    states = {
        State.MISSING: sections - counted.get("begun", 0),
        State.DRAFT: counted.get("draft", 0),
        State.STALE: counted.get("done", 0) - counted.get("current", 0),
        State.CURRENT: counted.get("current", 0),
    }
    return Cell(
        states={state: number for state, number in states.items() if number},
        sent_back=counted.get("sent_back", 0),
        revision=published.number if published else None,
        is_withdrawn=bool(published and published.withdrawn_at),
        is_awaited=is_awaited,
        is_changed=is_changed and not published.withdrawn_at,
    )


def dialogues_of(dialogue_ids: list[int]) -> dict[int, Dialogue]:
    """Some Dialogues with their sessions, by id."""
    wanted = select(Dialogue).where(Dialogue.id.in_(dialogue_ids))
    found = db.session.scalars(wanted.options(selectinload(Dialogue.sessions)))
    return {dialogue.id: dialogue for dialogue in found}


def without_note(number: int) -> list[Dialogue]:
    """At most ``number`` Dialogues that were held and have no note yet, the latest first."""
    held = (
        select(DialogueSession.dialogue_id, func.min(DialogueSession.starts_at).label("began_at"))
        .where(DialogueSession.status == Status.PUBLISHED, DialogueSession.ends_at < clock.now())
        .group_by(DialogueSession.dialogue_id)
        .subquery()
    )
    wanted = (
        select(Dialogue)
        .join(held, held.c.dialogue_id == Dialogue.id)
        .outerjoin(SummaryNote, SummaryNote.dialogue_id == Dialogue.id)
        .where(SummaryNote.id.is_(None), Dialogue.status == Status.PUBLISHED)
        .order_by(held.c.began_at.desc(), Dialogue.id.desc())
        .limit(number)
        .options(selectinload(Dialogue.sessions))
    )
    return list(db.session.scalars(wanted))


def _is_source(text: Any) -> ColumnElement[bool]:
    return and_(text.section_id == SummarySection.id, text.language == SummaryNote.source_language)


def _says_something(text: Any) -> ColumnElement[bool]:
    return or_(text.heading != "", text.body != "")


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
