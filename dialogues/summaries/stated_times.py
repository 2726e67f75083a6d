"""Hours of the day in a text, in the words of the six languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dialogues.summaries.han_numbers import HAN, value_of
from dialogues.summaries.stated import Found, Kind, Stated
from dialogues.summaries.stated_dates import AND

_FORENOON = {
    "en": r"a\.?m\.?",
    "fr": "du matin",
    "es": r"a\. ?m\.|de la mañana",
    "ru": "утра",
    "ar": r"صباحا|ص(?!\w)",
    "zh": "上午|早上|早晨|清晨|凌晨",
}
_AFTERNOON = {
    "en": r"p\.?m\.?|noon",
    "fr": "de l[’']après-midi|du soir",
    "es": r"p\. ?m\.|de la tarde|de la noche",
    "ru": "дня|вечера",
    "ar": r"مساء|ظهرا|بعد الظهر|م(?!\w)",
    "zh": "下午|晚上|傍晚|晚间|中午",
}
_NOON = {
    "en": "noon|midday",
    "fr": "midi",
    "es": "mediod[ií]a",
    "ru": "полдень|полудня",
    "ar": "ظهرا?",
    "zh": "中午",
}
_HOURS = {"fr": "h(?:eures?)?", "es": "h(?:oras?)?", "ru": r"ч(?:\.|ас\w*)?"}
"""What stands after an hour, and after a number of hours as well."""
_AT = {"fr": "à |dès |vers ", "es": "las ", "ru": "в |к "}
"""Before what is an hour."""
_ARABIC_HOURS = (
    *("الواحدة", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة"),
    *("التاسعة", "العاشرة", "الحادية عشرة", "الثانية عشرة"),
)
_PARTS = {" والنصف": 30, " والربع": 15, "半": 30, "一刻": 15, "三刻": 45}
_CLOCK = r"(?<![\d:.])(?P<h1>\d{1,2}):(?P<n1>\d{2})(?![\d:])"


@dataclass(frozen=True)
class _Hour:
    hour: int
    minute: int
    half: bool | None
    """Whether it is said to be after noon; None where nothing is said."""
    is_of_day: bool
    """Otherwise it may be a number of hours."""
    written: str
    span: tuple[int, int]

    @property
    def is_on_short_clock(self) -> bool:
        """Whether its half of the day is left to other words."""
        return self.half is None and 0 < self.hour <= 12


def times(text: str, language: str) -> Iterator[Found]:
    """The hours of a comparable text, on 24-hour clocks; those on 12-hour clocks by their words.

    Of "from 4 to 5.30 p.m." both are in the afternoon. "3 heures" are three o'clock or three
    hours: without other words they only answer, as a time and as a figure. So does "noon".
    """
    hours = [hour for match in _time(language).finditer(text) if (hour := _hour(match, language))]
    for number, hour in enumerate(hours):
        beside = [
            other
            for other in hours[max(number - 1, 0) : number + 2]
            if other is not hour and _is_range(text, hour, other, language)
        ]
        yield from _stated(hour, beside)
    for match in re.finditer(_NOON[language], text, re.IGNORECASE):
        if not any(hour.span[0] <= match.start() < hour.span[1] for hour in hours):
            yield Stated(Kind.TIME, frozenset({"12:00"}), match[0], is_certain=False), match.span()


def _stated(hour: _Hour, beside: list[_Hour]) -> Iterator[Found]:
    is_of_day = hour.is_of_day or any(other.is_of_day for other in beside)
    clock = {hour.hour + 12 * (hour.half is True and hour.hour < 12)}
    if hour.half is False and hour.hour == 12:
        clock = {0}
    if hour.is_on_short_clock and any(other.half is not None for other in beside):
        clock |= {hour.hour % 12 + 12}
    readings = frozenset(f"{each:02}:{hour.minute:02}" for each in clock)
    yield Stated(Kind.TIME, readings, hour.written, is_of_day), hour.span
    if not is_of_day:
        number = frozenset({str(hour.hour)})
        yield Stated(Kind.FIGURE, number, hour.written, is_certain=False), hour.span


def _is_range(text: str, one: _Hour, other: _Hour, language: str) -> bool:
    first, second = sorted((one.span, other.span))
    between = text[first[1] : second[0]].strip()
    ands = "|".join(each.strip() for each in AND[language].split("|"))
    return re.fullmatch(rf"(?:{ands})(?: ?(?:las|الساعة))?", between) is not None


def _hour(match: re.Match[str], language: str) -> _Hour | None:
    parts = {name[0]: value for name, value in match.groupdict().items() if value}
    hour = _ARABIC_HOURS.index(parts["w"]) + 1 if "w" in parts else value_of(parts["h"])
    minute = value_of(parts["n"]) if "n" in parts else _PARTS.get(parts.get("q", ""), 0)
    if hour > 24 or minute > 59:
        return None
    half = parts.get("p")
    is_after = re.fullmatch(_AFTERNOON[language], half, re.IGNORECASE) if half else None
    is_of_day = "d" not in parts or bool({"n", "p", "a"} & set(parts)) or 13 <= hour < 24
    return _Hour(
        hour,
        minute,
        is_after is not None if half else None,
        is_of_day,
        match[0].strip(),
        match.span(),
    )


@cache
def _time(language: str) -> re.Pattern[str]:
    """Groups: hour, minutes, part of an hour, half of the day, at; duration where that may be."""
    if language == "zh":
        return _time_in_chinese()
    half = f"{_FORENOON[language]}|{_AFTERNOON[language]}"
    short = r"(?<![\d:.,])(?P<h{0}>\d{{1,2}})(?:[.:](?P<n{0}>\d{{2}}))?"
    kinds = [f"{_CLOCK}(?: ?(?P<p1>{half}))?", f"{short.format(2)} ?(?P<p2>{half})"]
    after = rf"(?:{AND[language]})\d{{1,2}}(?:[.:]\d{{2}})? ?"
    if language in _HOURS:
        unit = _HOURS[language]
        kinds += [
            rf"(?P<a3>{_AT[language]})?(?<![\d:.,])(?P<h3>\d{{1,2}}) ?(?P<d3>{unit})"
            rf"(?: ?(?P<n3>\d{{2}})(?: ?мин\w*\.?)?)?(?!\w)(?: (?P<p3>{half}))?",
            rf"(?P<a4>{_AT[language]})?(?<![\d:.,])(?P<h4>\d{{1,2}})(?={after}(?P<d4>{unit})(?!\w))",
        ]
    if language in _DOTTED:
        kinds.append(_DOTTED[language])
    if language == "ar":
        named = "|".join(sorted(_ARABIC_HOURS, key=len, reverse=True))
        part = "|".join(each for each in _PARTS if each.startswith(" "))
        kinds += [
            r"(?<=الساعة )(?P<h6>\d{1,2})(?!\d)",
            rf"(?<=الساعة )(?P<w7>{named})(?P<q7>{part})?(?: (?P<p7>{half}))?",
        ]
    kinds.append(rf"{short.format(8)}(?={after}(?:{half}))")
    return re.compile("|".join(kinds), re.IGNORECASE)


_DOTTED = {
    "es": r"(?<![\d.:])(?P<h5>\d{1,2})\.(?P<n5>\d{2})"
    r"(?=(?: ?(?:a|y|–|-)(?: las)? ?\d{1,2}[.:]\d{2})? ?\(?(?:horas|h|UTC|GMT|CES?T|HAEC)(?!\w))",
    "ru": r"(?:(?<=\bв )|(?<=\bс )|(?<=\bдо ))(?P<h5>\d{1,2})\.(?P<n5>\d{2})(?![.\d])",
}
"""Hours with a point, by what stands around them."""


def _time_in_chinese() -> re.Pattern[str]:
    """点 counts points as well, and numerals much else: other words must say that it is an hour."""
    number, half = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})", f"{_FORENOON['zh']}|{_AFTERNOON['zh']}"
    not_more = "(?!间|期|代|候|刻|段|区|差|常|不)"
    minutes = rf"(?:(?P<n_>{number})分|(?P<q_>半|[一三]刻)|整|钟)"
    return re.compile(
        rf"(?P<p1>{half})? ?{_CLOCK}"
        rf"|(?P<p2>{half}) ?(?P<h2>{number})[点时]{not_more}{minutes.replace('_', '2')}?"
        rf"|(?<!\d)(?P<h3>\d{{1,2}})时{not_more}{minutes.replace('_', '3')}?"
        rf"|(?<![\d{HAN}第])(?P<h4>{number})[点时]{minutes.replace('_', '4')}"
        rf"|(?<=[时点分半整钟][至到—–~-])(?P<h5>{number})[点时]{not_more}"
    )
