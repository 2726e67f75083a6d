"""What the log says of the chore that erases people past their time."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from dialogues.history.models import Change
from dialogues.history.subjects import Kind, Subject

_FIELDS = {
    "people": _l("People"),
    "registrations": _l("Registrations"),
    "invitations": _l("Invitations"),
    "owners": _l("Owners of action items"),
    "mails": _l("Mails"),
}


def _describe(ids: Collection[int]) -> dict[int, Subject]:
    return {number: Subject(str(_("Names kept for 24 months"))) for number in ids}


def _find(_text: str) -> Select[Any]:
    return select(Change.subject_id).where(Change.id.is_(None))


def _field_name(name: str) -> str:
    return str(_FIELDS.get(name, name))


def _value_text(_name: str, value: Any) -> str:
    return "–" if value is None else str(value)


RETENTION = Kind(
    name=_l("Keeping of personal data"),
    verbs={"erase": _l("Erased, since the time was over")},
    describe=_describe,
    find=_find,
    field_name=_field_name,
    value_text=_value_text,
)
