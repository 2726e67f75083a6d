"""Named reads of notes. Sections come with their texts."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from dialogues.database import db
from dialogues.languages.rules import LANGUAGES
from dialogues.summaries.models import (
    Publication,
    SectionText,
    SectionVersion,
    SummaryNote,
    SummarySection,
)
from dialogues.summaries.rules import State, Words, state_of

_WITH_TEXTS = selectinload(SummaryNote.sections).selectinload(SummarySection.texts)


def note_by_public_id(public_id: str) -> SummaryNote | None:
    """A note with its sections and their texts, or None."""
    wanted = select(SummaryNote).where(SummaryNote.public_id == public_id).options(_WITH_TEXTS)
    return db.session.scalar(wanted)


def note_of_dialogue(dialogue_id: int) -> SummaryNote | None:
    """The note of a Dialogue, with its sections and their texts, or None."""
    wanted = select(SummaryNote).where(SummaryNote.dialogue_id == dialogue_id).options(_WITH_TEXTS)
    return db.session.scalar(wanted)


def locked(note_id: int) -> SummaryNote:
    """A note, locked until the transaction ends: nobody else changes anything of it."""
    wanted = select(SummaryNote).where(SummaryNote.id == note_id).with_for_update()
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one()


def standing(note: SummaryNote) -> list[SummarySection]:
    """The sections of a note that were not taken out, in their order."""
    return [section for section in note.sections if section.removed_at is None]


def version(section_id: int, language: str, number: int | None) -> SectionVersion | None:
    """One version of a section in one language, or None."""
    return db.session.scalar(
        select(SectionVersion).where(
            SectionVersion.section_id == section_id,
            SectionVersion.language == language,
            SectionVersion.number == number,
        )
    )


def parked(section_id: int, language: str, staff_id: int) -> SectionVersion | None:
    """What a member of staff wrote and has not merged yet, or None."""
    return db.session.scalar(
        select(SectionVersion)
        .where(
            SectionVersion.section_id == section_id,
            SectionVersion.language == language,
            SectionVersion.number.is_(None),
            SectionVersion.saved_by == staff_id,
        )
        .with_for_update()
    )


def words_of(text: SectionText | SectionVersion | None) -> Words:
    """What a text says; nothing where there is none."""
    return Words(text.heading, text.body) if text else Words("", "")


def states(note: SummaryNote) -> dict[str, dict[int, State]]:
    """How far each language but the source's has come, by section id; in one statement."""
    source = note.source_language
    sections = standing(note)
    wanted = {(one.section_id, one.renders) for each in sections for one in each.texts.values()}
    rendered = _versions(source, {section for section, _number in wanted})
    found: dict[str, dict[int, State]] = {}
    for section in sections:
        now = words_of(section.texts.get(source))
        for language in LANGUAGES:
            if language == source:
                continue
            text = section.texts.get(language)
            then = rendered.get((section.id, text.renders if text else None))
            found.setdefault(language, {})[section.id] = state_of(
                words_of(text), bool(text and text.is_done), now, then
            )
    return found


def _versions(language: str, section_ids: Collection[int]) -> dict[tuple[int, int | None], Words]:
    rows = db.session.scalars(
        select(SectionVersion).where(
            SectionVersion.section_id.in_(section_ids), SectionVersion.language == language
        )
    )
    return {(row.section_id, row.number): words_of(row) for row in rows}


def publications(note_id: int, language: str | None = None) -> Sequence[Publication]:
    """All revisions of a note, or those in one language, latest first."""
    wanted = select(Publication).where(Publication.note_id == note_id)
    if language:
        wanted = wanted.where(Publication.language == language)
    return db.session.scalars(wanted.order_by(Publication.id.desc())).all()


def last_publications(note_ids: Collection[int]) -> dict[int, dict[str, Publication]]:
    """The last revision in each language of some notes, by note id; withdrawn ones among them."""
    last = (
        select(func.max(Publication.id))
        .where(Publication.note_id.in_(note_ids))
        .group_by(Publication.note_id, Publication.language)
    )
    found: dict[int, dict[str, Publication]] = {note_id: {} for note_id in note_ids}
    for one in db.session.scalars(select(Publication).where(Publication.id.in_(last))):
        found[one.note_id][one.language] = one
    return found


def published_languages(note_ids: Collection[int]) -> dict[int, list[str]]:
    """In which languages, in the order of the United Nations, some notes can be read."""
    return {
        note_id: [
            code
            for code in LANGUAGES
            if code in by_language and by_language[code].withdrawn_at is None
        ]
        for note_id, by_language in last_publications(note_ids).items()
    }
