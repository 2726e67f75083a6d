"""Taking a file over into a note. Flushes, never commits."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogues.summaries import queries, service, translating_service
from dialogues.summaries.importing.plans import Place, Plan
from dialogues.summaries.models import SectionKind, SummaryNote, SummarySection
from dialogues.summaries.rules import body_problem, heading_problem


@dataclass(frozen=True)
class Taken:
    """What became of a file."""

    note: SummaryNote
    parked: list[SummarySection]
    """Those that somebody else changed meanwhile: the file's words wait there to be merged."""


def take_over(plan: Plan, staff_id: int | None, seen: Mapping[str, int] | None = None) -> Taken:
    """Carry a plan out: begin the note, or add versions of the sections that the file has.

    ``seen`` are the versions that somebody looked at before, by public id of the section; what
    stands now, where nobody did. Raises what :mod:`dialogues.summaries.rules` says of texts.
    """
    for place in plan.places:
        problem = heading_problem(place.words.heading) or body_problem(place.words.body)
        if problem:
            raise problem
    if plan.note is None:
        new = [_new(place) for place in plan.places]
        return Taken(service.start(plan.dialogue, plan.language, new, staff_id), [])
    queries.locked(plan.note.id)
    parked = []
    for place in plan.places:
        if place.section is None:
            service.add_section(plan.note, _new(place), plan.language, staff_id)
        elif _save(plan, place, place.section, staff_id, seen or {}):
            parked.append(place.section)
    return Taken(plan.note, parked)


def declare_done(note: SummaryNote, plan: Plan) -> None:
    """Declare a translation done that is published as the file has it."""
    if plan.language == note.source_language:
        return
    for section in queries.standing(note):
        text, source = section.texts.get(plan.language), section.texts.get(note.source_language)
        if text and source and queries.words_of(text) and not text.is_done:
            translating_service.declare_done(
                section, plan.language, text.version, renders=source.version
            )


def _new(place: Place) -> service.NewSection:
    return service.NewSection(place.kind, place.words, writes_itself=place.writes_itself)


def _save(
    plan: Plan,
    place: Place,
    section: SummarySection,
    staff_id: int | None,
    seen: Mapping[str, int],
) -> bool:
    """Save the words of one section; whether they had to be kept aside."""
    language, note = plan.language, section.note
    before = place.base(language)
    base = seen.get(section.public_id, before)
    saved = service.save(section, language, place.words, base, staff_id)
    is_changed = saved.version != before
    if is_changed and language != note.source_language:
        translating_service.reopen(section, language)
    is_of_source = language == note.source_language and place.kind is SectionKind.NEXT
    if is_of_source and (plan.reading.left_out or not place.writes_itself):
        service.change_section(section, section.themes, place.writes_itself)
    return saved.is_parked
