"""What changed from one text to another, as a reader sees it: words, in Chinese characters."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "deleted", "inserted"]
Piece = tuple[Kind, str]
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
"""Accents and Arabic vowels that are characters of their own."""
_WORDS = re.compile(rf"\s+|[\w{_MARKS}]+|[^\w\s]")
_CHARACTERS = re.compile(rf"\s+|[A-Za-z0-9]+|[\w{_MARKS}]|[^\w\s]")
_ALIKE = 0.4
"""Below this likeness lines are shown as one text for another: their few common words mislead."""
_MOST = 4000
"""Lines, words or characters that are compared at once, which takes half a second at worst.

A long paragraph has a fifth of it.
"""


def differences(before: str, after: str, language: str) -> list[Piece]:
    """The pieces of two texts in a language, in order; what was deleted before what came for it.

    All but the inserted ones make up ``before``, all but the deleted ones ``after``.
    """
    lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    unit = _CHARACTERS if language == "zh" else _WORDS
    pieces: list[Piece] = []
    for kind, old, new in _compared(*lines):
        pieces += [("same", "".join(old))] if kind == "same" else _changed_lines(old, new, unit)
    return list(_joined(pieces))


def units(text: str, language: str) -> list[str]:
    """A text in pieces that are compared: words, in Chinese characters; and what is between."""
    return (_CHARACTERS if language == "zh" else _WORDS).findall(text)


def _changed_lines(
    old: Sequence[str], new: Sequence[str], unit: re.Pattern[str]
) -> Iterator[Piece]:
    """Lines compared as one text, where that is not too long; else each with that in its place."""
    texts = "".join(old), "".join(new)
    if len(old) == len(new) and sum(len(unit.findall(text)) for text in texts) > _MOST:
        for pair in zip(old, new, strict=True):
            yield from _changed(*pair, unit)
    else:
        yield from _changed(*texts, unit)


def _changed(before: str, after: str, unit: re.Pattern[str]) -> Iterator[Piece]:
    old, new = unit.findall(before), unit.findall(after)
    compared = [(kind, "".join(gone), "".join(come)) for kind, gone, come in _compared(old, new)]
    common = sum(len(gone) for kind, gone, _come in compared if kind == "same")
    if 2 * common < _ALIKE * (len(before) + len(after)):
        yield from (("deleted", before), ("inserted", after))
        return
    for index, (kind, gone, come) in enumerate(compared):
        # A space or comma between two changed words is no common ground.
        is_between = 0 < index < len(compared) - 1 and not re.search(r"\w|\n", gone)
        if kind == "same" and not is_between:
            yield "same", gone
        else:
            yield from (("deleted", gone), ("inserted", come))


def _compared(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Runs of two sequences that are the same, or not; long ones are the same as a whole or not."""
    if len(old) + len(new) > _MOST:
        yield "same" if old == new else "changed", old, new
        return
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "same" if tag == "equal" else "changed", old[i:j], new[k:m]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces of which no two neighbours are of one kind; between what is the same, one of each."""
    waiting: dict[Kind, str] = {}
    for kind, text in pieces:
        if (kind == "same") != ("same" in waiting):
            yield from _told(waiting)
            waiting = {}
        waiting[kind] = waiting.get(kind, "") + text
    yield from _told(waiting)


def _told(waiting: dict[Kind, str]) -> Iterator[Piece]:
    kinds: tuple[Kind, ...] = ("same", "deleted", "inserted")
    yield from ((kind, waiting[kind]) for kind in kinds if waiting.get(kind))
