"""What there is to be found of a Dialogue, of a note and of an action item: passages as rows."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from dialogues.action_items.models import ActionItem
from dialogues.finding.models import PassageKind
from dialogues.finding.tokens import tokens_of
from dialogues.programme.models import AgendaItem, Dialogue
from dialogues.summaries.models import Publication
from dialogues.support.markup import text_of

Row = dict[str, Any]
AGENDA = "agenda"
"""The anchor of the agenda on the page of a Dialogue."""


def of_dialogue(dialogue: Dialogue, held_on: dt.date) -> list[Row]:
    """A Dialogue's title with its description and the items of its agenda, in each language."""
    about = _about(PassageKind.DIALOGUE, dialogue.id, dialogue.public_id)
    titles = [
        _passage(text.title, text.description, held_on, language=language, **about)
        for language, text in sorted(dialogue.texts.items())
    ]
    return titles + [row for item in dialogue.agenda for row in _agenda_item(item, held_on, about)]


def of_publication(publication: Publication, dialogue: Dialogue, held_on: dt.date) -> list[Row]:
    """The paragraphs of a note as it was published in one language, each with its heading."""
    about = _about(PassageKind.NOTE, dialogue.id, dialogue.public_id)
    about["language"] = publication.language
    content = publication.content
    rows = list(_section(content["title"], content["opening"], held_on, anchor="", **about))
    for section in content["sections"]:
        words = "\n\n".join([section["body"], section["programme"]])
        anchor = f"section-{section['id']}"
        rows += _section(section["heading"], words, held_on, anchor=anchor, **about)
    return rows


def of_item(item: ActionItem, held_on: dt.date) -> list[Row]:
    """An action item, in each of its languages."""
    about = _about(PassageKind.ACTION_ITEM, item.dialogue_id, item.public_id)
    return [
        _passage("", text.text, held_on, language=language, **about)
        for language, text in sorted(item.texts.items())
    ]


def _agenda_item(item: AgendaItem, held_on: dt.date, about: Row) -> list[Row]:
    return [
        _passage(
            text.title,
            text.speakers,
            held_on,
            **{**about, "language": language, "anchor": AGENDA},
        )
        for language, text in sorted(item.texts.items())
    ]


def _about(kind: PassageKind, dialogue_id: int, subject: str) -> Row:
    return {"kind": kind, "dialogue_id": dialogue_id, "subject": subject}


def _section(heading: str, markdown: str, held_on: dt.date, **about: Any) -> Iterator[Row]:
    """The paragraphs under a heading; the heading leads to the first of them alone."""
    lines = [line for line in text_of(markdown).splitlines() if line.strip()] or [""]
    for number, line in enumerate(lines):
        yield _passage(heading, line, held_on, is_first=number == 0, **about)


def _passage(
    heading: str, text: str, held_on: dt.date, *, is_first: bool = True, **about: Any
) -> Row:
    heading_tokens = tokens_of(heading) if is_first else []
    return {
        "anchor": "",
        **about,
        "held_on": held_on,
        "heading": heading,
        "text": text,
        "heading_tokens": heading_tokens,
        "tokens": sorted({*heading_tokens, *tokens_of(text)}),
    }
