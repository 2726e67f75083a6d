"""What the log says of invitations."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.guest_list.models import Invitation
from dialogues.history.subjects import Kind, Subject, holds, in_words
from dialogues.languages.names import language_name
from dialogues.programme.logged import find_sessions, session_names, time_of
from dialogues.web.addresses import current_language

_VERBS = {
    "invite": _l("Invited"),
    "resend": _l("Invitation sent again"),
    "revoke": _l("Invitation taken back"),
    "accept": _l("Registered with it"),
    "pass_on": _l("Passed to a stand-in"),
    "stand_in": _l("Named as stand-in"),
}
_FIELDS = {
    "session": _l("Session"),
    "state": _l("State"),
    "stands_in_for": _l("Stands in for the invitation with the number"),
    "language": _l("Language of mails"),
    "name": _l("Full name"),
    "email": _l("E-mail address"),
}
_STATES = {
    "open": _l("Open"),
    "used": _l("Registered with it"),
    "passed": _l("Passed to a stand-in"),
    "revoked": _l("Taken back"),
}


def _describe(ids: Collection[int]) -> dict[int, Subject]:
    found = db.session.scalars(
        select(Invitation)
        .where(Invitation.id.in_(ids))
        .options(joinedload(Invitation.session, innerjoin=True))
    )
    return {
        one.id: Subject(
            str(_("Erased person")) if one.is_erased else one.name or one.email,
            None,
            time_of(one.session),
        )
        for one in found
    }


def _find(text: str) -> Select[Any]:
    is_named = holds(text, Invitation.name, Invitation.email)
    return select(Invitation.id).where(
        or_(is_named, Invitation.session_id.in_(find_sessions(text)))
    )


def _field_name(name: str) -> str:
    return str(_FIELDS.get(name, name))


def _value_text(name: str, value: Any) -> str:
    if not value:
        return in_words(value)
    if name == "language":
        return language_name(value, current_language())
    if name == "state":
        return str(_STATES[value])
    return in_words(value)


INVITATION = Kind(
    name=_l("Invitation"),
    verbs=_VERBS,
    describe=_describe,
    find=_find,
    field_name=_field_name,
    value_text=_value_text,
    refers={"session": session_names},
)
