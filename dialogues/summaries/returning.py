"""What a translator's file would change, section by section; and changing it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote

from dialogues.action_items.models import ActionItem, ItemStatus
from dialogues.action_items.queries import items_of
from dialogues.action_items.rules import LONGEST_TEXT
from dialogues.summaries import queries, refusals, translating_service
from dialogues.summaries.differences import Piece, differences
from dialogues.summaries.models import SummaryNote, SummarySection
from dialogues.summaries.rules import Words, body_problem, heading_problem
from dialogues.summaries.service import save
from dialogues.summaries.translator_files import Returned, print_of
from dialogues.support.markup import blocks_of, text_of
from dialogues.support.refusals import Refusal
from dialogues.support.texts import hidden_characters


class Outcome(StrEnum):
    """What becomes of a part of the file."""

    TAKEN = "taken"
    PARKED = "parked"
    """Somebody changed the translation on the site since: the file's words wait to be merged."""
    SAME = "same"
    EMPTY = "empty"
    """The file says nothing, and the site something: that stays."""
    GONE = "gone"
    """The section was taken out, or the action item dropped from the Dialogue."""
    ABSENT = "absent"
    """It was handed out, and its row is not in the file: it was deleted, or merged with another."""
    ADDED = "added"
    """A row that belongs to no part of the note."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Effect:
    """A section or action item of the file, and what becomes of it."""

    outcome: Outcome
    name: str
    """The heading of the section, or the action item, in its source language; the added words."""
    language: str
    """Of the name."""
    is_older: bool = False
    """Whether it translates a source that reads otherwise now, and so is stale."""
    changes: Sequence[Piece] = ()
    """From what the site says to what the file says."""
    problem: Refusal | None = None
    section: SummarySection | None = None
    item: ActionItem | None = None
    words: Words = field(default_factory=lambda: Words("", ""))
    renders: int = 0
    base: int = 0


def effects_of(note: SummaryNote, target: str, rows: Sequence[Returned]) -> list[Effect]:
    """What the rows of a file would change, in the order of the note."""
    added = [Effect(Outcome.ADDED, row.words, target) for row in rows if row.kind == "+"]
    return [*_of_sections(note, target, rows), *_of_items(note, target, rows), *added]


def take(note: SummaryNote, target: str, effects: Sequence[Effect], staff_id: int) -> None:
    """Carry out what can be: each translation that is taken is done, and renders what it says."""
    for effect in effects:
        if effect.section and effect.outcome in (Outcome.TAKEN, Outcome.PARKED):
            saved = save(effect.section, target, effect.words, effect.base, staff_id)
            if not saved.is_parked:
                translating_service.declare_done(
                    effect.section, target, saved.version, effect.renders
                )
        elif effect.item and effect.outcome is Outcome.TAKEN:
            seen = effect.item.texts.get(target)
            rendered = None if effect.is_older else _source_of(effect.item)
            translating_service.translate_item(
                effect.item, target, effect.words.body, rendered, seen.text if seen else ""
            )


def _of_sections(note: SummaryNote, target: str, rows: Sequence[Returned]) -> Iterator[Effect]:
    headings = {row.public_id: row.words for row in rows if row.kind == "h"}
    bodies = {row.public_id: row for row in rows if row.kind == "s"}
    absent = {row.public_id for row in rows if row.kind == "-s"}
    for section in note.sections:
        if section.public_id in absent and section.removed_at is None:
            source = queries.words_of(section.texts.get(note.source_language))
            yield Effect(Outcome.ABSENT, source.heading, note.source_language)
        row = bodies.get(section.public_id)
        if row is not None:
            words = Words(" ".join(text_of(headings.get(section.public_id, "")).split()), row.words)
            yield _of_section(
                note, section, target, words, _number(row.source), _number(row.target)
            )


def _of_section(
    note: SummaryNote, section: SummarySection, target: str, words: Words, renders: int, base: int
) -> Effect:
    source, text = section.texts.get(note.source_language), section.texts.get(target)
    now, exported = queries.words_of(text), queries.version(section.id, target, base)
    kept = _completed(words, queries.words_of(exported) if exported else now)
    name = (queries.words_of(source).heading, note.source_language)
    problem = heading_problem(kept.heading) or body_problem(kept.body)
    if section.removed_at or source is None:
        return Effect(Outcome.GONE, *name)
    if not words:
        return Effect(Outcome.EMPTY if now else Outcome.SAME, *name)
    if problem:
        return Effect(Outcome.REFUSED, *name, problem=problem)
    if kept in (now, queries.words_of(exported)):
        return Effect(Outcome.SAME, *name)
    renders = min(renders, source.version)
    return Effect(
        Outcome.PARKED if base != (text.version if text else 0) else Outcome.TAKEN,
        *name,
        is_older=not _reads_the_same(section, note.source_language, renders),
        changes=_changes(now, kept, target),
        section=section,
        words=kept,
        renders=renders,
        base=base,
    )


def _completed(words: Words, exported: Words) -> Words:
    """What the file says, in the Markdown of before where it only looks different."""
    is_same = not words.body or _as_word_says(words.body) == _as_word_says(exported.body)
    return Words(words.heading or exported.heading, exported.body if is_same else words.body)


def _as_word_says(markdown: str) -> str:
    """A text as its blocks: the way through Word may spell marks and links otherwise."""
    return unquote(json.dumps(blocks_of(markdown)))


def _reads_the_same(section: SummarySection, language: str, number: int) -> bool:
    then = queries.version(section.id, language, number)
    return then is not None and queries.words_of(then) == queries.words_of(section.texts[language])


def _changes(before: Words, after: Words, language: str) -> list[Piece]:
    """What changes as a reader sees it; the Markdown where only that does."""
    texts = [f"{words.heading}\n\n{text_of(words.body)}".strip() for words in (before, after)]
    if texts[0] == texts[1]:
        texts = [before.body, after.body]
    return differences(texts[0], texts[1], language)


def _of_items(note: SummaryNote, target: str, rows: Sequence[Returned]) -> Iterator[Effect]:
    items = {item.public_id: item for item in items_of(note.dialogue_id)}
    for row in rows:
        if row.kind in ("i", "-i") and row.public_id in items:
            yield _of_item(items[row.public_id], target, row)


def _of_item(item: ActionItem, target: str, row: Returned) -> Effect:
    name, text = (_source_of(item), item.source_language), item.texts.get(target)
    if item.status is ItemStatus.DROPPED:
        return Effect(Outcome.GONE, *name)
    if row.kind == "-i":
        return Effect(Outcome.ABSENT, *name)
    now, words = text.text if text else "", text_of(row.words).strip()
    if not words or words == now or print_of(words) == row.target:
        return Effect(Outcome.EMPTY if now and not words else Outcome.SAME, *name)
    if len(words) > LONGEST_TEXT or hidden_characters(words, line_breaks=True):
        return Effect(Outcome.REFUSED, *name, problem=refusals.ItemCannotBeTaken(most=LONGEST_TEXT))
    if print_of(now) != row.target:
        changed = refusals.ItemTranslatedElsewhere(text=words)
        return Effect(Outcome.REFUSED, *name, problem=changed)
    return Effect(
        Outcome.TAKEN,
        *name,
        is_older=print_of(_source_of(item)) != row.source,
        changes=differences(now, words, target),
        item=item,
        words=Words("", words),
    )


def _source_of(item: ActionItem) -> str:
    return item.texts[item.source_language].text


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
