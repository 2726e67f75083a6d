"""Dates, days of the week and hours in a text, in the words of the six languages."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from babel import Locale

from dialogues.summaries.stated import Found, Kind, Stated

_HAN = "〇零一二三四五六七八九十"
_HAN_DIGITS = {character: str(value) for value, character in enumerate("零一二三四五六七八九")}
_HAN_DIGITS |= {"〇": "0"}
_NUMERIC = re.compile(
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"
    r"|(?<![\d./])(?P<first>\d{1,2})[./](?P<second>\d{1,2})[./](?P<last>\d{4})(?![\d/])"
)
_AND = {
    "en": "[-–—]| to | and |, | or ",
    "fr": "[-–—]| au | et |, | ou ",
    "es": "[-–—]| al | y |, | o | a ",
    "ru": "[-–—]| по | и |, | или ",
    "ar": "[-–—]| إلى | و|، | أو ",
    "zh": "[-–—~～至到和、及与]",
}
_OF = {
    "en": r"(?:st|nd|rd|th)?(?: of)? ",
    "fr": "(?:er)? ",
    "es": "º?(?: de)? ",
    "ru": " ",
    "ar": " (?:من )?",
}
_YEAR = {
    "en": r"(?:,? (\d{4}))?",
    "fr": r"(?: (\d{4}))?",
    "es": r"(?:,?(?: del?)? (\d{4}))?",
    "ru": r"(?: (\d{4}))?",
    "ar": r"(?:،?(?: (?:من )?عام)? (\d{4}))?",
}
_FORENOON = {
    "en": "a\\.?m\\.?",
    "fr": "du matin",
    "es": "a\\. ?m\\.|de la mañana",
    "ru": "утра",
    "ar": "صباحا|ص(?!\\w)",
}
_AFTERNOON = {
    "en": "p\\.?m\\.?",
    "fr": "de l[’']après-midi|du soir",
    "es": "p\\. ?m\\.|de la tarde|de la noche",
    "ru": "дня|вечера",
    "ar": "مساء|ظهرا|بعد الظهر|م(?!\\w)",
}


_OTHER_MONTHS: Mapping[str, dict[str, int]] = {
    "ar": {"يونيه": 6, "يوليه": 7, "أيار": 5, "آب": 8, "أيلول": 9, "كانون الثاني": 1}
    | {"كانون الأول": 12},
    "ru": {
        **{"январе": 1, "феврале": 2, "марте": 3, "апреле": 4, "мае": 5, "июне": 6, "июле": 7},
        **{"августе": 8, "сентябре": 9, "октябре": 10, "ноябре": 11, "декабре": 12},
    },
}
"""Names that CLDR lacks, and the case in which Russian says when."""
_DOTTED = {
    "es": r"(?<![\d.:])(?P<h4>\d{1,2})\.(?P<n4>\d{2})"
    r"(?=(?: ?(?:a|y|–|-)(?: las)? ?\d{1,2}[.:]\d{2})? ?(?:horas|h)(?!\w))",
    "ru": r"(?:(?<=\bв )|(?<=\bс )|(?<=\bдо ))(?P<h4>\d{1,2})\.(?P<n4>\d{2})(?![.\d])",
}
"""Hours with a point, by what stands around them."""


class _Day(NamedTuple):
    year: str
    month: int
    day: str
    """Empty for a month of a year."""


def dates(text: str, language: str) -> Iterator[Found]:
    """The dates of a comparable text, as year/month/day; the year, or the day, may be empty.

    Where Chinese names a month alone, it is found, so that its number counts as no figure.
    """
    for match in _written(language).finditer(text):
        for day in _days(match, language):
            is_certain = bool(day.day or day.year)
            stated = Stated(Kind.DATE, _reading(day), match[0].strip(" ،,"), is_certain)
            yield stated, match.span()
    for match in _NUMERIC.finditer(text):
        found = frozenset().union(*map(_reading, _numeric(match)))
        if found:
            yield Stated(Kind.DATE, found, match[0]), match.span()


def _reading(day: _Day) -> frozenset[str]:
    return frozenset({f"{day.year}/{day.month}/{day.day}"})


def _numeric(match: re.Match[str]) -> list[_Day]:
    """What digits alone may mean: day and month come in either order but in ISO 8601."""
    if match["year"]:
        return [_Day(match["year"], int(match["month"]), str(int(match["day"])))]
    first, second, year = int(match["first"]), int(match["second"]), match["last"]
    either = [_Day(year, second, str(first)), _Day(year, first, str(second))]
    return [day for day in either if 1 <= day.month <= 12]


def _days(match: re.Match[str], language: str) -> Iterator[_Day]:
    """The days of one expression: "27–29 June 2022" is two."""
    parts = {name: value for name, value in match.groupdict().items() if value}
    read = _han if language == "zh" else int
    year = next((parts[name] for name in ("y1", "y2", "y3") if name in parts), "")
    year = "".join(_HAN_DIGITS.get(character, character) for character in year)
    first = next(_month(parts[name], language) for name in ("m1", "m2", "m3") if name in parts)
    days = [parts[name] for name in ("d1", "d2", "d3", "d4") if name in parts]
    for place, day in enumerate(days or [""]):
        crosses = place and "to" in parts
        month = _month(parts["to"], language) if crosses else first
        yield _Day(year, month, str(read(day)) if day else "")


def _month(name: str, language: str) -> int:
    return _han(name) if language == "zh" else _months(language)[_plain(name)]


@cache
def _written(language: str) -> re.Pattern[str]:
    if language == "zh":
        return _written_in_chinese()
    names = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    month = f"(?:{names})"
    twice = f"(?:/{month})?" if language == "ar" else ""
    year, more = _YEAR[language], _AND[language]
    dotted = r"\.?" if language in ("fr", "ru", "es") else ""
    kinds = [
        rf"(?<!\d)(?P<d1>\d{{1,2}})(?:(?:st|nd|rd|th|er|º)?(?:{more})(?P<d2>\d{{1,2}}))?"
        rf"{_OF[language]}(?P<m1>{month}){twice}(?!\w){dotted}{_named(year, 'y1')}",
        rf"(?<!\w)(?P<m3>{month}){twice}(?: de| del|،|,)? (?P<y3>\d{{4}})(?!\d)",
    ]
    if language == "en":
        kinds.insert(
            1,
            rf"(?<!\w)(?P<m2>{month}) (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
            rf"(?:(?:[-–]| to | and )(?P<d4>\d{{1,2}}))?{_named(year, 'y2')}",
        )
    return re.compile("|".join(kinds), re.IGNORECASE)


def _written_in_chinese() -> re.Pattern[str]:
    number = rf"(?:\d{{1,2}}|[{_HAN}]{{1,3}})"
    second = rf"(?: ?(?:{_AND['zh']}) ?(?:(?P<to>{number}) ?月 ?)?(?P<d2>{number}))?"
    return re.compile(
        rf"(?:(?P<y1>\d{{4}}|[{_HAN}]{{4}}) ?年 ?)?(?<![\d{_HAN}个])(?P<m1>{number}) ?月(?!份额)"
        rf"(?: ?(?P<d1>{number})(?: ?[日号])?{second} ?[日号])?"
    )


def _named(year: str, name: str) -> str:
    return year.replace(r"(\d{4})", rf"(?P<{name}>\d{{4}})(?!\d)")


@cache
def _months(language: str) -> Mapping[str, int]:
    """The names of months, full and short, as CLDR and (in Arabic) the countries have them."""
    locales = [
        Locale(language),
        *([Locale("ar", "SY"), Locale("ar", "DZ")] if language == "ar" else []),
    ]
    found: dict[str, int] = {}
    for locale in locales:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    found.setdefault(_plain(name).rstrip("."), number)

    return found | _OTHER_MONTHS.get(language, {})


def _plain(name: str) -> str:
    return name.casefold().strip()


def _han(numeral: str) -> int:
    """A Chinese numeral below a hundred, or digits."""
    if numeral.isdigit():
        return int(numeral)
    tens, mark, units = numeral.rpartition("十")
    value = int(_HAN_DIGITS.get(units, "0"))
    return value + (int(_HAN_DIGITS.get(tens, "1")) * 10 if mark else 0)


def weekdays(text: str, language: str) -> Iterator[Found]:
    """The days of the week that a comparable text names.

    Russian "среда" is the environment as well, and Arabic "الاثنين" are two: these only answer.
    """
    for match in _weekday(language).finditer(text):
        name = _plain(match["day"])
        number = _weekday_names(language)[name]
        is_certain = not (language == "ru" and number == 2) and name != "الاثنين"
        yield Stated(Kind.WEEKDAY, frozenset({str(number)}), match["day"], is_certain), match.span()


@cache
def _weekday(language: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _weekday_names(language)), key=len, reverse=True))
    if language == "zh":
        return re.compile(f"(?P<day>{names})")
    prefix = "(?:و|ل|ب)?" if language == "ar" else ""
    return re.compile(rf"(?<!\w){prefix}(?P<day>{names})(?!\w)", re.IGNORECASE)


@cache
def _weekday_names(language: str) -> Mapping[str, int]:
    """From 0 for Monday."""
    found = {
        _plain(name): number
        for context in ("format", "stand-alone")
        for number, name in Locale(language).days[context]["wide"].items()
    }
    if language == "zh":
        return {
            f"{week}{day}": n
            for week in ("星期", "周", "礼拜")
            for n, day in enumerate("一二三四五六日")
        } | {"星期天": 6}
    if language == "ru":
        others = {"среду": 2, "среды": 2, "пятницу": 4, "пятницы": 4, "субботу": 5, "субботы": 5}
        genitive = {"понедельника": 0, "вторника": 1, "четверга": 3, "воскресенья": 6}
        return found | others | genitive
    if language == "en":
        return found | {"mondays": 0, "tuesdays": 1, "wednesdays": 2, "thursdays": 3, "fridays": 4}
    if language == "ar":
        return found | {"الثلاثاء": 1, "الأربعاء": 2, "الاثنين": 0, "الإثنين": 0}
    return found


def times(text: str, language: str) -> Iterator[Found]:
    """The hours of a comparable text, on 24-hour clocks; those on 12-hour clocks by their words."""
    for match in _time(language).finditer(text):
        parts = match.groupdict()
        hour = int(next((parts[name] for name in ("h1", "h2", "h3", "h4") if parts.get(name)), "0"))
        minute = int(
            next((parts[name] for name in ("n1", "n2", "n3", "n4") if parts.get(name)), "0")
        )
        if hour > 24 or minute > 59:
            continue
        half = parts.get("half") or parts.get("half2") or parts.get("before") or ""
        if half and _is_afternoon(half, language):
            hour += 12 if hour < 12 else 0
        elif half and hour == 12:
            hour = 0
        yield (
            Stated(Kind.TIME, frozenset({f"{hour:02}:{minute:02}"}), match[0].strip()),
            match.span(),
        )


def _is_afternoon(half: str, language: str) -> bool:
    if language == "zh":
        return half in ("下午", "晚上", "傍晚")
    return re.fullmatch(_AFTERNOON[language], half, re.IGNORECASE) is not None


@cache
def _time(language: str) -> re.Pattern[str]:
    clock = r"(?<![\d:.])(?P<h1>\d{1,2}):(?P<n1>\d{2})(?![\d:])"
    if language == "zh":
        return re.compile(
            rf"(?P<before>上午|下午|晚上|傍晚|早上|中午)?(?:{clock}|(?<!\d)(?P<h2>\d{{1,2}})[点时](?!间|期|代|候|刻)(?:(?P<n2>\d{{1,2}})分)?)"
        )
    half = rf"(?: ?(?P<half>{_FORENOON[language]}|{_AFTERNOON[language]}))"
    whole = rf"(?<![\d:.])(?P<h2>\d{{1,2}})(?:[.:](?P<n2>\d{{2}}))?{half.replace('half', 'half2')}"
    kinds = [clock + half + "?", whole]
    if language in ("fr", "es"):
        kinds.append(r"(?<![\d:.])(?P<h3>\d{1,2}) ?h(?:eures?)?(?: ?(?P<n3>\d{2}))?(?!\w)")
    if language == "ru":
        kinds.append(
            r"(?<![\d:.])(?P<h3>\d{1,2}) ?ч(?:\.|ас\w*)?(?: ?(?P<n3>\d{2}) ?мин\w*\.?)?(?!\w)"
        )
    if language in _DOTTED:
        kinds.append(_DOTTED[language])
    return re.compile("|".join(kinds), re.IGNORECASE)
