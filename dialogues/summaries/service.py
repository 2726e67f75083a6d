"""Writing notes: sections, and their texts in every language. Flushes, never commits."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.database import db, insert_once
from dialogues.history.service import record
from dialogues.programme.models import Dialogue
from dialogues.summaries import queries, refusals
from dialogues.summaries.models import (
    SectionKind,
    SectionText,
    SectionVersion,
    SummaryNote,
    SummarySection,
)
from dialogues.summaries.rules import Words
from dialogues.support import clock
from dialogues.support.codes import opaque_id


@dataclass(frozen=True)
class NewSection:
    """A section to begin with, in the note's source language."""

    kind: SectionKind
    words: Words
    themes: tuple[str, ...] = ()
    writes_itself: bool = True
    """Of the next Dialogue: whether what the programme says follows its body."""


@dataclass(frozen=True)
class Saved:
    """What became of a text that somebody saved."""

    version: int
    """The number of the last version now."""
    kept: int | None = None
    """The id of the version without number, where somebody else had saved another one first.

    This text is kept aside in it, until :func:`save` is told that another one contains it.
    """

    @property
    def is_parked(self) -> bool:
        """Whether the text is kept aside."""
        return self.kept is not None


def start(
    dialogue: Dialogue, language: str, sections: Sequence[NewSection], staff_id: int | None
) -> SummaryNote:
    """Begin the note of a Dialogue with its sections, the title first, in its source language.

    Raises :class:`refusals.NoteExists` where it has one.
    """
    now = clock.now()
    note = insert_once(  # whoever else begins one at the same time
        SummaryNote,
        public_id=opaque_id(),
        dialogue_id=dialogue.id,
        source_language=language,
        themes=dialogue.themes,
        created_at=now,
        updated_at=now,
    )
    if note is None:
        raise refusals.NoteExists
    record("summary", note.id, "started", {}, {"source_language": language})
    for new in sections:
        add_section(note, new, language, staff_id)
    return note


def add_section(
    note: SummaryNote, new: NewSection, language: str, staff_id: int | None
) -> SummarySection:
    """Add a section after the others, with its words in one language."""
    queries.locked(note.id)
    section = SummarySection(
        public_id=opaque_id(),
        note=note,
        position=max((each.position for each in note.sections if each.position), default=0) + 1,
        kind=new.kind,
        themes=new.themes,
        writes_itself=new.writes_itself,
    )
    db.session.add(section)
    db.session.flush()
    _touch(note)
    record("summary", note.id, "section_added", {}, {"section": section.public_id})
    save(section, language, new.words, 0, staff_id)
    return section


def remove_section(section: SummarySection) -> None:
    """Take a section out of its note; its texts stay. Raises :class:`refusals.TitleStays`."""
    _refuse_title(section)
    section.removed_at = clock.now()
    _touch(section.note)
    record("summary", section.note_id, "section_removed", {"section": section.public_id}, {})


def restore_section(section: SummarySection) -> None:
    """Put a section back that was taken out."""
    section.removed_at = None
    _touch(section.note)
    record("summary", section.note_id, "section_restored", {}, {"section": section.public_id})


def move_section(section: SummarySection, places: int) -> None:
    """Move a section up (negative) or down among those that stand.

    Raises :class:`refusals.TitleStays` for the title's, and where it would come before that.
    """
    _refuse_title(section)
    note = queries.locked(section.note_id)
    others = queries.standing(note)
    order = [each.public_id for each in others]
    index = others.index(section)
    others.insert(min(max(index + places, 0), len(others) - 1), others.pop(index))
    _refuse_title_moved(others)
    for position, each in enumerate(others, start=1):
        each.position = position
    _touch(note)
    record(
        "summary",
        note.id,
        "section_moved",
        {"order": order},
        {"order": [each.public_id for each in others]},
    )


