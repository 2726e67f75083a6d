"""Links, addresses, zones and names of languages in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from urllib.parse import unquote, urlsplit

from babel import Locale
from babel.dates import get_timezone_name

from dialogues.languages.rules import LANGUAGES
from dialogues.summaries.stated import Found, Kind, Stated

_NAMED = ("ar", "zh", "en", "fr", "ru", "es", "pt", "de", "it", "ja", "ko", "hi", "sw", "vi", "id")
"""The languages whose names are looked for: those of the United Nations, and others of meetings."""
_ENDINGS = {"ru": "(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их|ими)"}
_HAN_NAMES = {
    **{"ar": "阿拉伯文|阿文", "zh": "中文|汉语|华语", "en": "英文", "fr": "法文"},
    **{"ru": "俄文", "es": "西班牙文|西文"},
}
_ZONES = {
    **{"CET": "Europe/Paris", "CEST": "Europe/Paris", "EET": "Europe/Athens"},
    **{"EEST": "Europe/Athens", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon"},
    **{"EAT": "Africa/Nairobi", "CAT": "Africa/Maputo", "WAT": "Africa/Lagos"},
    **{"EST": "America/New_York", "EDT": "America/New_York", "MSK": "Europe/Moscow"},
    **{"UTC": "UTC", "GMT": "Africa/Abidjan"},
}
_SUMMER = {"CEST", "EEST", "WEST", "EDT"}
_OTHER_ZONES: Mapping[str, tuple[str, ...]] = {
    "UTC": ("ВСКВ",),
    "CEST": (
        *(
            "(?-i:HAEC)",
            "(?-i:ЦЕЛВ)",
            r"центральноевропейск\w+ летн\w+ врем\w+",
            "توقيت وسط أوروبا الصيفي",
        ),
        *("欧洲中部夏令时间?", "中欧夏令时间?", "中欧夏时制"),
    ),
    "CET": (
        *("(?-i:HEC)", r"центральноевропейск\w+ врем\w+", "توقيت وسط أوروبا(?! الصيفي)"),
        *("欧洲中部时间", "中欧时间"),
    ),
}
_LANGUAGE_IN_ADDRESS = re.compile(
    rf"(?<=[/.=_-])(?:{'|'.join(LANGUAGES)})(?=[/.&_-]|$)|(?<=//)(?:{'|'.join(LANGUAGES)})(?=\.)"
)


def links(addresses: Iterable[str]) -> Iterator[Stated]:
    """Where links lead. The same page in another language, as its address says, is the same."""
    for address in addresses:
        if address.startswith("mailto:"):
            value = unquote(address.removeprefix("mailto:")).partition("?")[0].casefold()
            yield Stated(Kind.ADDRESS, frozenset({value}), value)
        else:
            yield Stated(Kind.LINK, frozenset({_without_language(address)}), address)


def _without_language(address: str) -> str:
    parts = urlsplit(address)
    rest = f"{parts.path}?{parts.query}#{parts.fragment}".rstrip("#?/")
    host = (parts.hostname or "").removeprefix("www.")
    return _LANGUAGE_IN_ADDRESS.sub("*", f"//{host}{rest}")


def zones(text: str, language: str) -> Iterator[Found]:
    """The zones that a comparable text names, once each."""
    seen = set()
    for match in _zone_names(language).finditer(text):
        code = str(match.lastgroup)
        if code not in seen:
            seen.add(code)
            yield Stated(Kind.ZONE, frozenset({code}), match[0]), match.span()


@cache
def _zone_names(language: str) -> re.Pattern[str]:
    kinds = []
    # The longer names first: that of summer begins in Arabic like the other.
    for code in sorted(_ZONES, key=lambda code: code not in _SUMMER):
        names = "|".join(("", *_long_names(code, language), *_OTHER_ZONES.get(code, ())))
        kinds.append(rf"(?P<{code}>(?<![A-Za-z])(?-i:{code})(?![A-Za-z]){names})")
    return re.compile("|".join(kinds), re.IGNORECASE)


def _long_names(code: str, language: str) -> list[str]:
    """What CLDR calls a zone, where that says that it is a time, and in which half of the year."""
    both = [
        get_timezone_name(_ZONES[code], zone_variant=variant, locale=Locale(language))
        for variant in ("standard", "daylight")
    ]
    name = both[code in _SUMMER]
    is_place = language == "ru" and "врем" not in name.casefold()
    is_same = code in (*_SUMMER, "CET", "EET", "WET", "EST") and both[0] == both[1]
    return [] if is_place or is_same else [re.escape(name)]


def languages(text: str, language: str) -> Iterator[Found]:
    """The languages that a comparable text names on a line, once each.

    A line that names one alone may speak of a country ("the French presidency"): that only
    answers what another text says for certain.
    """
    start = 0
    for line in text.split("\n"):
        matches = {str(each.lastgroup): each for each in _language_names(language).finditer(line)}
        for code, match in matches.items():
            stated = Stated(Kind.LANGUAGE, frozenset({code}), match[0], len(matches) > 1)
            yield stated, (start + match.start(), start + match.end())
        start += len(line) + 1


@cache
def _language_names(language: str) -> re.Pattern[str]:
    names: Mapping[str, str] = Locale(language).languages
    kinds = [f"(?P<{code}>{_name(names[code], code, language)})" for code in _NAMED]
    return re.compile("|".join(kinds), re.IGNORECASE)


def _name(name: str, code: str, language: str) -> str:
    if language == "zh":
        return "|".join(filter(None, (re.escape(name), _HAN_NAMES.get(code, ""))))
    if language == "ru":
        stem = name.removesuffix("ий")
        return rf"(?<!\w){re.escape(stem)}{_ENDINGS['ru']}?(?!\w)"
    if language == "ar":
        return rf"(?<!\w)(?:و|ب|ف|ك)*(?:ال|لل)?{re.escape(name.removeprefix('ال'))}(?!\w)"
    return rf"(?<!\w){re.escape(name)}(?!\w)"
