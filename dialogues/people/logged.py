"""What the log says of the staff; who they are, for all that it says of others."""

from collections.abc import Collection
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from dialogues.database import db
from dialogues.history.subjects import Kind, Subject, holds, in_words
from dialogues.people import queries
from dialogues.people.models import Staff
from dialogues.people.roles import ROLES
from dialogues.support.roles import Role

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
    return select(Staff.id).where(holds(text, Staff.name, Staff.email))


def _field_name(name: str) -> str:
    return str(_FIELDS.get(name, name))


def _value_text(name: str, value: Any) -> str:
    if name == "role" and value:
        return str(ROLES[Role(value)])
    return in_words(value)


STAFF = Kind(
    name=_l("Member of staff"),
    verbs=_VERBS,
    describe=_describe,
    find=_find,
    field_name=_field_name,
    value_text=_value_text,
    least=Role.ADMINISTRATOR,
)
