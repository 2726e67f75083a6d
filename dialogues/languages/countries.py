"""Countries and areas of UN M49: names in the six languages, order, groups, main zones.

Names are CLDR's, except where the United Nations' own differ: ``data/README.md`` says whence.
"""

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pytz
from babel import Locale

from dialogues.languages.rules import LANGUAGES
from dialogues.support.refusals import N_

NO_OPINION = N_(
    "The names used do not imply any opinion of the United Nations on the legal status of "
    "any country, territory, city or area."
)
"""M49's note, to be shown wherever people choose from these names."""

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


@dataclass(frozen=True)
class Country:
    """A country or area, with the groups that the United Nations counts it among."""

    alpha2: str
    m49: str
    region: str
    subregion: str
    is_ldc: bool
    is_lldc: bool
    is_sids: bool


@cache
def by_code() -> dict[str, Country]:
    """All countries and areas by ISO 3166-1 alpha-2 code."""
    return {
        row["alpha2"]: Country(
            alpha2=row["alpha2"],
            m49=row["m49"],
            region=row["region"],
            subregion=row["subregion"],
            is_ldc=row["ldc"] == "x",
            is_lldc=row["lldc"] == "x",
            is_sids=row["sids"] == "x",
        )
        for row in _rows("countries.csv")
    }


@cache
def all_codes() -> tuple[str, ...]:
    """The alpha-2 codes of all countries and areas, in alphabetical order."""
    return tuple(sorted(by_code()))


def name(code: str, language: str) -> str:
    """The name of a country or area in a language; ``KeyError`` for a code that M49 lacks."""
    return _names(language)[code]


@cache
def sorted_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Pairs of code and name, in the order in which readers of the language look names up."""
    return tuple(sorted(_names(language).items(), key=lambda pair: _order(pair[1], language)))


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


def _order(text: str, language: str) -> tuple[object, ...]:
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
