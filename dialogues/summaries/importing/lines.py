"""Paragraphs as they were before a line or a page broke them."""

import re
import unicodedata

from dialogues.support.markup import Piece
from dialogues.support.texts import flowing

_WIDEST = 120
"""Columns of a line that an editor broke by itself; a longer one is a whole paragraph."""
_LEAST_BROKEN = 40
"""Columns of a paragraph that a page can have broken; a shorter one is a line by itself."""
_CLOSERS = "”’»\"')）】》*_]"
_ENDS = "。.!！?？…:：;；؟؛>"
_BREAK = "\\\n"
_LINE = re.compile(r"(?<!\\)\n")
_NEXT_PARAGRAPH = re.compile(r"\n(?![-*+>|]\s|\s)")
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|p\.|стр\.?|página|pág\.|صفحة|第)\s*)?[-–—]?\s*\d{1,3}\s*[-–—]?\s*页?"
    r"(?:\s*(?:of|/|sur|de|из|من)\s*\d{1,3})?",
    re.IGNORECASE,
)


def parted(text: str) -> str:
    """A text without any empty line, as editors without Markdown write: a paragraph to a line."""
    return text if "\n\n" in text else _NEXT_PARAGRAPH.sub("\n\n", text)


def each_paragraph(pieces: list[Piece], breaks_are_paragraphs: bool) -> list[Piece]:
    """Pieces whose paragraphs are on one line each, hard breaks aside."""
    lines = [line for piece in pieces for line in piece.source.split("\n")]
    is_narrow = all(width(line) <= _WIDEST for line in lines)
    if breaks_are_paragraphs and not is_narrow:
        pieces = [
            piece._replace(source=line)
            for piece in pieces
            for line in (_LINE.split(piece.source) if piece.type == "paragraph" else [piece.source])
        ]
    return [
        piece._replace(source=_flowing(piece.source)) if piece.type == "paragraph" else piece
        for piece in pieces
    ]


def without_page_numbers(pieces: list[Piece]) -> list[Piece]:
    """Pieces without those that number a page."""
    return [
        piece
        for piece in pieces
        if not (piece.type == "paragraph" and _PAGE_NUMBER.fullmatch(piece.source))
    ]


def rejoined(pieces: list[Piece]) -> tuple[list[Piece], int]:
    """Pieces with paragraphs put together that a page had broken, and how often that was."""
    whole: list[Piece] = []
    for piece in pieces:
        if whole and _goes_on(whole[-1], piece):
            whole[-1] = whole[-1]._replace(source=_joined(whole[-1].source, piece.source))
        else:
            whole.append(piece)
    return whole, len(pieces) - len(whole)


def ends_a_sentence(text: str) -> bool:
    """Whether a text ends as sentences do, whatever closes after its mark."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDS


def width(text: str) -> int:
    """How many columns a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _flowing(source: str) -> str:
    return _BREAK.join(flowing(line).strip() for line in source.split(_BREAK))


def _goes_on(before: Piece, after: Piece) -> bool:
    """Whether a paragraph ends in the middle of a sentence that the next goes on with."""
    if not before.type == after.type == "paragraph" or width(before.source) < _LEAST_BROKEN:
        return False
    first = after.source.lstrip("*_“«\"'(（[")[:1]
    if not first or ends_a_sentence(before.source):
        return False
    # Scripts with capital letters begin a sentence with one; those without do not tell.
    return first.islower() or unicodedata.category(first) == "Lo"


def _joined(before: str, after: str) -> str:
    return before + after if before.endswith("-") else flowing(f"{before}\n{after}")
