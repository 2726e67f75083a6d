"""How far each language of all notes has come, counted by the database: no text is loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from dialogues.database import Page, db
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.models import Dialogue, DialogueSession
from dialogues.summaries.models import (
    Publication,
    SectionText,
    SectionVersion,
    SummaryNote,
    SummarySection,
)
from dialogues.summaries.rules import State


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
    is_changed: bool = False
    """Whether a text has been saved since it was published."""

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
    """All notes, that of the latest Dialogue first; in three statements, however many."""
    counted, published = _counted(), _published()
    return [
        Line(
            note_id,
            dialogue_id,
            source,
            {
                code: _cell(
                    {} if code == source else dict(counted.get((note_id, code), {})),
                    0 if code == source else sections,
                    published.get((note_id, code)),
                    counted.get((note_id, code), {}).get("saved_at"),
                )
                for code in LANGUAGES
            },
        )
        for note_id, dialogue_id, source, sections in _notes()
    ]


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
    ).where(Publication.id.in_(last))
    return {(row.note_id, row.language): row for row in db.session.execute(wanted)}


def _cell(counted: Mapping[str, Any], sections: int, published: Any, saved_at: Any) -> Cell:
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
        is_changed=bool(
            published
            and not published.withdrawn_at
            and saved_at
            and saved_at > published.published_at
        ),
    )


def dialogues_of(dialogue_ids: list[int]) -> dict[int, Dialogue]:
    """Some Dialogues by id."""
    found = db.session.scalars(select(Dialogue).where(Dialogue.id.in_(dialogue_ids)))
    return {dialogue.id: dialogue for dialogue in found}


def _is_source(text: Any) -> ColumnElement[bool]:
    return and_(text.section_id == SummarySection.id, text.language == SummaryNote.source_language)


def _says_something(text: Any) -> ColumnElement[bool]:
    return or_(text.heading != "", text.body != "")


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
