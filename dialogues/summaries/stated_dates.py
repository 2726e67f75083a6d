"""Dates and months in a text, in the words of the six languages."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from babel import Locale

from dialogues.summaries.han_numbers import HAN, value_of
from dialogues.summaries.stated import Found, Kind, Stated

_NUMERIC = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
    r"|(?<![\d./-])(?P<first>\d{1,2})(?P<sign>[-./])(?P<second>\d{1,2})(?P=sign)"
    r"(?P<last>\d{4})(?![\d/])"
    r"|(?<![\d./-])(?P<d>\d\d)(?P<point>[./])(?P<m>\d\d)(?P=point)(?P<short>\d\d)(?![\d./]\d)"
)
AND = {
    "en": "[-–—]| to | and |, | or ",
    "fr": "[-–—]| au | à | et |, | ou ",
    "es": "[-–—]| al | y |, | o | a ",
    "ru": "[-–—]| по | до | и |, | или ",
    "ar": "[-–—]| إلى | و|، | أو ",
    "zh": "[-–—~～至到和、及与]",
}
"""Between the two days, hours or figures of an expression."""
_OF = {
    "en": r"(?:st|nd|rd|th)?(?: of)? ",
    "fr": "(?:er)? ",
    "es": r"(?:\.?º)?(?: de)? ",
    "ru": "(?:-(?:го|е|ое|й))? ",
    "ar": " (?:من )?",
}
_YEAR = {
    "en": r"(?:,? (\d{4}))?",
    "fr": r"(?: (\d{4}))?",
    "es": r"(?:,?(?: del?)? (\d{4}))?",
    "ru": r"(?: (\d{4}))?",
    "ar": r"(?:،?(?: (?:من )?عام)? (\d{4}))?",
}
_RUSSIAN_MONTHS = (
    *("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр"),
    *("ноябр", "декабр"),
)
_RUSSIAN_OF_MONTHS = (
    *("январск", "февральск", "мартовск", "апрельск", "майск", "июньск", "июльск", "августовск"),
    *("сентябрьск", "октябрьск", "ноябрьск", "декабрьск"),
)
_OTHER_MONTHS: Mapping[str, dict[str, int]] = {
    "ar": {"يونيه": 6, "يوليه": 7, "أيار": 5, "آب": 8, "أيلول": 9, "كانون الثاني": 1}
    | {"كانون الأول": 12},
    "ru": {
        stem + ending: number
        for number, stem in enumerate(_RUSSIAN_MONTHS, start=1)
        for ending in ("е", *(("у", "ом") if stem in ("март", "август") else ("ю", "ем")))
    },
}
"""Names that CLDR lacks, and the cases in which Russian says when."""
_ARABIC_PREFIX = "[وبلف]?"
_ALSO_OTHERS = {"may", "march", "مارس", "آب", "一月"}
"""Months that are words, too."""


class _Day(NamedTuple):
    year: str
    month: int
    day: str
    """Empty for a month of a year."""


def dates(text: str, language: str) -> Iterator[Found]:
    """The dates of a comparable text, as year/month/day; the year, or the day, may be empty.

    Of months that are named alone, those in Chinese are found here: they are numbers.
    """
    for match in _written(language).finditer(text):
        for day in _days(match, language):
            is_certain = bool(day.day or day.year or match[0] not in _ALSO_OTHERS)
            stated = Stated(Kind.DATE, _reading(day), match[0].strip(" ،,"), is_certain)
            yield stated, match.span()
    for match in _NUMERIC.finditer(text):
        found = frozenset().union(*map(_reading, _numeric(match)))
        if found:
            yield Stated(Kind.DATE, found, match[0]), match.span()


def months(text: str, language: str) -> Iterator[Found]:
    """The months that a comparable text names without a day or a year, in words."""
    if language == "zh":
        return
    for match in _alone(language).finditer(text):
        name = _plain(match["month"])
        number = _months(language).get(name) or _RUSSIAN_OF_MONTHS.index(name) + 1
        is_certain = name not in _ALSO_OTHERS and name not in _RUSSIAN_OF_MONTHS
        stated = Stated(Kind.DATE, _reading(_Day("", number, "")), match[0], is_certain)
        yield stated, match.span()


@cache
def _alone(language: str) -> re.Pattern[str]:
    names = sorted(map(re.escape, _months(language, ("wide",))), key=len, reverse=True)
    month, more = "|".join(names), ""
    if language == "ar":
        more = f"(?:/(?:{month}))?"
    if language == "ru":
        month, more = f"{'|'.join(_RUSSIAN_OF_MONTHS)}|{month}", r"(?:(?<=ск)\w+)?"
    prefix = _ARABIC_PREFIX if language == "ar" else ""
    return re.compile(rf"(?<!\w){prefix}(?P<month>{month}){more}(?!\w)", re.IGNORECASE)


def _reading(day: _Day) -> frozenset[str]:
    return frozenset({f"{day.year}/{day.month}/{day.day}"})


def _numeric(match: re.Match[str]) -> list[_Day]:
    """What digits alone may mean: day and month come in either order where the year is last."""
    year = match["year"] or match["last"] or f"20{match['short']}"
    first = int(match["day"] or match["first"] or match["d"])
    second = int(match["month"] or match["second"] or match["m"])
    orders = [(first, second)] if match["year"] else [(first, second), (second, first)]
    return [
        _Day(year, month, str(day)) for day, month in orders if 1 <= month <= 12 and 1 <= day <= 31
    ]


def _days(match: re.Match[str], language: str) -> Iterator[_Day]:
    """The days of one expression: "27–29 June 2022" is two."""
    parts = {name: value for name, value in match.groupdict().items() if value}
    year = next((parts[name] for name in ("y1", "y2", "y3") if name in parts), "")
    year = str(value_of(year)) if year else ""
    first = next(_month(parts[name], language) for name in ("m1", "m2", "m3") if name in parts)
    days = [parts[name] for name in ("d1", "d2", "d3", "d4") if name in parts]
    for place, day in enumerate(days or [""]):
        crosses = place and "to" in parts
        month = _month(parts["to"], language) if crosses else first
        yield _Day(year, month, str(value_of(day)) if day else "")


def _month(name: str, language: str) -> int:
    return value_of(name) if language == "zh" else _months(language)[_plain(name)]


@cache
def _written(language: str) -> re.Pattern[str]:
    if language == "zh":
        return _written_in_chinese()
    names = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    month = f"(?:{names})"
    twice, prefix = (f"(?:/{month})?", _ARABIC_PREFIX) if language == "ar" else ("", "")
    year, more = _YEAR[language], AND[language]
    dotted = r"\.?" if language in ("fr", "ru", "es") else ""
    kinds = [
        rf"(?<!\d)(?P<d1>\d{{1,2}})(?:(?:st|nd|rd|th|er|º|-го|-е)?(?:{more})(?P<d2>\d{{1,2}}))?"
        rf"{_OF[language]}(?P<m1>{month}){twice}(?!\w){dotted}{_named(year, 'y1')}",
        rf"(?<!\w){prefix}(?P<m3>{month}){twice}(?: de| del|،|,)? (?P<y3>\d{{4}})(?!\d)",
    ]
    if language == "en":
        kinds.insert(
            1,
            rf"(?<!\w)(?P<m2>{month}) (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
            rf"(?:(?:[-–]| to | and )(?P<d4>\d{{1,2}}))?{_named(year, 'y2')}",
        )
    return re.compile("|".join(kinds), re.IGNORECASE)


def _written_in_chinese() -> re.Pattern[str]:
    number = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
    second = rf"(?: ?(?:{AND['zh']}) ?(?:(?P<to>{number}) ?月 ?)?(?P<d2>{number}))?"
    return re.compile(
        rf"(?:(?P<y1>\d{{4}}|[{HAN}]{{4}}) ?年 ?)?(?<![\d{HAN}个])(?P<m1>{number}) ?月(?!份额)"
        rf"(?: ?(?P<d1>{number})(?: ?[日号])?{second} ?[日号])?"
    )


def _named(year: str, name: str) -> str:
    return year.replace(r"(\d{4})", rf"(?P<{name}>\d{{4}})(?!\d)")


@cache
def _months(language: str, widths: tuple[str, ...] = ("wide", "abbreviated")) -> Mapping[str, int]:
    """The names of months, full and short, as CLDR and (in Arabic) the countries have them."""
    locales = [
        Locale(language),
        *([Locale("ar", "SY"), Locale("ar", "DZ")] if language == "ar" else []),
    ]
    found: dict[str, int] = {}
    for locale in locales:
        for context in ("format", "stand-alone"):
            for width in widths:
                for number, name in locale.months[context][width].items():
                    found.setdefault(_plain(name).rstrip("."), number)

    return found | _OTHER_MONTHS.get(language, {})


def _plain(name: str) -> str:
    return name.casefold().strip()
