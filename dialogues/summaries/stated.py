"""What a text states that must read the same in every language: figures, dates, times, links ...

Statements are found in one language at a time, and carry values that compare between languages:
٢٧, 27 and 二十七 are one figure; 7月27日, 27 July and ٢٧ تموز/يوليو are one date.
"""

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_INDIC = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９：．", "0123456789:.")
_YEAR = re.compile("[12][0-9]{3}")
_RUSSIAN = str.maketrans("ёЁ", "еЕ")
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
    """A text with European digits and Russian е, without vowel signs and marks of direction.

    Other characters stay as many as they were, so that what is found can be quoted.
    """
    return _DIACRITICS.sub("", text.translate(_INDIC | _FULL_WIDTH | _RUSSIAN))


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with spaces for what was understood already."""
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    return "".join(left)


def differing(
    source: Sequence[Stated], target: Sequence[Stated]
) -> tuple[list[Stated], list[Stated]]:
    """What each of two texts states and the other does not, in order.

    Who translates may say once more, or once less, what the other text says as well: that alone
    is no difference. It is one where the other text states something else of the kind instead.
    """
    theirs, ours = list(lacking(source, target)), list(lacking(target, source))
    years = _years(source) & _years(target)
    return _new(theirs, target, ours, years), _new(ours, source, theirs, years)


def _new(
    found: Sequence[Stated],
    other: Sequence[Stated],
    instead: Sequence[Stated],
    years: Collection[str],
) -> list[Stated]:
    kinds = {one.kind for one in instead}
    said = {value for one in other for value in _values(one, years)}
    return [one for one in found if one.kind in kinds or not said & {*_values(one, years)}]


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