def change_themes(note: SummaryNote, themes: tuple[str, ...]) -> None:
    """Say which themes a note as a whole is about."""
    before, note.themes = {"themes": note.themes}, themes
    if before["themes"] != themes:
        _touch(note)
        record("summary", note.id, "themes_changed", before, {"themes": themes})


def change_section(section: SummarySection, themes: tuple[str, ...], writes_itself: bool) -> None:
    """Say which themes a section is about, and whether what the programme says follows it."""
    before = {"themes": section.themes, "writes_itself": section.writes_itself}
    after = {"themes": themes, "writes_itself": writes_itself}
    if before == after:
        return
    section.themes, section.writes_itself = themes, writes_itself
    _touch(section.note)
    about = {"section": section.public_id, **after}
    record("summary", section.note_id, "section_changed", before, about)


def save(
    section: SummarySection,
    language: str,
    words: Words,
    base: int,
    staff_id: int | None,
    kept: int | None = None,
) -> Saved:
    """Save what somebody wrote on top of version ``base`` (0: none) of a section in a language.

    Where another version has been saved since, it is kept aside for its writer to merge, and
    nothing of the section changes. What says the same as the last version makes no new one.
    ``kept`` is the id of what the writer had kept aside before, and goes on with or has merged.
    """
    queries.locked(section.note_id)
    text = section.texts.get(language)
    last = text.version if text else 0
    before = _kept(section, language, staff_id, kept)
    if text is None or queries.words_of(text) != words:
        if base != last:
            return Saved(last, _park(section, language, words, base, staff_id, before).id)
        _write(section, language, words, last, staff_id)
        last += 1
    if before is not None:
        db.session.delete(before)
        db.session.flush()
    return Saved(last)


def forget(kept: SectionVersion) -> None:
    """Delete a text that was kept aside: its writer does without it."""
    queries.locked(db.session.get_one(SummarySection, kept.section_id).note_id)
    db.session.delete(kept)
    db.session.flush()


def _write(
    section: SummarySection, language: str, words: Words, base: int, staff_id: int | None
) -> None:
    now = clock.now()
    text = section.texts.get(language)
    if text is None:
        text = section.texts[language] = SectionText(
            language=language, is_done=language == section.note.source_language
        )
    text.heading, text.body = words.heading, words.body
    text.version, text.saved_at, text.saved_by = base + 1, now, staff_id
    if not words and language != section.note.source_language:
        text.is_done = False  # what is written in its place has yet to be declared done
    db.session.add(
        SectionVersion(
            section_id=section.id,
            language=language,
            number=base + 1,
            base=base or None,
            heading=words.heading,
            body=words.body,
            saved_at=now,
            saved_by=staff_id,
        )
    )
    _touch(section.note)
    db.session.flush()


def _park(
    section: SummarySection,
    language: str,
    words: Words,
    base: int,
    staff_id: int | None,
    before: SectionVersion | None,
) -> SectionVersion:
    kept = before or SectionVersion(section_id=section.id, language=language, saved_by=staff_id)
    kept.base, kept.saved_at = base or None, clock.now()
    kept.heading, kept.body = words.heading, words.body
    db.session.add(kept)
    db.session.flush()
    return kept


def _kept(
    section: SummarySection, language: str, staff_id: int | None, kept: int | None
) -> SectionVersion | None:
    """What ``kept`` is the id of, where it is a text of that person that waits to be merged."""
    waiting = queries.parked(section.id, language, staff_id) if staff_id and kept else []
    return next((one for one in waiting if one.id == kept), None)


def _refuse_title(section: SummarySection) -> None:
    if section.kind is SectionKind.TITLE:
        raise refusals.TitleStays


def _refuse_title_moved(sections: Sequence[SummarySection]) -> None:
    if sections[0].kind is not SectionKind.TITLE:
        raise refusals.TitleStays


def _touch(note: SummaryNote) -> None:
    note.updated_at = clock.now()
