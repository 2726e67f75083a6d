"""Keeping what is found true: each fact changes the passages that it is about, at once."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement, delete, insert, select, update

from dialogues.action_items import queries as action_items
from dialogues.action_items.facts import ActionItemChanged
from dialogues.database import changed_rows, db
from dialogues.finding import passages, queries
from dialogues.finding.models import Passage, PassageKind
from dialogues.programme.models import Dialogue, DialogueSession
from dialogues.summaries import queries as summaries
from dialogues.summaries.facts import SummaryPublished, SummaryWithdrawn
from dialogues.summaries.models import Publication, SummaryNote
from dialogues.support import clock


class OfDialogue(Protocol):
    """A fact about a Dialogue."""

    @property
    def dialogue(self) -> Dialogue:
        """The Dialogue."""


class OfSession(Protocol):
    """A fact about a session."""

    @property
    def session(self) -> DialogueSession:
        """The session."""


def follow_dialogue(fact: OfDialogue) -> None:
    """A Dialogue has other texts or another agenda, or may be public by now, or no more."""
    _index_dialogue(fact.dialogue)


def follow_session(fact: OfSession) -> None:
    """A session has come, gone or moved: its Dialogue may be public by now, or on another day."""
    _index_dialogue(fact.session.dialogue)


def follow_note(fact: SummaryPublished | SummaryWithdrawn) -> None:
    """A note is published in a language, or no more."""
    publication = fact.publication
    dialogue = publication.note.dialogue
    held_on = queries.held_on(dialogue.id)
    _remove(
        Passage.dialogue_id == dialogue.id,
        Passage.kind == PassageKind.NOTE,
        Passage.language == publication.language,
    )
    if held_on and publication.withdrawn_at is None:
        _add(passages.of_publication(publication, dialogue, held_on))


def follow_item(fact: ActionItemChanged) -> None:
    """An action item was recorded, or may read otherwise."""
    item = fact.item
    held_on = queries.held_on(item.dialogue_id)
    _remove(Passage.subject == item.public_id)
    if held_on:
        _add(passages.of_item(item, held_on))


def rebuild() -> int:
    """Make all passages anew; how many there are. Those of the latest Dialogue come last."""
    _remove()
    return index_missing(clock.now())


def index_missing(_at: dt.datetime) -> int:
    """Add the passages of Dialogues that have none, as after an upgrade; how many there are."""
    dialogues = queries.unindexed()
    return sum(_index_whole(dialogue, queries.held_on(dialogue.id)) for dialogue in dialogues)


def _index_dialogue(dialogue: Dialogue) -> None:
    """What changed is of the Dialogue alone: the rest is made anew where it was not found yet."""
    held_on = queries.held_on(dialogue.id)
    if held_on and queries.is_indexed(dialogue.id):
        _remove(Passage.dialogue_id == dialogue.id, Passage.kind == PassageKind.DIALOGUE)
        moved = update(Passage).where(
            Passage.dialogue_id == dialogue.id, Passage.held_on != held_on
        )
        changed_rows(moved.values(held_on=held_on))
        _add(passages.of_dialogue(dialogue, held_on))
    else:
        _index_whole(dialogue, held_on)


def _index_whole(dialogue: Dialogue, held_on: dt.date | None) -> int:
    """Make all passages of a Dialogue anew: its own, its note's, its action items'."""
    _remove(Passage.dialogue_id == dialogue.id)
    if held_on is None:
        return 0
    rows = passages.of_dialogue(dialogue, held_on)
    for publication in _published(dialogue):
        rows += passages.of_publication(publication, dialogue, held_on)
    for item in action_items.items_of(dialogue.id):
        rows += passages.of_item(item, held_on)
    _add(rows)
    return len(rows)


def _published(dialogue: Dialogue) -> Sequence[Publication]:
    note_id = db.session.scalar(
        select(SummaryNote.id).where(SummaryNote.dialogue_id == dialogue.id)
    )
    if note_id is None:
        return []
    last = summaries.last_publications([note_id])[note_id]
    return [one for _code, one in sorted(last.items()) if one.withdrawn_at is None]


def _remove(*which: ColumnElement[bool]) -> int:
    return changed_rows(delete(Passage).where(*which))


def _add(rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(Passage), rows)
