"""What an export of registrations can tell: its columns, and the cells of each registration."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from dialogues.languages import countries
from dialogues.languages.names import language_name
from dialogues.people.categories import CATEGORIES
from dialogues.registration.models import Registration
from dialogues.registration.room import STATUSES
from dialogues.web.addresses import current_language

Cell = str | dt.datetime
"""A text, or an instant as naive wall time in UTC."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, and what stands in it."""

    heading: object
    cell: Callable[[Registration], str | dt.datetime | None]
    is_plain: bool = True
    """Whether exports have it unless they are told otherwise."""


def _language(code: str | None) -> str:
    return language_name(code, current_language()) if code else ""


def _region(registration: Registration) -> str:
    region = countries.region_of(registration.country)
    return countries.region_name(region, current_language()) if region else ""


COLUMNS: dict[str, Column] = {
    "name": Column(_l("Full name"), lambda one: one.name),
    "email": Column(
        _l("E-mail address"), lambda one: None if one.erased_at else one.participant.email
    ),
    "status": Column(_l("Status"), lambda one: str(STATUSES[one.status])),
    "country_code": Column(_l("Country code"), lambda one: one.country, is_plain=False),
    "country": Column(
        _l("Country or area"), lambda one: countries.name(one.country, current_language())
    ),
    "region": Column(_l("Region"), _region),
    "category": Column(_l("Takes part as"), lambda one: str(CATEGORIES[one.category])),
    "organisation": Column(_l("Organisation"), lambda one: one.organisation),
    "listening": Column(_l("Listens in"), lambda one: _language(one.listening_language)),
    "needed": Column(_l("Would have needed"), lambda one: _language(one.needed_language)),
    "language": Column(_l("Language of mails"), lambda one: _language(one.language)),
    "zone": Column(_l("Time zone"), lambda one: one.zone, is_plain=False),
    "question": Column(_l("Question for the Dialogue"), lambda one: one.question),
    "topic": Column(_l("Topic of the question"), lambda one: one.question_topic, is_plain=False),
    "news": Column(
        _l("Tell me of the next Dialogues by e-mail"),
        lambda one: _("Yes") if one.wants_news else "",
        is_plain=False,
    ),
    "registered": Column(_l("Registered at (UTC)"), lambda one: one.created_at),
    "attended": Column(_l("Joined at (UTC)"), lambda one: one.attended_at),
    "mail": Column(
        _l("Mail comes back"), lambda one: one.participant.undeliverable_reason, is_plain=False
    ),
    "note": Column(_l("Note"), lambda one: one.note, is_plain=False),
    "needs": Column(_l("Needs"), lambda one: one.accessibility, is_plain=False),
}
"""By the name that an address gives them, in their order. Accessibility only where asked for."""
PLAIN = tuple(name for name, column in COLUMNS.items() if column.is_plain)


def columns_of(asked: Sequence[str]) -> dict[str, Column]:
    """The columns that an address asks for, in their order; the plain ones where it names none."""
    wanted = set(asked) & COLUMNS.keys() or set(PLAIN)
    return {name: column for name, column in COLUMNS.items() if name in wanted}


def headings(columns: dict[str, Column]) -> list[str]:
    """What stands above the columns, in the page's language."""
    return [str(column.heading) for column in columns.values()]


def cells(registration: Registration, columns: dict[str, Column]) -> list[Cell]:
    """What a registration has in each column; an empty text for nothing."""
    return [_cell(column.cell(registration)) for column in columns.values()]


def _cell(value: str | dt.datetime | None) -> Cell:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    return value or ""
