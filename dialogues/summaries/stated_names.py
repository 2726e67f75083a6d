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
_ARABIC_NAMES = {"sw": "سواحيلية"}
_ZONES = {
    **{"CET": "Europe/Paris", "CEST": "Europe/Paris", "EET": "Europe/Athens"},
    **{"EEST": "Europe/Athens", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon"},
    **{"EAT": "Africa/Nairobi", "CAT": "Africa/Maputo", "WAT": "Africa/Lagos"},
    **{"EST": "America/New_York", "EDT": "America/New_York", "MSK": "Europe/Moscow"},
    **{"UTC": "UTC", "GMT": "Africa/Abidjan"},
}
_SUMMER = {"CEST", "EEST", "WEST", "EDT"}
_OTHER_ZONES: Mapping[str, tuple[str, ...]] = {
    "UTC": (
        *("(?-i:ВСКВ|TUC)", r"всемирн\w+ (?:координированн\w+ )?врем\w+"),
        *("temps universel(?: coordonné)?", "(?:tiempo|hora) universal(?: coordinad[oa])?"),
        *("(?:世界协调|协调世界)时间?", "التوقيت العالمي(?: المنسق)?"),
    ),
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
    "city_rome": (
        *("Rome time", "heure de Rome", "hora de Roma", "罗马(?:当地)?时间", "توقيت روما"),
        r"римск\w+ врем\w+",
    ),
    "city_geneva": (
        *("Geneva time", "heure de Genève", "hora de Ginebra", "日内瓦(?:当地)?时间"),
        *("توقيت جنيف", r"женевск\w+ врем\w+"),
    ),
    "city_new_york": (
        *("New York time", "heure de New York", "hora de Nueva York", "纽约(?:当地)?时间"),
        *("توقيت نيويورك", r"нью-йоркск\w+ врем\w+"),
    ),
    "city_nairobi": (
        *("Nairobi time", "heure de Nairobi", "hora de Nairobi", "内罗毕(?:当地)?时间"),
        *("توقيت نيروبي", r"времен\w+ (?:в )?Найроби"),
    ),
}
_CUES = {
    "en": (r"\blanguages?\b|interpret|translat|spoken", r"\b(?:in|with|into|from) "),
    "fr": ("langue|interpr|tradu", r"\b(?:en |avec (?:le |l[’'])?|vers le )"),
    "es": ("idioma|lengua|interpret|tradu", r"\b(?:en|con|al?) "),
    "ru": ("язык|перевод", r"\b(?:на|с) "),
    "ar": ("لغ[ةا]|لغت|ترجم", r"(?<!\w)(?:مع |إلى |(?=ب))"),
}
"""Words that say that languages are meant; and words before a name that say so."""
_SENTENCE = re.compile(r"[^\n.!?;。！？；؟؛]+")
_ALL_BUT_AND = re.compile(r"(?!(?:and|et|y|и)\b|و\b)[^\W\d_]+")
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
    for code in sorted({*_ZONES, *_OTHER_ZONES}, key=lambda code: (code not in _SUMMER, code)):
        names = "|".join(("", *_long_names(code, language), *_OTHER_ZONES.get(code, ())))
        kinds.append(rf"(?P<{code}>(?<![A-Za-z])(?-i:{code})(?![A-Za-z]){names})")
    return re.compile("|".join(kinds), re.IGNORECASE)


def _long_names(code: str, language: str) -> list[str]:
    """What CLDR calls a zone, where that says that it is a time, and in which half of the year."""
    if code not in _ZONES:
        return []
    both = [
        get_timezone_name(_ZONES[code], zone_variant=variant, locale=Locale(language))
        for variant in ("standard", "daylight")
    ]
    name = both[code in _SUMMER]
    is_place = language == "ru" and "врем" not in name.casefold()
    is_same = code in (*_SUMMER, "CET", "EET", "WET", "EST") and both[0] == both[1]
    return [] if is_place or is_same else [re.escape(name)]


def languages(text: str, language: str) -> Iterator[Found]:
    """The languages that a comparable text names in a sentence, once each.

    Most are names of peoples as well ("the Chinese and French governments"), so that they only
    answer what another text says for certain, unless it names several there and speaks of
    languages, or of nothing else.
    """
    for sentence in _SENTENCE.finditer(text):
        words, start = sentence[0], sentence.start()
        matches = {str(each.lastgroup): each for each in _language_names(language).finditer(words)}
        is_certain = len(matches) > 1 and _is_about_languages(words, language)
        for code, match in matches.items():
            stated = Stated(Kind.LANGUAGE, frozenset({code}), match[0], is_certain)
            yield stated, (start + match.start(), start + match.end())


def _is_about_languages(sentence: str, language: str) -> bool:
    if language == "zh" or _about_languages(language).search(sentence):
        return True
    return not _ALL_BUT_AND.search(_language_names(language).sub("", sentence))


@cache
def _about_languages(language: str) -> re.Pattern[str]:
    words, before = _CUES[language]
    return re.compile(f"{words}|(?:{before})(?:{_language_names(language).pattern})", re.IGNORECASE)


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
        names = "|".join(
            filter(None, (re.escape(name.removeprefix("ال")), _ARABIC_NAMES.get(code)))
        )
        return rf"(?<!\w)(?:و|ب|ف|ك)*(?:ال|لل)?(?:{names})(?!\w)"
    if (language, code) == ("en", "ru"):
        return r"(?<!\w)Russian(?! Federation)(?!\w)"
    return rf"(?<!\w){re.escape(name)}(?!\w)"
