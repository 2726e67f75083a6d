"""What a plan may say, and what a visitor may do with a session. Plain values only."""

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from urllib.parse import urlsplit

from dialogues.languages.rules import LANGUAGES
from dialogues.people.rules import Category
from dialogues.programme import refusals
from dialogues.support import zones
from dialogues.support.refusals import Refusal
from dialogues.support.texts import hidden_characters

MINUTES = (5, 1440)
ALARM_MINUTES = (5, 10, 15, 30, 60)
"""How long before the start a calendar may be asked to ring."""
REMINDERS: Mapping[str, dt.timedelta] = {"24h": dt.timedelta(days=1), "1h": dt.timedelta(hours=1)}
"""What registrants may be sent, and how long before the start; the earliest first."""
CAPACITY = (1, 100_000)
YEARS = (2000, 2037)
"""pytz computes the switches of zones up to 2037 and repeats the last offset after."""
LONGEST = {"title": 300, "description": 20_000, "join_url": 2000, "key": 80, "speakers": 1000}

RESERVED_SEGMENTS: frozenset[str] = frozenset(
    {
        *LANGUAGES,
        # Present addresses.
        *("calendar.ics", "dialogues", "healthz", "office", "register", "registrations"),
        *("sessions", "sign-in", "sign-out", "static", "join", "manage", "my-registration"),
        *("my-calendar", "my-data", "subscribe", "invitation"),
        # Kept for pages to come, and for what browsers, crawlers and servers ask for.
        *("about", "account", "action-items", "admin", "api", "apple-touch-icon.png", "archive"),
        *("assets", "auth", "calendar", "calendars", "contact", "data", "demo", "docs", "erase"),
        *("export", "favicon.ico", "feed", "feeds", "files", "health", "help", "home", "index"),
        *("invites", "ledger", "login", "logout", "mail", "media", "metrics", "news", "notes"),
        *("oidc", "openapi.json", "participants", "people", "posters", "preferences", "privacy"),
        *("programme", "qr", "readyz", "robots.txt", "search", "series", "session", "settings"),
        *("sitemap.xml", "statistics", "status", "summaries", "summary", "themes"),
        *("time-zones", "unsubscribe", "well-known", ".well-known", "zones"),
    }
)
"""First path segments that no short link may equal, in lower case."""

_SLUG = re.compile(r"[A-Za-z0-9-]{3,40}")
_ZONES_BY_CITY = {name.casefold().rpartition("/")[2]: name for name in zones.COMMON_ZONES}


class StateOfRegistration(StrEnum):
    """What a visitor finds at a session's short link."""

    OPEN = "open"
    FULL = "full"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    PAST = "past"
    DRAFT = "draft"


def state_of(
    session_status: str,
    dialogue_status: str,
    registration_open: bool,
    ends_at: dt.datetime,
    at: dt.datetime,
    capacity: int | None,
    confirmed: int,
    opens_at: dt.datetime | None = None,
    closes_at: dt.datetime | None = None,
) -> StateOfRegistration:
    """The state of a session's registration at the instant ``at``.

    The first that applies of: draft, cancelled, past (from ``ends_at`` on), closed (by hand, or
    from ``closes_at`` on), not yet (before ``opens_at``), full, open.
    """
    statuses = (session_status, dialogue_status)
    if "draft" in statuses:
        return StateOfRegistration.DRAFT
    if "cancelled" in statuses:
        return StateOfRegistration.CANCELLED
    if ends_at <= at:
        return StateOfRegistration.PAST
    if not registration_open or (closes_at and closes_at <= at):
        return StateOfRegistration.CLOSED
    if opens_at and at < opens_at:
        return StateOfRegistration.NOT_YET
    if capacity is not None and confirmed >= capacity:
        return StateOfRegistration.FULL
    return StateOfRegistration.OPEN


def folded(slug: str) -> str:
    """A slug as it is compared: without regard to case."""
    return slug.strip().casefold()


def slug_problem(slug: str) -> Refusal | None:
    """Why ``slug`` can be nobody's short link, or None."""
    if not _SLUG.fullmatch(slug):
        return refusals.ShortLinkIsMalformed()
    if folded(slug) in RESERVED_SEGMENTS:
        return refusals.ShortLinkIsReserved(slug=slug)
    return None


def minutes_problem(minutes: int) -> Refusal | None:
    """Why no session lasts ``minutes``, or None."""
    least, most = MINUTES
    return None if least <= minutes <= most else refusals.MinutesOutOfRange(least=least, most=most)


def capacity_problem(capacity: int | None) -> Refusal | None:
    """Why no session has ``capacity`` seats, or None. No limit is None too."""
    least, most = CAPACITY
    if capacity is None or least <= capacity <= most:
        return None
    return refusals.CapacityOutOfRange(least=least, most=most)


def reminders_problem(reminders: Sequence[str]) -> Refusal | None:
    """Why nobody is sent ``reminders``, or None: some of :data:`REMINDERS`, the earliest first."""
    known = [code for code in REMINDERS if code in reminders]
    return None if list(reminders) == known else refusals.ReminderIsUnknown()


