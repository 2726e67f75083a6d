"""What templates may call: languages, names, times and addresses, in the page's language."""

import datetime as dt
import re
from typing import Any, Protocol
from urllib.parse import urlencode

from flask import Flask, g, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from dialogues.config import settings
from dialogues.languages import countries, names, rules, times
from dialogues.support.texts import beginning
from dialogues.web import static_files
from dialogues.web.addresses import (
    LANGUAGE_COOKIE,
    absolute,
    current_language,
    in_language,
    viewer_zone,
    webcal,
)
from dialogues.web.guards import may_open


class Timed(Protocol):
    """What has a place in time: a session."""

    @property
    def starts_at(self) -> dt.datetime:
        """The aware instant of the start."""

    @property
    def ends_at(self) -> dt.datetime:
        """The aware instant of the end."""

    @property
    def zone(self) -> str:
        """The IANA zone that the session was planned in."""


def connect(app: Flask) -> None:
    """Give templates these functions, ``language`` and ``direction_of_page``."""
    static_files.connect(app)
    app.jinja_env.filters["beginning"] = beginning
    app.jinja_env.globals.update(
        LANGUAGES=rules.LANGUAGES,
        LANGUAGE_COOKIE=LANGUAGE_COOKIE,
        endonym=rules.ENDONYMS.__getitem__,
        direction=rules.direction,
        language_name=language_name,
        in_a_row=lambda parts: rules.in_a_row(parts, current_language()),
        country_name=country_name,
        zone_name=zone_name,
        static_url=static_files.static_url,
        absolute=absolute,
        page_in=page_in,
        page_path=page_path,
        canonical_path=canonical_path,
        in_language=in_language,
        viewer_zone=viewer_zone,
        clock_times=clock_times,
        times_in_text=times_in_text,
        utc_offset_now=utc_offset_now,
        date_text=date_text,
        moment=moment,
        zoned=zoned,
        csrf_token=generate_csrf,
        contact_address=lambda: settings().mail_from,
        current_language=current_language,
        with_strong=with_strong,
        webcal=webcal,
        may_open=may_open,
    )
    app.context_processor(_language_of_page)


def _language_of_page() -> dict[str, Any]:
    language = current_language()
    return {"language": language, "direction_of_page": rules.direction(language)}


def language_name(language: str) -> str:
    """A language by its name in the page's language."""
    return names.language_name(language, current_language())


def country_name(code: str) -> str:
    """A country or area by its UN name in the page's language; the code where it has none."""
    return countries.name(code, current_language()) if code in countries.all_codes() else code


def zone_name(zone: str) -> str:
    """A zone by city and country in the page's language."""
    return times.zone_name(zone, current_language())


def utc_offset_now(zone: str) -> str:
    """The offset that a zone has today, such as ``UTC+2``."""
    return times.offset_now(zone)


def clock_times(session: Timed) -> list[times.ClockTime]:
    """When a session is: for the viewer (where known), in its own zone, and in UTC."""
    return times.clock_times(
        session.starts_at, session.ends_at, session.zone, viewer_zone(), current_language()
    )


def times_in_text(*sessions: Timed) -> str:
    """When sessions are, in plain text: each in its own zone and in UTC, whoever looks."""
    spans = ((one.starts_at, one.ends_at, one.zone) for one in sessions)
    return times.in_text(spans, current_language())


def date_text(day: dt.date) -> str:
    """A date, or the date of a datetime on its own clock, written out with its weekday."""
    return times.date_in_words(day, current_language())


def moment(at: dt.datetime, zone: str) -> str:
    """An aware instant in one line, on the clocks of ``zone``."""
    return times.moment(at, zone, current_language())


def zoned(endpoint: str, **values: Any) -> str:
    """``url_for``, carrying on the viewer's zone."""
    zone = viewer_zone()
    return url_for(endpoint, **values, zone=zone) if zone else url_for(endpoint, **values)


def with_strong(sentence: str) -> Markup:
    """A sentence of the catalogue with what stands between ``**`` in bold: a button's words."""
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(sentence))))


def page_path() -> str:
    """The address of this page, with the arguments that it depends on but without the zone."""
    return _here(_arguments(with_zone=False))


def canonical_path() -> str:
    """The one address of this page in its language: without what it does not depend on."""
    known = g.get("known_arguments", ())
    return _here({name: value for name, value in _arguments(False).items() if name in known})


def page_in(language: str, with_zone: bool = True) -> str:
    """The address of this page in another language; its start page where this one has none."""
    if request.endpoint is None or "language" not in _parts():
        return url_for("publishing.home", language=language)
    return _here(_arguments(with_zone), language=language)


def _here(arguments: dict[str, Any], **values: str) -> str:
    if request.endpoint is None:
        return request.path
    path = url_for(request.endpoint, **{**(request.view_args or {}), **values})
    # Not as arguments of url_for: a stranger may have named one "endpoint".
    return f"{path}?{urlencode(arguments, doseq=True, safe='/')}" if arguments else path


def _arguments(with_zone: bool) -> dict[str, Any]:
    known: frozenset[str] | None = g.get("known_arguments")
    return {
        name: values
        for name, values in request.args.to_dict(flat=False).items()
        if name not in _parts()
        if known is None or name in known
        if name != "zone"
    } | ({"zone": viewer_zone()} if with_zone and viewer_zone() else {})


def _parts() -> set[str]:
    return request.url_rule.arguments if request.url_rule else set()
