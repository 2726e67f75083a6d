"""What publishing freezes of a note in one language; the same, live, is what previews show.

The content is plain values that JSON can carry: ``title``, ``opening`` (Markdown), ``held`` (when
the sessions were), ``dialogue`` (public id), ``themes`` (codes), ``sections``, ``items``,
``carried``. Whose owner is a person has no name in it, only ``owner_id``: names are erased.
"""

from typing import Any

from dialogues.action_items.models import ActionItem, ItemStatus
from dialogues.action_items.queries import carried_to, items_of
from dialogues.programme.models import Dialogue, Status
from dialogues.summaries import queries
from dialogues.summaries.item_content import item_content
from dialogues.summaries.models import SectionKind, SummaryNote, SummarySection
from dialogues.summaries.next_dialogue import next_dialogue_of

Content = dict[str, Any]


def content_of(note: SummaryNote, language: str) -> Content:
    """A note as it reads in ``language`` now, in that language's words whatever the page's is."""
    title, *others = queries.standing(note)
    first = queries.words_of(title.texts.get(language))
    items = [one for one in items_of(note.dialogue_id) if one.status is not ItemStatus.DROPPED]
    return {
        "title": first.heading,
        "opening": first.body,
        "held": _held(note.dialogue),
        "dialogue": note.dialogue.public_id,
        "themes": list(note.themes),
        "sections": [_section(note, each, language, items) for each in others],
        "items": [item_content(one, language) for one in items],
        "carried": [item_content(one, language) for one in carried_to(note.dialogue)],
    }


def _held(dialogue: Dialogue) -> list[dict[str, Any]]:
    return [
        {
            "local_start": session.local_start.isoformat(),
            "zone": session.zone,
            "minutes": session.minutes,
        }
        for session in dialogue.sessions
        if session.status is Status.PUBLISHED
    ]


def _section(
    note: SummaryNote, section: SummarySection, language: str, items: list[ActionItem]
) -> dict[str, Any]:
    words = queries.words_of(section.texts.get(language))
    says_next = section.kind is SectionKind.NEXT and section.writes_itself
    return {
        "id": section.public_id,
        "kind": section.kind.value,
        "heading": words.heading,
        "body": words.body,
        "themes": list(section.themes),
        "programme": next_dialogue_of(note.dialogue, language) if says_next else "",
        "items": [one.public_id for one in items if one.section_id == section.public_id],
    }
