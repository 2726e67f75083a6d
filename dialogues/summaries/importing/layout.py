"""What the pieces of a document are: title, opening words, sections with their headings."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from dialogues.summaries.importing import lines
from dialogues.summaries.importing.document import Document
from dialogues.summaries.importing.headings import kind_of
from dialogues.summaries.importing.titles import heading_of
from dialogues.summaries.models import SectionKind
from dialogues.support.markup import Piece, pieces_of, text_of
from dialogues.support.texts import one_line

_WIDEST_HEADING = 100
"""Columns of a plain line that can be a heading."""
_SURE = 0.8
"""From which likeness on a plain line is a heading in a file that marks its headings."""
_LONGEST_TITLE = 250
_MOST_LINES_OF_TITLE = 4
_ITEM_ALONE = re.compile(r"^\d{1,2}[.)]\s+(.*)$")
_BOLD_ALONE = re.compile(r"^\*\*[^*]+\*\*$")


@dataclass(frozen=True)
class Part:
    """A section as a file has it."""

    kind: SectionKind
    heading: str
    pieces: tuple[str, ...]
    """Markdown, a paragraph or list each."""
    writes_itself: bool = True
    """Of the next Dialogue: whether what the programme says follows."""

    @property
    def body(self) -> str:
        """Its text as Markdown."""
        return "\n\n".join(self.pieces)


@dataclass(frozen=True)
class Reading:
    """A document as a note in one language."""

    language: str
    title: str
    days: tuple[dt.date, ...]
    """Which dates the title may mean, in order."""
    opening: str
    parts: tuple[Part, ...]
    joined: int = 0
    """How many times a page had broken a paragraph."""
    letterhead: tuple[str, ...] = ()
    """Lines above the title, which are no part of the note."""
    left_out: tuple[str, ...] = ()
    """What the programme says by itself, and the note need not repeat."""


def read_note(document: Document, language: str) -> Reading:
    """A document as a note in ``language``: what it is made of, by looks and likeness."""
    has_lines = document.breaks_are_paragraphs
    text = lines.parted(document.markdown) if has_lines else document.markdown
    pieces = lines.each_paragraph(pieces_of(text), has_lines)
    pieces = lines.without_page_numbers(pieces)
    top = _letterhead(pieces, language)
    above = [heading_of(one_line(text_of(piece.source)), language) for piece in pieces[:top]]
    title, days, pieces = _title(pieces[top:], language)
    days = days or next((line.days for line in above if line.days), ())
    definitions = [
        line for piece in pieces if piece.type == "definition" for line in piece.source.split("\n")
    ]
    opening, parts, joined = _sections(
        [piece for piece in pieces if piece.type != "definition"], language, document.is_whole
    )
    opening, *parts = [_with_definitions(part, definitions) for part in (opening, *parts)]
    letterhead = tuple(line.title for line in above if line.title)
    return Reading(language, title, days, opening.body, tuple(parts), joined, letterhead)


def _title(pieces: list[Piece], language: str) -> tuple[str, tuple[dt.date, ...], list[Piece]]:
    """The title and its dates, from the first few lines; and the pieces after them."""
    title = ""
    days: tuple[dt.date, ...] = ()
    for place, piece in enumerate(pieces[:_MOST_LINES_OF_TITLE]):
        line = one_line(text_of(piece.source))
        if piece.type not in ("paragraph", "heading") or len(line) > _LONGEST_TITLE:
            return title, days, pieces[place:]
        found = heading_of(line, language)
        is_of_title = not found.title or (not title and _may_be_title(piece, pieces, line))
        if not is_of_title:
            return title, days, pieces[place:]
        title, days = title or found.title, days or found.days
    return title, days, pieces[_MOST_LINES_OF_TITLE:]


def _letterhead(pieces: list[Piece], language: str) -> int:
    """How many lines stand above what is marked as the title, which no other heading is like."""
    levels = [piece.level for piece in pieces if piece.level]
    top = min(levels, default=0)
    place = next((place for place, piece in enumerate(pieces) if piece.level == top), 0)
    if len(levels) < 2 or levels.count(top) > 1 or place >= _MOST_LINES_OF_TITLE:
        return 0
    likeness = kind_of(text_of(pieces[place].source), language)[1]
    return 0 if likeness >= _SURE else place


def _may_be_title(piece: Piece, pieces: list[Piece], line: str) -> bool:
    return piece.level > 0 or len(pieces) == 1 or not lines.ends_a_sentence(line)


def _sections(pieces: list[Piece], language: str, are_whole: bool) -> tuple[Part, list[Part], int]:
    """The opening words, the sections, and how many broken paragraphs were put together."""
    marked = [piece.level for piece in pieces if piece.level]
    level = min(marked, default=1)
    heads = {
        place: heading
        for place, piece in enumerate(pieces)
        if (
            heading := _heading(piece, pieces[place + 1 : place + 2], level, bool(marked), language)
        )
    }
    parts, joined = [], 0
    starts = [-1, *heads]
    for start, end in zip(starts, [*heads, len(pieces)], strict=True):
        inner = [_as_subheading(piece, level) for piece in pieces[start + 1 : end]]
        whole, times = (inner, 0) if are_whole else lines.rejoined(inner)
        joined += times
        heading = heads.get(start, "")
        kind = kind_of(heading, language)[0] if heading else SectionKind.TITLE
        parts.append(Part(kind, heading, tuple(piece.source for piece in whole)))
    return parts[0], _one_of_each(parts[1:]), joined


def _heading(
    piece: Piece, following: list[Piece], level: int, are_marked: bool, language: str
) -> str:
    """The words of a piece that is the heading of a section; empty where it is none."""
    text = one_line(text_of(piece.source)).rstrip(":：")
    if piece.level:
        likeness = kind_of(text, language)[1]
        return text if piece.level == level or likeness >= _SURE else ""
    item = _ITEM_ALONE.match(piece.source)
    if not (piece.type == "paragraph" or (piece.type == "list" and item)):
        return ""
    if lines.width(text) > _WIDEST_HEADING or lines.ends_a_sentence(text) or "](" in piece.source:
        return ""
    kind, likeness = kind_of(text, language)
    if kind is not SectionKind.OTHER and (not are_marked or likeness >= _SURE):
        return text
    if are_marked or item:
        return ""
    is_over_text = bool(following) and following[0].type == "paragraph"
    stands_out = _BOLD_ALONE.match(piece.source) or (
        is_over_text
        and lines.ends_a_sentence(following[0].source)
        and len(text) * 2 < len(following[0].source)
    )
    return text if stands_out else ""


def _as_subheading(piece: Piece, level: int) -> Piece:
    """A piece as it stands within a section, whose own headings begin at the first level."""
    if not piece.level:
        return piece
    return piece._replace(source=f"{'#' * max(1, piece.level - level)} {piece.source}")


def _one_of_each(parts: list[Part]) -> list[Part]:
    """Sections of which only the first of a kind has it."""
    seen: set[SectionKind] = set()
    found = []
    for part in parts:
        found.append(replace(part, kind=SectionKind.OTHER) if part.kind in seen else part)
        seen.add(part.kind)
    return found


def _with_definitions(part: Part, definitions: list[str]) -> Part:
    """A part with the definitions of links that it names: the file had them at its end."""
    needed = [one for one in definitions if one.partition("]:")[0] + "]" in part.body]
    return replace(part, pieces=(*part.pieces, *needed)) if needed else part
