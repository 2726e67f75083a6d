"""What verbs, fields and values of the history of changes are called on screen."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from dialogues.languages.rules import ENDONYMS, in_a_row
from dialogues.programme.models import Status
from dialogues.web.addresses import current_language

STATUSES = {
    Status.DRAFT: _l("Draft"),
    Status.PUBLISHED: _l("Published"),
    Status.CANCELLED: _l("Cancelled"),
}
VERBS = {
    "created": _l("Created"),
    "texts_edited": _l("Texts changed"),
    "revised": _l("Session changed"),
    "published": _l("Was published"),
    "cancelled": _l("Was cancelled"),
    "reinstated": _l("Cancellation taken back"),
    "registration_opened": _l("Registration opened"),
    "registration_closed": _l("Registration closed"),
    "zone_rules_changed": _l("The rules of the time zone changed"),
}
_FIELDS = {
    "status": _l("Status"),
    "source_language": _l("Written first in"),
    "local_start": _l("Starts at"),
    "starts_at": _l("Start in UTC"),
    "fold": _l("Which of the two"),
    "zone": _l("Time zone"),
    "minutes": _l("Minutes"),
    "floor_language": _l("Floor language"),
    "interpretation": _l("Interpretation into"),
    "capacity": _l("Seats"),
    "join_url": _l("Join link"),
    "reminders": _l("Reminders by mail"),
    "alarm_minutes": _l("Ring in the calendar"),
    "short_link": _l("Short link"),
    "registration_open": _l("Registration open"),
}
Changed = tuple[str, str, str]
"""What a field is called, and its two values as people read them."""
REMINDERS = {"24h": _l("24 hours before"), "1h": _l("1 hour before")}


def verb_label(verb: str) -> str:
    """What a verb of the history is called; its own name where it has no other."""
    return str(VERBS.get(verb, verb))


def field_label(name: str) -> str:
    """What a field of the history is called, such as "Title (Français)"."""
    kind, _separator, language = name.partition("_")
    if language in ENDONYMS and kind == "title":
        return str(_("Title (%(language)s)", language=ENDONYMS[language]))
    if language in ENDONYMS and kind == "description":
        return str(_("Description (%(language)s)", language=ENDONYMS[language]))
    return str(_FIELDS.get(name, name))


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """The fields of two records of the history that differ."""
    return [
        (field_label(name), value_text(name, before.get(name)), value_text(name, after.get(name)))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def alarm_label(minutes: int | None) -> str:
    """When calendars are to ring, in words; None is not at all."""
    if minutes is None:
        return str(_("No alarm"))
    return str(ngettext("%(num)s minute before", "%(num)s minutes before", minutes))


def value_text(name: str, value: Any) -> str:
    """A value of the history as people read it; a dash for none."""
    if name == "capacity" and value is None:
        return str(_("No limit"))
    if name == "alarm_minutes":
        return alarm_label(value)
    if value is None or value in ("", []):
        return "–"
    if name == "status":
        return str(STATUSES[Status(value)])
    if name in ("source_language", "floor_language"):
        return ENDONYMS.get(str(value), str(value))
    if name == "interpretation":
        return in_a_row((ENDONYMS.get(code, code) for code in value), current_language())
    if name == "reminders":
        return in_a_row((str(REMINDERS.get(code, code)) for code in value), current_language())
    if name == "local_start":
        return str(value).replace("T", " ")
    if name == "fold":
        return str(_("The second")) if value else str(_("The first"))
    if isinstance(value, bool):
        return str(_("Yes")) if value else str(_("No"))
    return str(value)
