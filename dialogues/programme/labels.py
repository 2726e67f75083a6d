"""What verbs, fields and values of the history of changes are called on screen."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from dialogues.history.subjects import in_words
from dialogues.languages.rules import ENDONYMS, listed
from dialogues.people.categories import CATEGORIES
from dialogues.people.rules import Category
from dialogues.programme.models import Admission, Status
from dialogues.programme.theme_labels import THEMES
from dialogues.programme.themes import Theme
from dialogues.web.addresses import current_language

STATUSES = {
    Status.DRAFT: _l("Draft"),
    Status.PUBLISHED: _l("Published"),
    Status.CANCELLED: _l("Cancelled"),
}
ADMISSIONS = {
    Admission.OPEN: _l("Open to everybody"),
    Admission.APPROVAL: _l("Organisers approve each registration"),
    Admission.INVITATION: _l("By invitation only"),
}
_OF_BOTH = {
    "created": _l("Created"),
    "published": _l("Was published"),
    "cancelled": _l("Was cancelled"),
    "reinstated": _l("Cancellation taken back"),
}
DIALOGUE_VERBS = {
    **_OF_BOTH,
    "texts_edited": _l("Texts changed"),
    "agenda_set": _l("Agenda changed"),
    "themes_set": _l("Themes changed"),
    "several_allowed": _l("One person may come to more than one session"),
    "several_disallowed": _l("One person may come to one session"),
}
SESSION_VERBS = {
    **_OF_BOTH,
    "revised": _l("Session changed"),
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
    "admission": _l("Who may come"),
    "categories": _l("Categories that may come"),
    "local_registration_opens": _l("Registration opens"),
    "local_registration_closes": _l("Registration closes"),
    "registration_opens_at": _l("Registration opens, in UTC"),
    "registration_closes_at": _l("Registration closes, in UTC"),
    "registration_open": _l("Registration open"),
    "allows_several": _l("More than one session a person"),
    "agenda": _l("Agenda"),
    "themes": _l("Themes"),
}
_NONE = {
    "capacity": _l("No limit"),
    "categories": _l("All"),
    "local_registration_opens": _l("At once"),
    "local_registration_closes": _l("When the session is over"),
}
"""What it means that a field has no value."""
Changed = tuple[str, str, str]
"""What a field is called, and its two values as people read them."""
REMINDERS = {"24h": _l("24 hours before"), "1h": _l("1 hour before")}


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


def admission_label(admission: Admission) -> str:
    """Who may come to a session, in words."""
    return str(ADMISSIONS[admission])


def category_list(categories: Iterable[str]) -> str:
    """Categories in words, in a row; "All" for none."""
    names = [str(CATEGORIES[Category(category)]) for category in categories]
    return listed(names, current_language()) if names else str(_NONE["categories"])


def theme_list(themes: Iterable[str]) -> str:
    """Themes in words, in a row."""
    known = [Theme(code) for code in themes if code in {*Theme}]
    return listed((str(THEMES[theme]) for theme in known), current_language())


def _item_text(item: Mapping[str, Any]) -> str:
    """An item of an agenda as the history keeps it: from and to which minute, and its title."""
    texts, start = item["texts"], item["starts_after"]
    title, _speakers = texts.get(current_language()) or next(iter(texts.values()))
    return f"{start}–{start + item['minutes']}′ {title}"


def value_text(name: str, value: Any) -> str:
    """A value of the history as people read it; a dash for none."""
    if name == "alarm_minutes":
        return alarm_label(value)
    if value is None or value in ("", []):
        return str(_NONE.get(name, "–"))
    if name == "status":
        return str(STATUSES[Status(value)])
    if name in ("source_language", "floor_language"):
        return ENDONYMS.get(str(value), str(value))
    if name == "interpretation":
        return listed((ENDONYMS.get(code, code) for code in value), current_language())
    if name == "reminders":
        return listed((str(REMINDERS.get(code, code)) for code in value), current_language())
    if name == "admission":
        return str(ADMISSIONS[Admission(value)])
    if name == "categories":
        return category_list(value)
    if name == "themes":
        return theme_list(value)
    if name == "agenda":
        return listed((_item_text(item) for item in value), current_language())
    if name.startswith("local_"):
        return str(value).replace("T", " ")
    if name == "fold":
        return str(_("The second")) if value else str(_("The first"))
    return in_words(value)
