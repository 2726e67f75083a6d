"""What differs between a translation and its source that must not: to be seen before publishing."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from dialogues.action_items.models import ActionItem, ItemStatus
from dialogues.action_items.queries import items_of
from dialogues.languages.rules import set_apart
from dialogues.summaries import queries
from dialogues.summaries.models import SummaryNote
from dialogues.summaries.stated import Kind, Stated, differing
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
    found = [*_in_sections(note, language, marked), *_in_items(note, language, marked)]
    return [
        Finding(section, item, sentence, mark, marked.get(mark))
        for section, item, sentence, mark in found
    ]


_Found = tuple[str | None, str | None, str, str]
_Key = Callable[[object], str]
"""What makes the fingerprint of a difference in one text."""


def _in_sections(note: SummaryNote, language: str, marked: Collection[str]) -> Iterator[_Found]:
    for section in queries.standing(note):
        source = queries.words_of(section.texts.get(note.source_language))
        target = queries.words_of(section.texts.get(language))
        if source and target:
            for sentence, mark in _differences(
                statements(source.heading, source.body, note.source_language),
                statements(target.heading, target.body, language),
                partial(fingerprint, section.public_id, language),
                marked,
            ):
                yield section.public_id, None, sentence, mark


def _in_items(note: SummaryNote, language: str, marked: Collection[str]) -> Iterator[_Found]:
    for item in items_of(note.dialogue_id):
        if item.status is not ItemStatus.DROPPED and item.source_language != language:
            for sentence, mark in _item_differences(item, language, marked):
                yield item.section_id, item.public_id, sentence, mark


def _item_differences(
    item: ActionItem, language: str, marked: Collection[str]
) -> Iterator[tuple[str, str]]:
    source, target = item.texts[item.source_language], item.texts.get(language)
    key = partial(fingerprint, item.public_id, language)
    if target is None or not target.text:
        sentence = _("The action item “%(text)s” is not translated.", text=set_apart(source.text))
        yield sentence, key("missing")
        return
    if target.rendered not in (None, source.text):
        sentence = _(
            "The action item “%(text)s” reads otherwise since it was translated.",
            text=set_apart(source.text),
        )
        yield sentence, key(("stale", source.text))
    yield from _differences(
        statements("", source.text, item.source_language),
        statements("", target.text, language),
        key,
        marked,
    )


def _differences(
    source: Sequence[Stated], target: Sequence[Stated], key: _Key, marked: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Sentences for what one of two texts states alone, and what makes each another finding.

    Of a kind, one difference in each text is one finding. What was marked as fine so is told so
    again, whatever else differs by now.
    """
    in_source, in_target = differing(source, target)
    for kind in _KINDS:
        theirs = [one for one in in_source if one.kind == kind]
        ours = [one for one in in_target if one.kind == kind]
        for pair in _paired(theirs, ours, lambda pair: key(_mark(*pair)) in marked):
            yield _sentence(*pair), key(_mark(*pair))


_Pair = tuple[Stated | None, Stated | None]
"""What the source states alone, and what the translation states in its place."""


def _paired(
    theirs: list[Stated], ours: list[Stated], is_marked: Callable[[_Pair], bool]
) -> Iterator[_Pair]:
    for one, other in product(list(theirs), list(ours)):
        if one in theirs and other in ours and is_marked((one, other)):
            theirs.remove(one)
            ours.remove(other)
            yield one, other
    alone: list[_Pair] = [*((one, None) for one in theirs), *((None, one) for one in ours)]
    is_one_for_another = len(theirs) == len(ours) == 1 and not any(map(is_marked, alone))
    yield from [(theirs[0], ours[0])] if is_one_for_another else alone


def _mark(one: Stated | None, other: Stated | None) -> object:
    kinds = [each.kind.value for each in (one, other) if each]
    return kinds[0], _values(one), _values(other)


def _values(stated: Stated | None) -> list[list[str]]:
    return [sorted(stated.readings)] if stated else []


def _sentence(one: Stated | None, other: Stated | None) -> str:
    if one and other:
        said = _(
            "%(kind)s: the source says “%(theirs)s”, this translation says “%(ours)s”.",
            kind=_KINDS[one.kind],
            theirs=set_apart(one.written),
            ours=set_apart(other.written),
        )
    elif one:
        said = _(
            "%(kind)s: “%(written)s” is in the source and not in this translation.",
            kind=_KINDS[one.kind],
            written=set_apart(one.written),
        )
    else:
        assert other
        said = _(
            "%(kind)s: “%(written)s” is in this translation and not in the source.",
            kind=_KINDS[other.kind],
            written=set_apart(other.written),
        )
    return str(said)