def alarm_problem(minutes: int | None) -> Refusal | None:
    """Why no calendar rings ``minutes`` before the start, or None. Not to ring is None too."""
    return None if minutes in (None, *ALARM_MINUTES) else refusals.AlarmIsUnknown()


def due_reminder(
    reminders: Sequence[str], starts_at: dt.datetime, at: dt.datetime
) -> tuple[str, dt.datetime] | None:
    """The latest of a session's reminders whose instant has come by ``at``, and that instant.

    None before the first, and from the start on: an earlier one is never made up for.
    """
    past = [(due_at, code) for code, due_at in _due(reminders, starts_at) if due_at <= at]
    if not past or starts_at <= at:
        return None
    due_at, code = max(past)
    return code, due_at


def next_reminder(
    reminders: Sequence[str], starts_at: dt.datetime, at: dt.datetime
) -> dt.datetime | None:
    """The instant after ``at`` at which the next of a session's reminders leaves, or None."""
    return min((due_at for _, due_at in _due(reminders, starts_at) if due_at > at), default=None)


def _due(reminders: Sequence[str], starts_at: dt.datetime) -> list[tuple[str, dt.datetime]]:
    return [(code, starts_at - REMINDERS[code]) for code in reminders]


def in_order(categories: Iterable[str]) -> tuple[Category, ...]:
    """Those of ``categories`` that there are, in their order; none where all are meant."""
    chosen = tuple(category for category in Category if category in set(categories))
    return () if len(chosen) == len(Category) else chosen


def categories_problem(categories: Sequence[str]) -> Refusal | None:
    """Why no session is for ``categories``, or None: those that there are, for all none."""
    unknown = [category for category in categories if category not in {*Category}]
    if unknown:
        return refusals.CategoryIsUnknown(category=unknown[0], known=", ".join(Category))
    return None


def join_url_problem(url: str | None) -> Refusal | None:
    """Why ``url`` is no web address to send people to, or None."""
    if url is None:
        return None
    if problem := text_problem(url, "join_url"):
        return problem
    return None if is_web_address(url) else refusals.JoinLinkIsNotWeb()


def is_web_address(url: str) -> bool:
    """Whether ``url`` is a whole address of the web, http or https."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        is_web = parts.scheme in ("http", "https") and bool(host) and parts.port != 0
    except ValueError:
        return False
    return is_web and not any(character.isspace() for character in url)


def text_problem(text: str, kind: str, several_lines: bool = False) -> Refusal | None:
    """Why ``text`` cannot be stored as a ``kind`` of :data:`LONGEST`, or None."""
    if len(text) > LONGEST[kind]:
        return refusals.TextIsTooLong(most=LONGEST[kind])
    if not hidden_characters(text, line_breaks=several_lines):
        return None
    return refusals.TextHasHidden() if several_lines else refusals.LineHasHidden()


def language_problem(language: str) -> Refusal | None:
    """Why ``language`` is none of the six, or None."""
    return None if language in LANGUAGES else refusals.LanguageIsUnknown(language=language)


def interpretation_problem(floor: str, interpretation: Sequence[str]) -> Refusal | None:
    """Why a session with this floor language is not interpreted into these languages, or None."""
    for language in interpretation:
        if problem := language_problem(language):
            return problem
    if len(set(interpretation)) < len(interpretation):
        return refusals.LanguageIsRepeated()
    return refusals.FloorIsInterpreted() if floor in interpretation else None


def zone_problem(zone: str) -> Refusal | None:
    """Why ``zone`` is no IANA zone, with the names that it resembles, or None."""
    if zones.is_known(zone):
        return None
    # By the city alone: a continent in common makes any two names alike.
    city = zone.strip().casefold().replace(" ", "_").rpartition("/")[2]
    near = difflib.get_close_matches(city, _ZONES_BY_CITY, n=3, cutoff=0.75)
    near = [city] if city in near else near
    if not near:
        return refusals.ZoneIsUnknown(zone=zone)
    names = (_ZONES_BY_CITY[found] for found in near)
    return refusals.ZoneIsMisspelt(zone=zone, suggestions=", ".join(names))


def date_problem(date: dt.date) -> Refusal | None:
    """Why no session starts on ``date``, or None."""
    first, last = YEARS
    if first <= date.year <= last:
        return None
    return refusals.DateIsOutOfRange(first=first, last=last)


def was_published(status: str, sequence: int) -> bool:
    """Whether the public has ever seen a session.

    Only changes of a published session raise its sequence, and cancelling is one of them.
    """
    return status == "published" or (status == "cancelled" and sequence > 0)


def status_of_whole(status: str, sessions: Sequence[str]) -> str:
    """The status of a Dialogue as people see it: cancelled, too, where all its sessions are."""
    is_called_off = status == "published" and set(sessions) == {"cancelled"}
    return "cancelled" if is_called_off else status
