"""A note in its source language and in another, as its translator sees it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dialogues.action_items.models import ActionItem, ItemStatus
from dialogues.action_items.queries import items_of
from dialogues.summaries import queries
from dialogues.summaries.differences import Piece, differences
from dialogues.summaries.models import SectionText, SummaryNote, SummarySection
from dialogues.summaries.rules import State, Words, state_of


@dataclass(frozen=True)
class Part:
    """A section of a note in both languages."""

    section: SummarySection
    source: Words
    source_version: int
    target: SectionText | None
    state: State
    heading_changes: Sequence[Piece]
    """What changed in the source since the version that is rendered; empty where nothing did."""
    body_changes: Sequence[Piece]
    is_waiting: bool
    """Whether whoever looks wrote of it while somebody else did, and has to merge the two."""

    def says(self, words: Words) -> bool:
        """Whether the translation reads so now."""
        return queries.words_of(self.target) == words


@dataclass(frozen=True)
class ItemPart:
    """An action item of the note's Dialogue in both languages."""

    item: ActionItem
    source: str
    target: str
    state: State
    changes: Sequence[Piece]


def parts_of(
    note: SummaryNote, target: str, staff_id: int, besides: Collection[str] = ()
) -> list[Part]:
    """The sections of a note beside their translations, as a member of staff sees them.

    Those that stand, and of those taken out the ones whose public ids are in ``besides``. In two
    statements.
    """
    sections = [one for one in note.sections if not one.removed_at or one.public_id in besides]
    texts = [text for each in sections if (text := each.texts.get(target))]
    rendered = queries.versions(note.source_language, texts)
    waiting = queries.parked_in(note, staff_id)
    return [
        _part(each, note.source_language, target, rendered, (each, target) in waiting)
        for each in sections
    ]


def _part(
    section: SummarySection,
    language: str,
    target: str,
    rendered: dict[tuple[int, int | None], Words],
    is_waiting: bool,
) -> Part:
    source, text = section.texts.get(language), section.texts.get(target)
    now = queries.words_of(source)
    then = rendered.get((section.id, text.renders if text else None))
    is_other = then is not None and then != now
    return Part(
        section=section,
        source=now,
        source_version=source.version if source else 0,
        target=text,
        state=state_of(queries.words_of(text), bool(text and text.is_done), now, then),
        heading_changes=_changes(then.heading, now.heading, language) if then and is_other else [],
        body_changes=_changes(then.body, now.body, language) if then and is_other else [],
        is_waiting=is_waiting,
    )


def item_parts(note: SummaryNote, target: str, besides: Collection[str] = ()) -> list[ItemPart]:
    """What the note's Dialogue agreed on and was not written in ``target``.

    Of dropped items only those whose public ids are in ``besides``.
    """
    return [
        _item_part(item, target)
        for item in items_of(note.dialogue_id)
        if item.source_language != target
        and (item.status is not ItemStatus.DROPPED or item.public_id in besides)
    ]


def _item_part(item: ActionItem, target: str) -> ItemPart:
    source, text = item.texts[item.source_language].text, item.texts.get(target)
    then = text.rendered if text else None
    is_other = then is not None and then != source
    return ItemPart(
        item=item,
        source=source,
        target=text.text if text else "",
        state=item_state(item, target),
        changes=_changes(then, source, item.source_language) if then and is_other else [],
    )


def item_state(item: ActionItem, target: str) -> State:
    """How far the translation of an action item is; it is done as soon as it is written."""
    text, source = item.texts.get(target), item.texts[item.source_language].text
    if text is None or not text.text:
        return State.MISSING
    return State.CURRENT if text.rendered == source else State.STALE


def counts(parts: Sequence[Part | ItemPart]) -> dict[State, int]:
    """How many parts are in each state that occurs, in the order of the states."""
    found = Counter(part.state for part in parts)
    return {state: found[state] for state in State if found[state]}


def _changes(before: str, after: str, language: str) -> Sequence[Piece]:
    return differences(before, after, language) if before != after else []
