"""What differs between a translation and its source that must not: to be seen before publishing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from dialogues.action_items.models import ActionItem
from dialogues.action_items.queries import items_of
from dialogues.summaries import queries
from dialogues.summaries.models import SummaryNote
from dialogues.summaries.stated import Kind, Stated, lacking
from dialogues.summaries.statements import statements
from dialogues.support.codes import fingerprint

_KINDS: Mapping[Kind, object] = {
    Kind.LINK: _l("Link"),
    Kind.ADDRESS: _l("E-mail address"),
    Kind.DATE: _l("Date"),
    Kind.WEEKDAY: _l("Day of the week"),
    Kind.TIME: _l("Time"),
    Kind.ZONE: _l("Time zone"),
    Kind.LANGUAGE: _l("Language"),
    Kind.FIGURE: _l("Figure"),
}


@dataclass(frozen=True)
class Finding:
    """One difference between the translation of a note and its source."""

    section_id: str | None
    """The public id of the section, or of the one under which the action item stands."""
    item_id: str | None
    """The public id of the action item, where the difference is in its text."""
    sentence: str
    """In the page's language."""
    fingerprint: str
    marked_fine_because: str | None
    """Why an editor has marked it as fine; None where nobody has."""


def findings_of(note: SummaryNote, language: str) -> list[Finding]:
    """The differences between a language of a note and its source, in the order of the note.

    Sections without a translation are passed over: their state says so. The source itself has
    none. In few statements whatever the length of the note.
    """
    if language == note.source_language:
        return []
    marked = queries.marked_fine(note.id)
    found = [*_in_sections(note, language), *_in_items(note, language)]
    return [
        Finding(section, item, sentence, mark, marked.get(mark))
        for section, item, sentence, mark in found
    ]


_Found = tuple[str | None, str | None, str, str]


def _in_sections(note: SummaryNote, language: str) -> Iterator[_Found]:
    for section in queries.standing(note):
        source = queries.words_of(section.texts.get(note.source_language))
        target = queries.words_of(section.texts.get(language))
        if source and target:
            for sentence, mark in _differences(
                statements(source.heading, source.body, note.source_language),
                statements(target.heading, target.body, language),
            ):
                key = fingerprint(section.public_id, language, mark)
                yield section.public_id, None, sentence, key


def _in_items(note: SummaryNote, language: str) -> Iterator[_Found]:
    for item in items_of(note.dialogue_id):
        for sentence, mark in _item_differences(item, language):
            key = fingerprint(item.public_id, language, mark)
            yield item.section_id, item.public_id, sentence, key


def _item_differences(item: ActionItem, language: str) -> Iterator[tuple[str, object]]:
    source, target = item.texts[item.source_language], item.texts.get(language)
    if language == item.source_language:
        return
    if target is None or not target.text:
        sentence = _("The action item “%(text)s” is not translated.", text=source.text)
        yield sentence, "missing"
        return
    if target.rendered not in (None, source.text):
        sentence = _(
            "The action item “%(text)s” reads otherwise since it was translated.", text=source.text
        )
        yield sentence, ("stale", source.text)
    yield from _differences(
        statements("", source.text, item.source_language),
        statements("", target.text, language),
    )


def _differences(
    source: Sequence[Stated], target: Sequence[Stated]
) -> Iterator[tuple[str, object]]:
    """Sentences for what one of two texts states alone, and what makes each another finding."""
    for kind, label in _KINDS.items():
        theirs = [one for one in lacking(source, target) if one.kind == kind]
        ours = [one for one in lacking(target, source) if one.kind == kind]
        if len(theirs) == len(ours) == 1:
            sentence = _(
                "%(kind)s: the source says “%(theirs)s”, this translation says “%(ours)s”.",
                kind=label,
                theirs=theirs[0].written,
                ours=ours[0].written,
            )
            yield sentence, (kind.value, _values(theirs), _values(ours))
            continue
        for one in theirs:
            sentence = _(
                "%(kind)s: “%(written)s” is in the source and not in this translation.",
                kind=label,
                written=one.written,
            )
            yield sentence, (kind.value, _values([one]), [])
        for one in ours:
            sentence = _(
                "%(kind)s: “%(written)s” is in this translation and not in the source.",
                kind=label,
                written=one.written,
            )
            yield sentence, (kind.value, [], _values([one]))


def _values(stated: Sequence[Stated]) -> list[list[str]]:
    return [sorted(one.readings) for one in stated]
