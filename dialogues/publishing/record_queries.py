"""What Dialogues left behind, as the public sees it: notes to read, and what they agreed on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from dialogues.action_items.models import ActionItem
from dialogues.action_items.queries import carried_to, items_of
from dialogues.database import db
from dialogues.programme.models import Dialogue
from dialogues.summaries.models import SummaryNote
from dialogues.summaries.queries import published_languages


@dataclass(frozen=True)
class Left:
    """What one Dialogue left behind, and what earlier ones left to it."""

    languages: Sequence[str]
    """In which its note can be read, in the order of the United Nations."""
    items: Sequence[ActionItem]
    carried: Sequence[ActionItem]


def left_by(dialogue: Dialogue) -> Left:
    """What a Dialogue left behind, in a fixed number of statements."""
    return Left(
        note_languages([dialogue.id]).get(dialogue.id, []),
        items_of(dialogue.id),
        carried_to(dialogue),
    )


def note_languages(dialogue_ids: Collection[int]) -> dict[int, list[str]]:
    """In which languages the notes of some Dialogues can be read, by the Dialogue's id."""
    rows = db.session.execute(
        select(SummaryNote.id, SummaryNote.dialogue_id).where(
            SummaryNote.dialogue_id.in_(dialogue_ids)
        )
    ).all()
    languages = published_languages([note_id for note_id, _dialogue_id in rows]) if rows else {}
    return {dialogue_id: languages[note_id] for note_id, dialogue_id in rows}
