"""Days of the week in a text, in the words of the six languages."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale

from dialogues.summaries.stated import Found, Kind, Stated

_ARABIC_DAYS = {
    "الاثنين": 0,
    **{"اثنين": 0, "ثلاثاء": 1, "أربعاء": 2, "خميس": 3, "جمعة": 4, "سبت": 5},
}
"""Those that are other words, too: without the article they are names, and numbers."""


def weekdays(text: str, language: str) -> Iterator[Found]:
    """The days of the week that a comparable text names.

    Russian "среда" is the environment as well, and Arabic "الاثنين" are two: these only answer.
    """
    for match in _weekday(language).finditer(text):
        name = match["day"].casefold()
        number = _weekday_names(language)[name]
        is_certain = not (language == "ru" and number == 2) and name not in _ARABIC_DAYS
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
        name.casefold(): number
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
        return found | {"الثلاثاء": 1, "الأربعاء": 2, "الإثنين": 0} | _ARABIC_DAYS
    return found
