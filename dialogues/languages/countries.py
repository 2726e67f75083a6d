"""Countries and areas of UN M49: names in the six languages, order, main zones.

Names are CLDR's, except where the United Nations' own differ: ``data/README.md`` says whence.
"""

import csv
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import pytz
from babel import Locale

from dialogues.languages.rules import LANGUAGES

# Where pytz's first zone of a country is not the one that its capital or most people use.
_MAIN_ZONES = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "BV": "Europe/Oslo",
    "CA": "America/Toronto",
    "FM": "Pacific/Pohnpei",
    "HM": "Australia/Perth",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}
# GB 2312 orders its common characters by pinyin; these rarer ones are given a homophone.
_PINYIN_STAND_INS = str.maketrans({"瑙": "脑", "斐": "非", "汶": "问"})


REGIONS = {
    "Africa": "002",
    "Americas": "019",
    "Asia": "142",
    "Europe": "150",
    "Oceania": "009",
}
"""The regions of M49, and the codes that they have there and in CLDR."""


def region_of(code: str) -> str:
    """The region of a country or area, one of :data:`REGIONS`; empty for Antarctica."""
    return _regions()[code]


def in_region(region: str) -> tuple[str, ...]:
    """The codes of the countries and areas of a region."""
    return tuple(code for code, name in _regions().items() if name == region)


def region_name(region: str, language: str) -> str:
    """The name of a region in a language."""
    return str(Locale.parse(language).territories[REGIONS[region]])


@cache
def _regions() -> dict[str, str]:
    return {row["alpha2"]: row["region"] for row in _rows("countries.csv")}


@cache
def all_codes() -> tuple[str, ...]:
    """The alpha-2 codes (ISO 3166-1) of all countries and areas, in alphabetical order."""
    return tuple(sorted(row["alpha2"] for row in _rows("countries.csv")))


def name(code: str, language: str) -> str:
    """The name of a country or area in a language; ``KeyError`` for a code that M49 lacks."""
    return _names(language)[code]


@cache
def sorted_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Pairs of code and name, in the order in which readers of the language look names up."""
    return tuple(sorted(_names(language).items(), key=lambda pair: looked_up(pair[1], language)))


def in_order_of_names(codes: Iterable[str], language: str) -> list[str]:
    """Some codes, in the order in which readers of the language look names up."""
    wanted = set(codes)
    return [code for code, _name in sorted_choices(language) if code in wanted]


def main_zone(code: str) -> str:
    """The IANA zone of a country's capital or of most of its people; UTC where there is none."""
    if code in _MAIN_ZONES:
        return _MAIN_ZONES[code]
    zones: list[str] = pytz.country_timezones.get(code, ["UTC"])
    return zones[0]


@cache
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    own = _un_names()[language]
    return {code: own.get(code) or str(territories[code]) for code in all_codes()}


@cache
def _un_names() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for row in _rows("un_names.csv"):
        names[row["language"]][row["alpha2"]] = row["name"]
    return names


def _rows(file: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("data", file).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def looked_up(text: str, language: str) -> tuple[object, ...]:
    """By what readers of a language order names in a list."""
    if language == "zh":
        return (text.translate(_PINYIN_STAND_INS).encode("gb18030"),)
    if language == "ar":
        # The United Nations' lists look names up without the article.
        text = text.removeprefix("ال")
    plain = "".join(
        # These letters have places of their own in their alphabets.
        letter if letter in "йñ" else unicodedata.normalize("NFKD", letter)[0]
        for letter in text.casefold()
    )
    words = "".join(letter if letter.isalnum() else " " for letter in plain)
    return (words.replace("ñ", "n~").split(), text)
