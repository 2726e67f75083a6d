"""The story of a theme across Dialogues: which carry it, what their notes say, what was agreed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, Text, cast, func, literal, or_, select, type_coerce
from sqlalchemy.orm import selectinload

from dialogues.action_items.models import ActionItem
from dialogues.action_items.queries import items
from dialogues.database import db
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.summaries.models import Publication, SummaryNote


@dataclass(frozen=True)
class Passage:
    """A section of a published note, in the note's words."""

    section_id: str
    heading: str
    body: str
    """Markdown."""
    language: str


@dataclass(frozen=True)
class Chapter:
    """A Dialogue in the story of a theme."""

    dialogue: Dialogue
    first: DialogueSession
    """The first of its sessions that take place."""
    passages: Sequence[Passage]
    items: Sequence[ActionItem]


def story_of(theme: str, language: str) -> list[Chapter]:
    """The published Dialogues that carry a theme, or whose note or action items do, by start.

    Passages are those of the note in ``language`` or, where it is not published in that, in the
    language that it was. As many statements for one Dialogue as for a hundred.
    """
    passages = _passages(theme, language)
    agreed = _items(theme)
    chapters = [
        Chapter(dialogue, published[0], passages.get(dialogue.id, []), agreed.get(dialogue.id, []))
        for dialogue in _dialogues(theme, {*passages, *agreed})
        if (published := [one for one in dialogue.sessions if one.status is Status.PUBLISHED])
    ]
    return sorted(chapters, key=lambda chapter: chapter.first.starts_at)


def _dialogues(theme: str, others: set[int]) -> Sequence[Dialogue]:
    themes = literal(" ") + type_coerce(Dialogue.themes, String) + " "
    return db.session.scalars(
        select(Dialogue)
        .where(
            Dialogue.status == Status.PUBLISHED,
            or_(themes.like(f"% {theme} %"), Dialogue.id.in_(others)),
        )
        .options(selectinload(Dialogue.sessions))
    ).all()


def _items(theme: str) -> dict[int, list[ActionItem]]:
    found: dict[int, list[ActionItem]] = {}
    for item in db.session.scalars(items().where(ActionItem.theme == theme)):
        found.setdefault(item.dialogue_id, []).append(item)
    return found


def _passages(theme: str, language: str) -> dict[int, list[Passage]]:
    """By Dialogue; none of its note's sections where the note as a whole carries the theme."""
    carries = cast(Publication.content, Text).like(f'%"{theme}"%')
    rows = db.session.execute(
        select(SummaryNote.dialogue_id, Publication.language, Publication.content)
        .join(Publication.note)
        .where(Publication.id.in_(_readable(language)), carries)
    )
    found: dict[int, list[Passage]] = {}
    for dialogue_id, written_in, content in rows:
        passages = [
            Passage(section["id"], section["heading"], section["body"], written_in)
            for section in content["sections"]
            if theme in section["themes"]
        ]
        if passages or theme in content["themes"]:
            found[dialogue_id] = passages
    return found


def _readable(language: str) -> list[int]:
    """The last revision of each note that is published, in ``language`` rather than another."""
    last = select(func.max(Publication.id)).group_by(Publication.note_id, Publication.language)
    rows = db.session.execute(
        select(
            Publication.id, Publication.note_id, Publication.language, SummaryNote.source_language
        )
        .join(Publication.note)
        .where(Publication.id.in_(last), Publication.withdrawn_at.is_(None))
        .order_by(Publication.id)
    )
    best: dict[int, tuple[int, int]] = {}
    for publication_id, note_id, written_in, source in rows:
        rank = [source, language].index(written_in) if written_in in (source, language) else -1
        best[note_id] = max(best.get(note_id, (-2, 0)), (rank, publication_id))
    return [publication_id for _rank, publication_id in best.values()]
