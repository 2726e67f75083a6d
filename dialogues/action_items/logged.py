"""What the log says of action items, and of the register of their owners."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from dialogues.action_items.labels import KINDS, STATUSES
from dialogues.action_items.models import (
    ActionItem,
    ActionItemText,
    ItemStatus,
    Owner,
    OwnerKind,
    OwnerName,
)
from dialogues.action_items.naming import owner_name
from dialogues.database import db
from dialogues.history.subjects import Kind, Subject, holds, in_words
from dialogues.languages.rules import ENDONYMS
from dialogues.languages.times import date_in_words, zone_name
from dialogues.programme.logged import find_dialogues
from dialogues.programme.theme_labels import THEMES
from dialogues.programme.themes import Theme
from dialogues.support.roles import Role
from dialogues.web.addresses import current_language

_ITEM_VERBS = {
    "recorded": _l("Recorded"),
    "edited": _l("Wording or theme changed"),
    "translated": _l("Translation changed"),
    "assigned": _l("Given to another owner"),
    "accepted": _l("Accepted by the owner"),
    "reported": _l("Progress reported"),
    "started": _l("Work started"),
    "due_changed": _l("Due date changed"),
    "due_derived": _l("Due date follows the next Dialogue"),
    "due_proposed": _l("Another date proposed"),
    "due_declined": _l("Proposed date turned down"),
    "offered": _l("Offered to another owner"),
    "offer_declined": _l("Offer turned down"),
    "offer_withdrawn": _l("Offer taken back"),
    "handed_over": _l("Handed over"),
    "done": _l("Completed"),
    "dropped": _l("Dropped"),
    "reopened": _l("Reopened"),
    "stop_reminders": _l("Reminders stopped"),
    "resume_reminders": _l("Reminders sent again"),
}
_OWNER_VERBS = {
    "add": _l("Added to the register"),
    "add_person": _l("Entered as the owner of an action item"),
    "change": _l("Entry changed"),
    "archive": _l("Archived"),
    "take_back": _l("Taken back into the register"),
    "remove": _l("Removed from the register"),
    "renew_links": _l("Links renewed by the owner"),
}
_FIELDS = {
    "status": _l("Status"),
    "owner": _l("Owner"),
    "due_on": _l("Due date"),
    "is_due_by_next": _l("By the next Dialogue"),
    "theme": _l("Theme"),
    "section": _l("Section of the note"),
    "accepted": _l("Accepted by the owner"),
    "proposed_due_on": _l("Proposed date"),
    "offered_to": _l("Offered to"),
    "reminders_stopped": _l("Reminders stopped"),
    "key": _l("Key"),
    "kind": _l("Kind"),
    "coordinator": _l("Coordinator"),
    "email": _l("E-mail address"),
    "website": _l("Website"),
    "language": _l("Language of mails"),
    "zone": _l("Time zone"),
    "archived": _l("Archived"),
}


def owner_names(public_ids: Collection[str]) -> dict[str, str]:
    """What owners are called in the page's language, by public id."""
    found = db.session.scalars(select(Owner).where(Owner.public_id.in_(public_ids)))
    return {owner.public_id: owner_name(owner, current_language()) for owner in found}


def _describe_items(ids: Collection[int]) -> dict[int, Subject]:
    found = db.session.scalars(
        select(ActionItem)
        .where(ActionItem.id.in_(ids))
        .options(joinedload(ActionItem.dialogue, innerjoin=True))
    )
    language = current_language()
    return {
        one.id: Subject(
            one.text(language).text,
            url_for("action_items_office.item", public_id=one.public_id),
            one.dialogue.text(language).title,
        )
        for one in found
    }


def _describe_owners(ids: Collection[int]) -> dict[int, Subject]:
    found = db.session.scalars(select(Owner).where(Owner.id.in_(ids)))
    return {
        one.id: Subject(
            owner_name(one, current_language()),
            None
            if one.kind is OwnerKind.PERSON
            else url_for("owners_office.owner", public_id=one.public_id),
        )
        for one in found
    }


def _find_items(text: str) -> Select[Any]:
    with_text = select(ActionItemText.item_id).where(holds(text, ActionItemText.text))
    return select(ActionItem.id).where(
        or_(
            ActionItem.public_id == text,
            ActionItem.id.in_(with_text),
            ActionItem.owner_id.in_(_find_owners(text)),
            ActionItem.dialogue_id.in_(find_dialogues(text)),
        )
    )


def _find_owners(text: str) -> Select[Any]:
    named = select(OwnerName.owner_id).where(holds(text, OwnerName.name))
    return select(Owner.id).where(
        or_(Owner.id.in_(named), holds(text, Owner.coordinator, Owner.email, Owner.key))
    )


def _field_name(name: str) -> str:
    kind, _separator, language = name.partition("_")
    if language in ENDONYMS and kind == "text":
        return str(_("Text (%(language)s)", language=ENDONYMS[language]))
    if language in ENDONYMS and kind == "name":
        return str(_("Name (%(language)s)", language=ENDONYMS[language]))
    return str(_FIELDS.get(name, name))


def _value_text(name: str, value: Any) -> str:
    if value is None or value == "":
        return in_words(value)
    match name:
        case "status":
            return str(STATUSES[ItemStatus(value)])
        case "kind":
            return str(KINDS[OwnerKind(value)])
        case "theme":
            return str(THEMES[Theme(value)])
        case "due_on" | "proposed_due_on":
            return date_in_words(dt.date.fromisoformat(value), current_language())
        case "language":
            return ENDONYMS[value]
        case "zone":
            return zone_name(value, current_language())
    return in_words(value)


ITEM = Kind(
    name=_l("Action item"),
    verbs=_ITEM_VERBS,
    describe=_describe_items,
    find=_find_items,
    field_name=_field_name,
    value_text=_value_text,
    refers={"owner": owner_names, "offered_to": owner_names},
    least=Role.EDITOR,
)
OWNER = Kind(
    name=_l("Owner of action items"),
    verbs=_OWNER_VERBS,
    describe=_describe_owners,
    find=_find_owners,
    field_name=_field_name,
    value_text=_value_text,
)
