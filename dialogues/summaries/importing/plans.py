"""Where what a file says belongs: in which Dialogue's note, and in which of its sections."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dialogues.programme.models import Dialogue, Status
from dialogues.programme.queries import dialogue_after
from dialogues.summaries import queries
from dialogues.summaries.importing.document import Document
from dialogues.summaries.importing.layout import Part, Reading, read_note
from dialogues.summaries.importing.next_part import Announced, set_apart, without_programme
from dialogues.summaries.models import SectionKind, SummaryNote, SummarySection
from dialogues.summaries.rules import Words
from dialogues.support.texts import folded

BEFORE = "before"
"""The choice for a heading that begins no section of its own."""


@dataclass(frozen=True)
class Place:
    """A section of the note as it will read in the file's language."""

    kind: SectionKind
    words: Words
    section: SummarySection | None
    """Which one of the note; None for a new one."""
    writes_itself: bool = True

    def base(self, language: str) -> int:
        """The version that stands in the note now; 0 for none."""
        text = self.section.texts.get(language) if self.section else None
        return text.version if text else 0


@dataclass(frozen=True)
class Plan:
    """What importing a file would do."""

    dialogue: Dialogue
    note: SummaryNote | None
    """The Dialogue's; None where the file begins it."""
    reading: Reading
    choices: tuple[str, ...]
    """Of each part of the reading, where it goes: a kind, a section's public id, or BEFORE."""
    places: tuple[Place, ...]
    """The title's first."""

    @property
    def language(self) -> str:
        """The file's."""
        return self.reading.language

    @property
    def untouched(self) -> list[SummarySection]:
        """The sections of the note of which the file says nothing."""
        if self.note is None:
            return []
        named = {place.section.id for place in self.places if place.section}
        return [each for each in queries.standing(self.note) if each.id not in named]


def reading_of(document: Document, language: str) -> Reading:
    """A document as a note in ``language``; needs no database, and takes its time."""
    return set_apart(read_note(document, language))


def plan(reading: Reading, dialogue: Dialogue, chosen: Mapping[int, str] | None = None) -> Plan:
    """What a reading would make of a Dialogue's note.

    ``chosen`` says where single parts of it go, by their number; others go where they fit.
    """
    note, language = queries.note_of_dialogue(dialogue.id), reading.language
    reading = without_programme(reading, _announced(dialogue, note, language))
    sections = queries.standing(note) if note else []
    known = choices_of(sections)
    choices = [
        choice if (choice := (chosen or {}).get(number, fit)) in known else fit
        for number, fit in enumerate(_fitting(reading, sections, language))
    ]
    places = [_title(reading, dialogue, sections), *_places(reading, choices, sections)]
    return Plan(dialogue, note, reading, tuple(choices), tuple(places))


def choices_of(sections: Sequence[SummarySection]) -> list[str]:
    """Where a part of a file can go: each section, a new one of each kind that is lacking."""
    there = {each.kind for each in sections} | {SectionKind.TITLE}
    others = [each for each in sections if each.kind is not SectionKind.TITLE]
    lacking = [kind.value for kind in SectionKind if kind not in there - {SectionKind.OTHER}]
    return [*(each.public_id for each in others), *lacking, BEFORE]


def _announced(dialogue: Dialogue, note: SummaryNote | None, language: str) -> Announced | None:
    """How the programme knows the next Dialogue; None where the note writes nothing of it."""
    if note and language != note.source_language:
        own = [each for each in queries.standing(note) if each.kind is SectionKind.NEXT]
        if any(not each.writes_itself for each in own):
            return None
    following = dialogue_after(dialogue)
    if following is None:
        return None
    sessions = [each for each in following.sessions if each.status is Status.PUBLISHED]
    return Announced(
        {link.folded for each in sessions for link in each.short_links},
        {
            (each.local_start.year, each.local_start.month, each.local_start.day)
            for each in sessions
        },
    )


def _fitting(reading: Reading, sections: list[SummarySection], language: str) -> Iterator[str]:
    """Where each part goes by itself: by heading, by kind; others in order, if they are as many."""
    content = [each for each in sections if each.kind is not SectionKind.TITLE]
    others = [each for each in content if each.kind is SectionKind.OTHER]
    unnamed = [part for part in reading.parts if part.kind is SectionKind.OTHER]
    by_kind = {each.kind: each.public_id for each in content if each not in others}
    by_heading = {
        folded(text.heading): each.public_id
        for each in content
        if (text := each.texts.get(language)) and text.heading
    }
    in_order = iter(others if len(others) == len(unnamed) else [])
    for part in reading.parts:
        follows = next(in_order, None) if part.kind is SectionKind.OTHER else None
        fit = follows.public_id if follows else by_kind.get(part.kind, part.kind.value)
        yield by_heading.get(folded(part.heading), fit)


def _title(reading: Reading, dialogue: Dialogue, sections: list[SummarySection]) -> Place:
    section = sections[0] if sections else None
    known = section.texts.get(reading.language) if section else None
    given = dialogue.texts.get(reading.language)
    title = reading.title or (known.heading if known else "") or (given.title if given else "")
    return Place(SectionKind.TITLE, Words(title, reading.opening), section)


def _places(
    reading: Reading, choices: list[str], sections: list[SummarySection]
) -> Iterator[Place]:
    found: list[Place] = []
    targets: list[str] = []
    by_name = {each.public_id: each for each in sections}
    for part, choice in zip(reading.parts, choices, strict=True):
        section = by_name.get(choice)
        if choice == BEFORE and found:
            found[-1] = _with(found[-1], part)
        elif choice in targets and choice != SectionKind.OTHER:
            place = targets.index(choice)
            found[place] = _with(found[place], part)
        else:
            kind = section.kind if section else _kind(choice)
            words = Words(part.heading, part.body)
            found.append(Place(kind, words, section, part.writes_itself))
            targets.append(choice)
    yield from found


def _kind(choice: str) -> SectionKind:
    return SectionKind(choice) if choice in set(SectionKind) else SectionKind.OTHER


def _with(place: Place, part: Part) -> Place:
    """A section with a part after its own text, under a heading within it."""
    more = "\n\n".join(filter(None, (place.words.body, f"# {part.heading}", part.body)))
    writes_itself = place.writes_itself and part.writes_itself
    return replace(place, words=Words(place.words.heading, more), writes_itself=writes_itself)
