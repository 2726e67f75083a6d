"""What the log says of the staff; who they are, for all that it says of others."""

from collections.abc import Collection
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select

from dialogues.database import db
from dialogues.history.subjects import Kind, Subject
from dialogues.people import queries
from dialogues.people.models import Staff
from dialogues.people.roles import ROLES
from dialogues.support.roles import Role
from dialogues.support.texts import spellings

_VERBS = {
    "add": _l("Added to the staff by a command"),
    "invite": _l("Invited to the staff"),
    "change": _l("Name or role changed"),
    "remove": _l("Removed from the staff"),
    "take_back": _l("Taken back onto the staff"),
    "sign_out_everywhere": _l("Signed out everywhere"),
}
_FIELDS = {
    "name": _l("Name"),
    "role": _l("Role"),
    "is_active": _l("On the staff"),
}


def staff_names() -> list[tuple[int, str]]:
    """Everybody who is or was on the staff, by id and name."""
    return [(person.id, person.name) for person in queries.all_staff()]


def _describe(ids: Collection[int]) -> dict[int, Subject]:
    found = db.session.scalars(select(Staff).where(Staff.id.in_(ids)))
    return {
        one.id: Subject(one.name, url_for("staff_office.member", staff_id=one.id), one.email)
        for one in found
    }


def _find(text: str) -> Select[Any]:
    named = (
        column.icontains(spelling, autoescape=True)
        for column in (Staff.name, Staff.email)
        for spelling in sorted(spellings(text))
    )
    return select(Staff.id).where(or_(*named))


def _field_name(name: str) -> str:
    return str(_FIELDS.get(name, name))


def _value_text(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if name == "role":
        return str(ROLES[Role(value)])
    if isinstance(value, bool):
        return str(_("Yes")) if value else str(_("No"))
    return str(value)


STAFF = Kind(
    name=_l("Member of staff"),
    verbs=_VERBS,
    describe=_describe,
    find=_find,
    field_name=_field_name,
    value_text=_value_text,
    least=Role.ADMINISTRATOR,
)
