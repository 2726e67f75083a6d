"""Word files for translators: source and target side by side, and what such a file gives back.

Each row carries a bookmark in its source cell, which translators leave alone: of which section or
action item it is, and of which versions of source and target. The same marks stand in the file's
own properties, in the order of the rows, for programs that lose bookmarks.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from dialogues.languages.rules import ENDONYMS, direction
from dialogues.summaries import refusals
from dialogues.summaries.importing import refusals as file_refusals
from dialogues.summaries.importing.files import refuse_at_sight
from dialogues.summaries.importing.word import read_by
from dialogues.summaries.labels import STATES
from dialogues.summaries.models import SummaryNote
from dialogues.summaries.translating import ItemPart, Part, item_parts, parts_of
from dialogues.summaries.translator_reader import MARK
from dialogues.support import clock, confined
from dialogues.support.codes import fingerprint
from dialogues.support.markup import Block, blocks_of

_NOTE, _LANGUAGE, _ROW = "dialogues-note", "dialogues-language", "dialogues-row-{:03d}"


@dataclass(frozen=True)
class Returned:
    """A row of a file that came back."""

    kind: str
    """``s`` for the text of a section, ``h`` for its heading, ``i`` for an action item.

    Also ``-`` and its kind for one that was handed out and is not in the file; and ``+`` for a row
    that was added, or is there once more with other words.
    """
    public_id: str
    source: str
    """The version of the source that it translates; of an action item, its words' print."""
    target: str
    """As ``source``, of what stood in the target; 0 for nothing."""
    words: str
    """Markdown."""


def file_for_translator(note: SummaryNote, target: str) -> bytes:
    """The Word file with which a note is put into a language. Its instructions are in that."""
    with force_locale(target):
        data = _data(note, target)
    return confined.done_apart(
        "dialogues.summaries.translator_typesetting", json.dumps(data).encode()
    )


@dataclass(frozen=True)
class ReturnedFile:
    """A Word file that came back, of whichever note it is."""

    properties: Mapping[str, str]
    rows: list[Returned]


def read_file(content: bytes) -> ReturnedFile:
    """What a translator's file says; no database is asked, since it may take seconds.

    Raises :class:`file_refusals.FileIsRefused` for what is no Word file.
    """
    refuse_at_sight(content)
    if not content.startswith(b"PK"):
        raise file_refusals.FileIsNotWord
    read = read_by("dialogues.summaries.translator_reader", content)
    return ReturnedFile(read["properties"], list(_returned(read)))


def print_of(text: str) -> str:
    """What tells one text of an action item from another; 0 for none."""
    return fingerprint(text)[:8] if text else "0"


def require_own(file: ReturnedFile, note: SummaryNote, target: str) -> None:
    """Refuse a file without marks, of another note or into another language."""
    if not any(row.public_id for row in file.rows):
        raise refusals.FileHasNoMarks
    if file.properties.get(_NOTE, note.public_id) != note.public_id:
        raise refusals.FileIsOfOtherNote
    language = file.properties.get(_LANGUAGE, target)
    if language != target:
        raise refusals.FileIsInOtherLanguage(
            language=ENDONYMS.get(language, language), wanted=ENDONYMS[target]
        )
    own = {section.public_id for section in note.sections}
    sections = {row.public_id for row in file.rows if row.kind in "hs"}
    if sections and not sections & own:
        raise refusals.FileIsOfOtherNote


def _returned(read: Mapping[str, Any]) -> Iterator[Returned]:
    properties, rows = read["properties"], _without_heads(read["rows"])
    kept = [
        properties[name] for name in sorted(properties) if name.startswith(_ROW.partition("{")[0])
    ]
    if len(rows) == len(kept):
        in_order = list(zip(rows, kept, strict=True))
        if all(row["mark"] in ("", mark) for row, mark in in_order):
            rows = [{**row, "mark": mark} for row, mark in in_order]
    found: dict[str, Returned] = {}
    for row in rows:
        mark = MARK.fullmatch(row["mark"])
        words, first = row["target"], found.get(row["mark"])
        if mark and first is None:
            found[row["mark"]] = Returned(mark[1], mark[2], mark[3], mark[4], words)
            yield found[row["mark"]]
        elif words and (first is None or words != first.words):
            yield Returned("+", "", "", "", words)
    for name in kept:
        mark = MARK.fullmatch(name)
        if mark and name not in found:
            yield Returned(f"-{mark[1]}", mark[2], mark[3], mark[4], "")


def _without_heads(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows without the first of each table, of which the reader sees the languages' names."""
    return [row for row in rows if row["target"] not in ENDONYMS.values()]


def _data(note: SummaryNote, target: str) -> dict[str, Any]:
    source = note.source_language
    parts = [_section(part, source) for part in parts_of(note, target, 0)]
    items = [_item(part) for part in item_parts(note, target)]
    if items:
        parts.append({"label": _("Action items"), "rows": items})
    marks = [row["mark"] for part in parts for row in part["rows"]]
    title = note.dialogue.text(source).title
    return {
        "title": _("%(title)s: into %(language)s", title=title, language=ENDONYMS[target]),
        "hub": _("United Nations Food Systems Coordination Hub"),
        "made_on": clock.now().date().isoformat(),
        "instructions": _instructions(ENDONYMS[source], ENDONYMS[target]),
        "properties": {
            _NOTE: note.public_id,
            _LANGUAGE: target,
            **{_ROW.format(number): mark for number, mark in enumerate(marks)},
        },
        "target": {"language": target, "is_rtl": direction(target) == "rtl"},
        "columns": [
            {"name": ENDONYMS[code], "is_rtl": direction(code) == "rtl"}
            for code in (source, target)
        ],
        "parts": parts,
    }


def _instructions(source: str, target: str) -> list[str]:
    # By their names: where the languages' directions differ, left and right do, too.
    sentences = (
        _(
            "Write in the column “%(target)s”. The column “%(source)s” is only for reading: what "
            "you change there is not taken over.",
            source=source,
            target=target,
        ),
        _(
            "Please leave the tables as they are: no rows added, removed or moved. Bold, italics, "
            "lists, headings and links are taken over; fonts and colours are not."
        ),
        _(
            "What you leave empty stays as it is on the site. Save the file as a Word document "
            "(.docx) and send it back."
        ),
    )
    return [str(sentence) for sentence in sentences]


def _section(part: Part, source: str) -> dict[str, Any]:
    section, text = part.section, part.target
    versions = f"{section.public_id}_{part.source_version}_{text.version if text else 0}"
    heading, body = (text.heading, text.body) if text else ("", "")
    return {
        "label": f"{part.source.heading} · {STATES[part.state]}",
        "rows": [
            _row(f"h_{versions}", source, _line(part.source.heading), _line(heading)),
            _row(f"s_{versions}", source, blocks_of(part.source.body), blocks_of(body)),
        ],
    }


def _item(part: ItemPart) -> dict[str, Any]:
    mark = f"i_{part.item.public_id}_{print_of(part.source)}_{print_of(part.target)}"
    return _row(mark, part.item.source_language, _line(part.source), _line(part.target))


def _line(text: str) -> list[Block]:
    runs = [{"text": text}]
    return [{"type": "paragraph", "runs": runs}] if text else []


def _row(mark: str, source: str, words: list[Block], target: list[Block]) -> dict[str, Any]:
    return {
        "mark": mark,
        "language": source,
        "is_rtl": direction(source) == "rtl",
        "source": words,
        "target": target,
    }
