"""The calendar part of a reply (RFC 5546), as Outlook, Google, Apple and others write it.

Line by line, by icalendar's parser of lines: its parser of whole objects would expand the rules
of every VTIMEZONE that a stranger sends, and remember the zone for the next message.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from icalendar import vDuration
from icalendar.parser import Contentline, Parameters
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from dialogues.invites.content_lines import clean
from dialogues.replies.incoming import Attendee, CalendarReply, Unreadable, address
from dialogues.support import zones
from dialogues.support.refusals import Refusal

_LONGEST = 1024 * 1024
_LONGEST_COMMENT = 2000
_LARGEST = 2**31 - 1
"""INTEGER (RFC 5545, 3.3.8)."""
_YEARS = range(1970, 2200)
_NAME = re.compile(r"([A-Za-z-]+)[;:]")
_NUMBER = re.compile(r"[+-]?[0-9]{1,10}")
_METHODS = ("REPLY", "COUNTER")
_EVENT = ["VCALENDAR", "VEVENT"]
_PLACES = {
    "METHOD": ["VCALENDAR"],
    **dict.fromkeys(("UID", "SEQUENCE", "DTSTAMP", "ORGANIZER", "ATTENDEE", "COMMENT"), _EVENT),
    **dict.fromkeys(("DTSTART", "DTEND", "DURATION"), _EVENT),
}
"""What is read of a calendar, and where it stands."""
_MOST_PROPERTIES = 3000
"""Of one calendar: an answer has a dozen, and each takes time to take apart."""


class _Property(NamedTuple):
    name: str
    params: Parameters
    value: str
    """Without the escapes of TEXT (RFC 5545, 3.3.11)."""

    def param(self, name: str) -> str:
        """A parameter's first value; empty where there is none."""
        given = self.params.get(name, "")
        return str(given[0] if isinstance(given, list) else given)


def read_reply(content: bytes, charset: str | None, method: str) -> CalendarReply | None:
    """The reply in a calendar object; None where its METHOD is neither REPLY nor COUNTER.

    ``method`` is what the part's header says, for an object without METHOD. Raises
    :class:`Unreadable` for a reply without what identifies it (RFC 5546, 3.2.3).
    """
    if len(content) > _LONGEST:
        raise Unreadable("its calendar is too large")
    properties = list(_properties(_text(content, charset)))
    method = next((each.value for each in properties if each.name == "METHOD"), method)
    if method.strip().upper() not in _METHODS:
        return None
    found: dict[str, _Property] = {}
    for each in properties:
        found.setdefault(each.name, each)
    if "UID" not in found:
        raise Unreadable("its calendar has no UID")
    starts_at = _instant(found.get("DTSTART"))
    organizer = found.get("ORGANIZER")
    return CalendarReply(
        is_counter=method.strip().upper() == "COUNTER",
        uid=found["UID"].value.strip(),
        sequence=_sequence(found.get("SEQUENCE")),
        said_at=_instant(found.get("DTSTAMP")),
        attendees=tuple(_attendee(each) for each in properties if each.name == "ATTENDEE"),
        organizer=_calendar_address(organizer) if organizer else None,
        comment=_words(each.value for each in properties if each.name == "COMMENT"),
        starts_at=starts_at,
        ends_at=_instant(found.get("DTEND")) or _after(starts_at, found.get("DURATION")),
    )


def _text(content: bytes, charset: str | None) -> str:
    # Unfolded as octets: some programs fold within a character.
    octets = content.replace(b"\r\n", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")
    try:
        text = octets.decode(charset or "utf-8", "replace")
    except LookupError:
        text = octets.decode("utf-8", "replace")
    return text.removeprefix("\ufeff")


def _properties(text: str) -> Iterator[_Property]:
    """What is read of a calendar up to the end of its first event; not that of alarms."""
    inside: list[str] = []
    count = 0
    for line in text.split("\n"):
        named = _NAME.match(line)
        name = named.group(1).upper() if named else ""
        if name == "BEGIN":
            inside.append(line[6:].strip().upper())
        elif name == "END":
            if inside == _EVENT:
                return
            del inside[-1:]
        elif inside == _PLACES.get(name):
            count += 1
            if count > _MOST_PROPERTIES:
                raise Unreadable("its calendar has too many properties")
            try:
                _, params, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
            except ValueError:
                continue  # a line that nobody can read spoils no other
            yield _Property(name, params, value)


def _sequence(given: _Property | None) -> int:
    if given is None:
        return 0  # RFC 5545, 3.8.7.4
    written = given.value.strip()
    if not _NUMBER.fullmatch(written) or abs(int(written)) > _LARGEST:
        raise Unreadable("its SEQUENCE is no number that a SEQUENCE can be")
    return int(written)


def _attendee(given: _Property) -> Attendee:
    delegated_to = given.param("DELEGATED-TO")
    return Attendee(
        address=_calendar_address(given),
        partstat=given.param("PARTSTAT").strip().upper(),
        delegated_to=_mailbox(delegated_to) if delegated_to else None,
        comment=_words([given.param("X-RESPONSE-COMMENT")]),
    )


def _calendar_address(given: _Property) -> str:
    """The address of a CAL-ADDRESS; Apple's servers may give a path, and the address beside it."""
    is_mailbox = given.value.strip().casefold().startswith("mailto:")
    return _mailbox(given.value if is_mailbox else given.param("EMAIL") or given.value)


def _mailbox(uri: str) -> str:
    scheme, colon, rest = uri.strip().partition(":")
    return address(unquote(rest if colon and scheme.casefold() == "mailto" else uri))


def _words(values: Iterator[str] | list[str]) -> str:
    said = (clean(value).strip() for value in values)
    return "\n".join(filter(None, said))[:_LONGEST_COMMENT]


def _instant(given: _Property | None) -> dt.datetime | None:
    """A DATE-TIME in UTC; None for a date alone, floating time, and what no meeting is held at."""
    if given is None:
        return None
    written = given.value.strip().upper()
    try:
        local = dt.datetime.strptime(written.removesuffix("Z"), "%Y%m%dT%H%M%S")
        if local.year not in _YEARS:
            return None
        if written.endswith("Z"):
            return local.replace(tzinfo=dt.UTC)
        zone = _iana_name(given.param("TZID").strip())
        return zones.instant(local, zone, fold=0) if zone else None
    except (ValueError, OverflowError, Refusal):
        return None


def _iana_name(tzid: str) -> str | None:
    """The IANA zone that a TZID means: by its own name, Windows' name, or the end of a path."""
    parts = tzid.split("/")
    if parts[-1].upper() == "UTC":
        return "UTC"
    endings = ("/".join(parts[-count:]) for count in (len(parts), 3, 2))
    candidates = [WINDOWS_TO_OLSON.get(tzid, tzid), *endings]
    return next((name for name in candidates if zones.is_known(name)), None)


def _after(starts_at: dt.datetime | None, duration: _Property | None) -> dt.datetime | None:
    if starts_at is None or duration is None:
        return None
    try:
        lasts = vDuration.from_ical(duration.value.strip())  # type: ignore[no-untyped-call]
        ends_at: dt.datetime = starts_at + lasts
    except (ValueError, OverflowError):
        return None
    return ends_at if ends_at.year in _YEARS else None
