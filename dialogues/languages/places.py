"""Time zones found by what people call them: cities and countries, in any of the six languages."""

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pytz

from dialogues.languages import countries, times
from dialogues.languages.rules import LANGUAGES

MOST = 40


@dataclass(frozen=True)
class Place:
    """A city that people look their time up by."""

    zone: str
    name: str
    """City and country, in the reader's language."""


def find(query: str, language: str) -> list[Place]:
    """Up to :data:`MOST` places whose city or country is called ``query``, in any language.

    Without regard to case, accents and the Arabic article; cities before countries, names that
    start so before those that contain it.
    """
    wanted = _plain(query)
    if not wanted:
        return []
    ranked = sorted(
        (rank, _shown(index, language), index)
        for index, entry in enumerate(_entries())
        if (rank := entry.rank(wanted)) is not None
    )
    found = [Place(_entries()[index].zone, shown) for _rank, shown, index in ranked]
    return list(dict.fromkeys(found))[:MOST]


def well_known(language: str) -> list[Place]:
    """The cities of the United Nations' main offices and regional commissions."""
    offices = ("ADD", "BKK", "BEY", "GVA", "NBO", "NYC", "ROM", "SCL", "VIE")
    by_key = {entry.key: index for index, entry in enumerate(_entries()) if entry.key}
    indices = [by_key[office] for office in offices]
    return sorted(
        (Place(_entries()[index].zone, _shown(index, language)) for index in indices),
        key=lambda place: place.name,
    )


@dataclass(frozen=True)
class _Entry:
    """A city: its zone, its country, its names by language and what a search compares."""

    zone: str
    country: str | None
    names: dict[str, str]
    city_words: tuple[str, ...]
    country_words: tuple[str, ...]
    key: str = ""

    def rank(self, wanted: str) -> int | None:
        for rank, matches in enumerate(
            (
                any(word.startswith(wanted) for word in self.city_words),
                any(word.startswith(wanted) for word in self.country_words),
                any(f" {wanted}" in word for word in (*self.city_words, *self.country_words)),
                len(wanted) > 1
                and any(wanted in word for word in (*self.city_words, *self.country_words)),
            )
        ):
            if matches:
                return rank
        return None


@cache
def _entries() -> tuple[_Entry, ...]:
    of_zones = [
        _entry(zone, code, {name: times.city_name(zone, name) for name in LANGUAGES}, ident=zone)
        for code, zones in pytz.country_timezones.items()
        for zone in zones
    ]
    text = files(__package__).joinpath("data", "cities.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    of_cities = [
        _entry(row["zone"], row["country"], {name: row[name] for name in LANGUAGES}, row["key"])
        for row in rows
    ]
    utc = _entry("UTC", None, dict.fromkeys(LANGUAGES, "UTC"))
    return (*of_cities, *of_zones, utc)


def _entry(
    zone: str, code: str | None, names: dict[str, str], key: str = "", ident: str = ""
) -> _Entry:
    known = code if code in countries.all_codes() else None
    called = [countries.name(known, language) for language in LANGUAGES] if known else []
    return _Entry(
        zone=zone,
        country=known,
        names=names,
        city_words=_words((*names.values(), ident.rpartition("/")[2].replace("_", " "))),
        country_words=_words((*called, known or "")),
        key=key,
    )


def _words(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(plain for name in names if (plain := _plain(name))))


@cache
def _shown(index: int, language: str) -> str:
    entry = _entries()[index]
    return times.place_name(entry.names[language], entry.country, language)


_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "ؤ": "و", "ئ": "ي"})


def _plain(text: str) -> str:
    """``text`` without case, accents, punctuation and the Arabic article."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_ARABIC).casefold())
    letters = "".join(
        letter if letter.isalnum() else " "
        for letter in decomposed
        if not unicodedata.combining(letter)
    )
    return " ".join(word.removeprefix("ال") or word for word in letters.split())
