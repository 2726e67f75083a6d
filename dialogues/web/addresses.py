"""Addresses: the language prefix, what a visitor without one prefers, ways back that stay here."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Flask, abort, g, request

from dialogues.config import settings
from dialogues.languages.rules import LANGUAGES
from dialogues.support import zones

PREFIX = "/<any({}):language>".format(",".join(LANGUAGES))
LANGUAGE_COOKIE = "language"
_LAST_PAGE = 1_000_000


def prefixed_pages(name: str, import_name: str, path: str = "") -> Blueprint:
    """A blueprint whose addresses start with a language; ``g.language`` holds it."""
    return Blueprint(name, import_name, url_prefix=PREFIX + path)


def registrants_pages(name: str, import_name: str) -> Blueprint:
    """As :func:`prefixed_pages`; what is done there, the history says that a registrant did."""
    pages = prefixed_pages(name, import_name)

    @pages.before_request
    def act_as_registrant() -> None:
        g.actor = "registrant"

    return pages


def connect(app: Flask) -> None:
    """Take the language out of addresses, and put it into those that are built."""

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.language = (values or {}).pop("language", None) or "en"
        if any("\0" in value for value in (values or {}).values() if isinstance(value, str)):
            abort(404)  # PostgreSQL holds no such text

    @app.url_defaults
    def add_language(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = g.get("language", "en")


def current_language() -> str:
    """The language of the address; English outside of requests and on errors without one."""
    return str(g.get("language", "en"))


def preferred_language() -> str:
    """What a visitor prefers by cookie, else by Accept-Language, else English.

    Only for addresses without a language, whose answers must not be stored.
    """
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, default="en")


def viewer_zone() -> str | None:
    """The viewer's IANA zone, from ``?zone=``; None where it is absent or unknown."""
    zone = request.args.get("zone", "")
    return zone if zones.is_known(zone) else None


def page_number() -> int:
    """The page of a list that ``?page=`` asks for: from 1 to the last that databases count to."""
    return max(1, min(request.args.get("page", 1, type=int), _LAST_PAGE))


def absolute(path: str) -> str:
    """The full address of a path of this site, by configuration and not by the request's host."""
    return settings().base_url + path


def webcal(address: str) -> str:
    """The address of a feed in the form with which calendars on a device offer to subscribe."""
    return f"webcal://{address.partition('://')[2]}"


def local_path(address: str | None) -> str | None:
    """``address`` if it is a path of this site, else None: a way back never leads elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    return None if any(ord(character) < 32 for character in address) else address


def with_zone(path: str, zone: str | None) -> str:
    """A path of this site with ``zone`` as its ``?zone=``, in place of any that it has."""
    address, _hash, anchor = path.partition("#")
    base, _mark, query = address.partition("?")
    kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "zone"]
    told = urlencode([*kept, ("zone", zone)] if zone else kept, safe="/")
    return base + (f"?{told}" if told else "") + (f"#{anchor}" if anchor else "")


def in_language(path: str, language: str) -> str:
    """A path of this site that starts with a language, in another one; others as they are."""
    _slash, first, *rest = path.split("/", 2)
    return "/".join(["", language, *rest]) if first in LANGUAGES else path
