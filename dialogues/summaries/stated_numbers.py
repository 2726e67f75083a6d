"""Figures in a text, in digits, and in words of the six languages."""

import re
from collections.abc import Collection, Iterator
from fractions import Fraction
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from dialogues.summaries.han_numbers import UNITS, han_numbers
from dialogues.summaries.number_words import SCALES
from dialogues.summaries.spoken_numbers import spoken_numbers
from dialogues.summaries.stated import Found, Kind, Stated, without
from dialogues.summaries.stated_dates import AND

_SPACES = " \u00a0\u2009\u202f"
_DIGITS = re.compile(rf"\d+(?:[{_SPACES}]\d{{3}}(?!\d)|[.,٫٬’']\d+)*")
_LONGEST = 40
"""Characters of a figure; what is longer is compared as text."""
_GROUPED = re.compile(r"\d{1,3}(\D)\d{3}(?:\1\d{3})*")
_NAMES = re.compile(
    "(?:COVID|КОВИД|كوفيد)[-‐‑– ]?19|2019冠状病毒病?|CO2|N2O|CH4|24/7", re.IGNORECASE
)
"""Names with a number that some languages write without one."""


def numbers(text: str, language: str) -> Iterator[Found]:
    """The figures of a comparable text. Ordinals and small words answer, and are not certain."""
    text = without(text, [match.span() for match in _NAMES.finditer(text)])
    in_words = list(han_numbers(text)) if language == "zh" else []
    yield from in_words
    text = without(text, [span for _stated, span in in_words])
    digits = [_written(text, match, language) for match in _DIGITS.finditer(text)]
    for number, after in zip_longest(digits, digits[1:]):
        readings = {str(value * number.scale) for value in number.values}
        if after and number.scale < after.scale and _is_range(text, number, after, language):
            # "720 to 811 million"
            readings |= {str(value * after.scale) for value in number.values}
        start, end = number.span
        yield Stated(Kind.FIGURE, frozenset(readings), text[start:end]), number.span
    text = without(text, [number.span for number in digits])
    if language != "zh":
        yield from spoken_numbers(text, language)


class _Digits(NamedTuple):
    values: Collection[Fraction | str]
    scale: int
    span: tuple[int, int]


def _written(text: str, match: re.Match[str], language: str) -> _Digits:
    scale, end = _scale_after(text, match.end(), language)
    is_number = len(match[0]) <= _LONGEST
    values = _readings(match[0]) if is_number else [match[0]]
    return _Digits(values, scale if is_number else 1, (match.start(), end))


def _is_range(text: str, one: _Digits, other: _Digits, language: str) -> bool:
    between = text[one.span[1] : other.span[0]]
    return len(between) < _LONGEST and re.fullmatch(AND[language], between) is not None


def _readings(digits: str) -> set[Fraction]:
    """What digits with points, commas or spaces may mean; the marks differ by language."""
    digits = re.sub(f"[{_SPACES}’'٬]", "", digits).replace("٫", ".")
    if not re.search("[.,]", digits):
        return {Fraction(digits)}
    found = set()
    if _GROUPED.fullmatch(digits):
        found.add(Fraction(re.sub(r"\D", "", digits)))
    whole, _mark, part = digits.replace(",", ".").rpartition(".")
    found.add(Fraction(f"{whole.replace('.', '')}.{part}"))
    return found


def _scale_after(text: str, end: int, language: str) -> tuple[int, int]:
    """By what the words after a number multiply it, and where they end; 1 where nothing does."""
    factor = 1
    while match := _scales(language).match(text, end):
        word, end = match[1].casefold(), match.end()
        for each in word if language == "zh" else [word]:
            factor *= UNITS[each] if language == "zh" else SCALES[language][each]
    return factor, end


@cache
def _scales(language: str) -> re.Pattern[str]:
    if language == "zh":
        return re.compile(rf"[{_SPACES}]?([十百千]?[万亿]{{1,2}}|[百千])")
    words = "|".join(sorted(SCALES[language], key=len, reverse=True))
    return re.compile(rf"[{_SPACES}-]({words})(?!\w)\.?", re.IGNORECASE)
