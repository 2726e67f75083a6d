"""Instants as text: date, hours and zone, in a language, as a person in that zone reads them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import pytz
from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from flask_babel import get_locale, ngettext

from dialogues.languages import countries
from dialogues.languages.rules import cldr_locale, in_a_row
from dialogues.support import clock, zones

_ARABIC_MONTHS = (
    "كانون الثاني/يناير",
    "شباط/فبراير",
    "آذار/مارس",
    "نيسان/أبريل",
    "أيار/مايو",
    "حزيران/يونيه",
    "تموز/يوليه",
    "آب/أغسطس",
    "أيلول/سبتمبر",
    "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
)
"""United Nations Arabic gives both names of a month; CLDR gives one."""

_CITY_ALONE = ("Asia/Jerusalem",)
"""Zones whose city the United Nations does not place in one country."""

_HOURS = {"ar": "من {} إلى {}"}
"""Figures around a dash change places in right-to-left text: Arabic says from when to when."""


@dataclass(frozen=True)
class ClockTime:
    """A span of time on the clocks of one zone."""

    zone: str
    zone_name: str
    """The city and country, in the reader's language; "UTC" for UTC."""
    offset: str
    """Such as ``UTC+2`` or ``UTC+5:30``, at the start of the span."""
    date: str
    """The weekday and date of the start."""
    hours: str
    """Such as ``08:00–09:30``, with the date of the end where it is another day.

    In that date a space that does not break keeps the day with its month.
    """
    starts: dt.datetime
    """Aware, in the zone."""


@lru_cache(maxsize=2048)
def clock_time(starts_at: dt.datetime, ends_at: dt.datetime, zone: str, language: str) -> ClockTime:
    """The span from ``starts_at`` to ``ends_at`` (aware instants) on the clocks of ``zone``."""
    start, end = zones.local(starts_at, zone), zones.local(ends_at, zone)
    hours = _HOURS.get(language, "{}–{}").format(f"{start:%H:%M}", f"{end:%H:%M}")
    if end.date() != start.date():
        day = _day(end, language).replace(" ", "\N{NO-BREAK SPACE}", 1)
        hours += f"（{day}）" if language == "zh" else f" ({day})"
    return ClockTime(
        zone=zone,
        zone_name=zone_name(zone, language),
        offset=utc_offset(start),
        date=date_in_words(start, language),
        hours=hours,
        starts=start,
    )


def clock_times(
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    zone: str,
    viewer_zone: str | None,
    language: str,
) -> list[ClockTime]:
    """The span for the viewer first (where known), in the session's zone, and in UTC."""
    wanted = dict.fromkeys(name for name in (viewer_zone, zone, "UTC") if name)
    return [clock_time(starts_at, ends_at, name, language) for name in wanted]


def date_in_words(day: dt.date, language: str) -> str:
    """A date with its weekday, such as "Wednesday, 30 December 2026"."""
    if language == "ar":
        weekday = format_date(day, "EEEE", locale=language)
        return f"{weekday}، {day.day} {_ARABIC_MONTHS[day.month - 1]} {day.year}"
    return format_date(day, "full", locale=cldr_locale(language))


def _day(day: dt.date, language: str) -> str:
    if language == "ar":
        return f"{day.day} {_ARABIC_MONTHS[day.month - 1]}"
    return format_skeleton("MMMMd", day, locale=cldr_locale(language))


def utc_offset(local: dt.datetime) -> str:
    """The offset of an aware wall time, such as ``UTC+2``, ``UTC−3:30`` or ``UTC``."""
    minutes = int((local.utcoffset() or dt.timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02d}" if rest else "")


def offset_now(zone: str) -> str:
    """The offset that a zone has at present, such as ``UTC+2``."""
    return utc_offset(zones.local(clock.now(), zone))


@cache
def zone_name(zone: str, language: str) -> str:
    """A zone by city and country in a language, such as "Rome (Italy)" or "罗马（意大利）"."""
    if zone in (
        "UTC",
        "Etc/UTC",
        "GMT",
        "Etc/GMT",
        "Zulu",
        "Etc/UCT",
        "UCT",
        "Universal",
    ):
        return "UTC"
    city = city_name(zone, language)
    country = zone_country(zone)
    if country not in countries.all_codes() or zone in _CITY_ALONE:
        return city
    return place_name(city, country, language)


def place_name(city: str, country: str | None, language: str) -> str:
    """A city with its country (ISO 3166-1 alpha-2) in a language, such as "Rome (Italy)"."""
    place = countries.name(country, language) if country else city
    if place == city:
        return city
    return f"{city}（{place}）" if language == "zh" else f"{city} ({place})"


@cache
def city_name(zone: str, language: str) -> str:
    """The city that names a zone, in a language where CLDR knows it."""
    canonical = _canonical(zone)
    return _cities(language).get(canonical) or canonical.rpartition("/")[2].replace("_", " ")


@cache
def zone_country(zone: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of the country that a zone belongs to."""
    return _countries_of_zones().get(_canonical(zone))


@cache
def _countries_of_zones() -> dict[str, str]:
    return {
        _canonical(zone): country
        for country, names in pytz.country_timezones.items()
        for zone in names
    }


@cache
def _cities(language: str) -> dict[str, str]:
    known = Locale.parse(language).time_zones.items()
    return {_canonical(zone): str(names["city"]) for zone, names in known if "city" in names}


def _canonical(zone: str) -> str:
    """One name for a zone that browsers, CLDR and IANA call differently, such as Asia/Calcutta."""
    return str(get_global("zone_aliases").get(zone, zone))


def one_line(starts_at: dt.datetime, ends_at: dt.datetime, zone: str, language: str) -> str:
    """A span of aware instants in one line, on the clocks of one zone."""
    span = clock_time(starts_at, ends_at, zone, language)
    return in_a_row(dict.fromkeys((span.date, span.hours, span.zone_name, span.offset)), language)


def in_text(spans: Iterable[tuple[dt.datetime, dt.datetime, str]], language: str) -> str:
    """Spans of aware instants in plain text: each on the clocks of its own zone, and in UTC.

    A date is said wherever it is another than the one said last.
    """
    said, told = "", []
    for starts_at, ends_at, zone in spans:
        parts = []
        for time in clock_times(starts_at, ends_at, zone, None, language):
            parts += [time.date] if time.date != said else []
            parts.append(f"{time.hours} {time.zone_name}")
            said = time.date
        told.append(in_a_row(parts, language))
    return " · ".join(told)


def moment(at: dt.datetime, zone: str, language: str) -> str:
    """An aware instant in one line, on the clocks of one zone."""
    local = zones.local(at, zone)
    day, hour = date_in_words(local, language), f"{local:%H:%M}"
    place = dict.fromkeys((zone_name(zone, language), utc_offset(local)))
    return in_a_row((day, hour, *place), language)


def duration(minutes: int) -> str:
    """A length of time in the current locale's words, such as "2 days 3 hours 5 minutes"."""
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = (
        ngettext("%(num)s day", "%(num)s days", days) if days else "",
        ngettext("%(num)s hour", "%(num)s hours", hours) if hours else "",
        ngettext("%(num)s minute", "%(num)s minutes", minutes) if minutes else "",
    )
    joined_by = {"ar": " و", "zh": ""}.get(str(get_locale()), " ")
    return joined_by.join(part for part in parts if part)
