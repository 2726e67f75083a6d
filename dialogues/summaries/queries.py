"""Named reads of notes. Sections come with their texts."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import selectinload

from dialogues.database import db
from dialogues.languages.rules import LANGUAGES
from dialogues.people.models import Staff
from dialogues.summaries.models import (
    FindingMarkedFine,
    Publication,
    SectionText,
    SectionVersion,
    SummaryNote,
    SummarySection,
)
from dialogues.summaries.rules import State, Words, state_of

_WITH_TEXTS = selectinload(SummaryNote.sections).selectinload(SummarySection.texts)


def note_of_dialogue(dialogue_id: int) -> SummaryNote | None:
    """The note of a Dialogue, with its sections and their texts, or None."""
    wanted = select(SummaryNote).where(SummaryNote.dialogue_id == dialogue_id).options(_WITH_TEXTS)
    return db.session.scalar(wanted)


def has_note(dialogue_id: int) -> bool:
    """Whether a Dialogue's note is begun."""
    wanted = select(SummaryNote.id).where(SummaryNote.dialogue_id == dialogue_id)
    return db.session.scalar(wanted) is not None


def locked(note_id: int) -> SummaryNote:
    """A note, locked until the transaction ends: nobody else changes anything of it.

    Its sections and their texts are read anew, as whoever held it before left them.
    """
    wanted = select(SummaryNote).where(SummaryNote.id == note_id).options(_WITH_TEXTS)
    return db.session.scalars(
        wanted.with_for_update(of=SummaryNote), execution_options={"populate_existing": True}
    ).one()


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


def section_by_public_id(public_id: str) -> SummarySection | None:
    """A section with its texts, and its note with all sections; or None."""
    note_id = select(SummarySection.note_id).where(SummarySection.public_id == public_id)
    wanted = select(SummaryNote).where(SummaryNote.id.in_(note_id)).options(_WITH_TEXTS)
    note = db.session.scalar(wanted)
    found = note.sections if note else []
    return next((section for section in found if section.public_id == public_id), None)


def version_on_which(kept: SectionVersion) -> SectionVersion | None:
    """The version on top of which a text was written, or the last before it that is still there."""
    return db.session.scalar(
        select(SectionVersion)
        .where(
            SectionVersion.section_id == kept.section_id,
            SectionVersion.language == kept.language,
            SectionVersion.number <= (kept.base or 0),
        )
        .order_by(SectionVersion.number.desc())
        .limit(1)
    )


def versions_of(section_id: int, language: str) -> Sequence[SectionVersion]:
    """The versions of a section in one language, latest first."""
    wanted = select(SectionVersion).where(
        SectionVersion.section_id == section_id,
        SectionVersion.language == language,
        SectionVersion.number.is_not(None),
    )
    return db.session.scalars(wanted.order_by(SectionVersion.number.desc())).all()


def last_writer(section_id: int, language: str, but: int) -> Staff | None:
    """Who on the staff, ``but`` for one of them, wrote a section in a language last."""
    return db.session.scalar(
        select(Staff)
        .join(SectionVersion, SectionVersion.saved_by == Staff.id)
        .where(
            SectionVersion.section_id == section_id,
            SectionVersion.language == language,
            SectionVersion.number.is_not(None),
            Staff.id != but,
            Staff.is_active,
        )
        .order_by(SectionVersion.number.desc())
        .limit(1)
    )


def parked(section_id: int, language: str, staff_id: int) -> Sequence[SectionVersion]:
    """What a member of staff wrote and has not merged yet, oldest first."""
    wanted = _parked(staff_id).where(
        SectionVersion.section_id == section_id, SectionVersion.language == language
    )
    return db.session.scalars(wanted).all()


def parked_in(note: SummaryNote, staff_id: int) -> list[tuple[SummarySection, str]]:
    """The sections and languages of a note in which a text of a member of staff waits."""
    sections = {section.id: section for section in note.sections}
    waiting = db.session.scalars(_parked(staff_id).where(SectionVersion.section_id.in_(sections)))
    found = dict.fromkeys((one.section_id, one.language) for one in waiting)
    return [(sections[section_id], language) for section_id, language in found]


def _parked(staff_id: int) -> Select[SectionVersion]:
    return (
        select(SectionVersion)
        .where(SectionVersion.number.is_(None), SectionVersion.saved_by == staff_id)
        .order_by(SectionVersion.id)
    )


def words_of(text: SectionText | SectionVersion | None) -> Words:
    """What a text says; nothing where there is none."""
    return Words(text.heading, text.body) if text else Words("", "")


def states(note: SummaryNote) -> dict[str, dict[int, State]]:
    """How far each language but the source's has come, by section id; in one statement."""
    source = note.source_language
    sections = standing(note)
    rendered = versions(source, [one for each in sections for one in each.texts.values()])
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


def versions(language: str, texts: Collection[SectionText]) -> dict[tuple[int, int | None], Words]:
    """What some translations render, by section id and number of the version in ``language``."""
    wanted = [(text.section_id, text.renders) for text in texts if text.renders]
    numbered = tuple_(SectionVersion.section_id, SectionVersion.number)
    rows = db.session.scalars(
        select(SectionVersion).where(SectionVersion.language == language, numbered.in_(wanted))
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
    wanted = select(Publication).where(Publication.id.in_(_last(note_ids)))
    found: dict[int, dict[str, Publication]] = {note_id: {} for note_id in note_ids}
    for one in db.session.scalars(wanted):
        found[one.note_id][one.language] = one
    return found


def published_languages(note_ids: Collection[int]) -> dict[int, list[str]]:
    """In which languages, in the order of the United Nations, some notes can be read."""
    rows = db.session.execute(
        select(Publication.note_id, Publication.language).where(
            Publication.id.in_(_last(note_ids)), Publication.withdrawn_at.is_(None)
        )
    )
    readable = {(note_id, language) for note_id, language in rows}
    return {
        note_id: [code for code in LANGUAGES if (note_id, code) in readable] for note_id in note_ids
    }


def _last(note_ids: Collection[int]) -> Select[int]:
    """The ids of the last revisions of some notes in each language."""
    return (
        select(func.max(Publication.id))
        .where(Publication.note_id.in_(note_ids))
        .group_by(Publication.note_id, Publication.language)
    )


def marked_fine(note_id: int) -> dict[str, str]:
    """The findings of a note that were marked as fine, by fingerprint: why."""
    wanted = select(FindingMarkedFine).where(FindingMarkedFine.note_id == note_id)
    return {mark.fingerprint: mark.because for mark in db.session.scalars(wanted)}
