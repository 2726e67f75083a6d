"""What a text states that must read the same in every language: figures, dates, times, links ...

Statements are found in one language at a time, and carry values that compare between languages:
٢٧, 27 and 二十七 are one figure; 7月27日, 27 July and ٢٧ تموز/يوليو are one date.
"""

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_INDIC = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９：．", "0123456789:.")
_YEAR = re.compile("[12][0-9]{3}")
_DIACRITICS = re.compile("[\u064b-\u065f\u0670\u0640\u200e\u200f\u061c]")


class Kind(StrEnum):
    """What is stated."""

    LINK = "link"
    ADDRESS = "address"
    """Of mail."""
    DATE = "date"
    WEEKDAY = "weekday"
    TIME = "time"
    ZONE = "zone"
    LANGUAGE = "language"
    FIGURE = "figure"


@dataclass(frozen=True)
class Stated:
    """One statement of a text."""

    kind: Kind
    readings: frozenset[str]
    """The values that it may mean: "1.200" is one thousand and two hundred, or one and a fifth."""
    written: str
    """As the text has it."""
    is_certain: bool = True
    """Whether a translation must state it, too. What is not (a number in a word that means other
    things as well) only answers what the other text states for certain."""


Found = tuple[Stated, tuple[int, int]]
"""A statement, and from where to where it stands in the text."""


def comparable(text: str) -> str:
    """A text with European digits, and without vowel signs and marks of direction.

    Other characters stay as many as they were, so that what is found can be quoted.
    """
    return _DIACRITICS.sub("", text.translate(_INDIC).translate(_FULL_WIDTH))


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text with spaces for what was understood already."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def lacking(stated: Sequence[Stated], other: Sequence[Stated]) -> Iterator[Stated]:
    """What one text states for certain and another, in another language, does not; in order.

    Each statement answers one: a date that stands twice here has to stand twice there. What is
    certain answers before what is not; and a date without a year answers one of a year that both
    texts name.
    """
    years = _years(stated) & _years(other)
    answers = defaultdict[str, deque[int]](deque)
    for number in sorted(range(len(other)), key=lambda number: not other[number].is_certain):
        for value in _values(other[number], years):
            answers[value].append(number)
    used: set[int] = set()
    for one in stated:
        if not one.is_certain:
            continue
        for value in _values(one, years):
            while answers[value] and answers[value][0] in used:
                answers[value].popleft()
            if answers[value]:
                used.add(answers[value].popleft())
                break
        else:
            yield one


def _values(one: Stated, years: Collection[str]) -> Iterator[str]:
    """What else may be said by a statement's kind and value, the likeliest first."""
    for reading in sorted(one.readings):
        yield f"{one.kind} {reading}"
    for reading in sorted(one.readings) if one.kind is Kind.DATE else ():
        year, _slash, day = reading.partition("/")
        if not year:
            yield from (f"{one.kind} {known}/{day} of that year" for known in sorted(years))
        elif year in years:
            yield f"{one.kind} {reading} of that year"


def _years(stated: Sequence[Stated]) -> set[str]:
    dated = {
        reading.split("/")[0] for one in stated if one.kind is Kind.DATE for reading in one.readings
    }
    named = {reading for one in stated if one.kind is Kind.FIGURE for reading in one.readings}
    return {year for year in dated | named if _YEAR.fullmatch(year)}
