"""How questions are grouped."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from dialogues.languages import countries
from dialogues.languages.names import language_name
from dialogues.people.categories import CATEGORIES
from dialogues.registration.models import Registration
from dialogues.web.addresses import current_language

BY = {
    "topic": _l("Topic"),
    "language": _l("Language of the form"),
    "region": _l("Region"),
    "category": _l("Takes part as"),
}
"""What questions can be grouped by."""


def grouped(asked: Iterable[Registration], by: str) -> list[tuple[str, list[Registration]]]:
    """The questions under the names of their groups, largest first; those without one last."""
    groups: dict[str, list[Registration]] = {}
    for registration in asked:
        groups.setdefault(_group(registration, by), []).append(registration)
    named = [(name, group) for name, group in groups.items() if name]
    rest = [(str(_("Without a topic")), groups[""])] if "" in groups else []
    return [*sorted(named, key=lambda pair: (-len(pair[1]), pair[0])), *rest]


def _group(registration: Registration, by: str) -> str:
    language = current_language()
    if by == "language":
        return language_name(registration.language, language)
    if by == "category":
        return str(CATEGORIES[registration.category])
    if by == "region":
        region = countries.region_of(registration.country)
        return countries.region_name(region, language) if region else ""
    return registration.question_topic or ""
