"""What the log says of registrations, and of the people whose they are.

Names stand in no change: they are read with the log, and an erased person shows as erased.
"""

from collections.abc import Collection
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.history.subjects import Kind, Subject, in_words
from dialogues.languages import countries
from dialogues.languages.names import language_name
from dialogues.languages.times import zone_name
from dialogues.people.categories import CATEGORIES
from dialogues.people.models import Participant
from dialogues.people.rules import Category
from dialogues.programme.logged import find_sessions, session_names, time_of
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.room import STATUSES
from dialogues.support.texts import folded
from dialogues.web.addresses import current_language

_VERBS = {
    "register": _l("Registered"),
    "add": _l("Registered by an organiser"),
    "approve": _l("Approved"),
    "not_approve": _l("Not approved"),
    "withdraw_approval": _l("Approval taken back"),
    "promote": _l("Got a seat that was free"),
    "swap": _l("Went to the other session"),
    "move": _l("Moved to the other session"),
    "cancel": _l("Cancelled the registration"),
    "decline": _l("Declined in the calendar"),
    "remove": _l("Removed from the session"),
    "yield": _l("Given up for a seat in the other session"),
    "take_back": _l("Took the cancellation back"),
    "change_listening_language": _l("Listening language changed"),
    "edit": _l("Details corrected"),
    "write_note": _l("Note written"),
    "group_question": _l("Question put under a topic"),
    "check_in": _l("Checked in"),
    "undo_check_in": _l("Check-in taken back"),
    "attend": _l("Went into the meeting"),
    "news_wanted": _l("Asked to be told of the next Dialogues"),
    "news_stopped": _l("Asked to be told of no more Dialogues"),
    "erase": _l("Erased, with all that says who it was"),
}
_PERSON_VERBS = {
    "follow_feed": _l("Calendar follows its own feed"),
    "leave_feed": _l("Calendar follows mails again"),
    "revoke_feed": _l("Address of the calendar feed renewed"),
    "erase": _l("Erased, with all that says who it was"),
}
_FIELDS = {
    "session": _l("Session"),
    "status": _l("Status"),
    "listening_language": _l("Listens in"),
    "queue_number": _l("Number in the queue"),
    "attended_at": _l("Was here at (UTC)"),
    "ended_by": _l("Ended by"),
    "name": _l("Full name"),
    "country": _l("Country or area"),
    "category": _l("Takes part as"),
    "language": _l("Language of mails"),
    "zone": _l("Time zone"),
    "organisation": _l("Organisation"),
    "needed_language": _l("Would have needed"),
    "note": _l("Note"),
    "question_topic": _l("Topic of the question"),
    "wants_news": _l("Told of the next Dialogues"),
    "feed_version": _l("Number of the feed's address"),
    "follows_feed": _l("Calendar follows the feed"),
    "registrations": _l("Registrations"),
    "seats": _l("Seats given back"),
    "mails": _l("Mails"),
}
_ENDINGS = {
    Ending.PERSON: _l("The registrant"),
    Ending.REPLY: _l("An answer from the calendar"),
    Ending.ORGANISER: _l("An organiser"),
    Ending.DECLINED: _l("An organiser, who did not approve it"),
    Ending.TWIN: _l("A seat in the other session"),
    Ending.ERASED: _l("Erasing the person's data"),
}


def _describe(ids: Collection[int]) -> dict[int, Subject]:
    found = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        .options(joinedload(Registration.session, innerjoin=True))
    )
    return {
        one.id: Subject(
            str(_("Erased person")) if one.erased_at else one.name,
            url_for("registration_person.person", public_id=one.public_id),
            time_of(one.session),
        )
        for one in found
    }


def _describe_people(ids: Collection[int]) -> dict[int, Subject]:
    found = db.session.scalars(select(Participant).where(Participant.id.in_(ids)))
    return {
        one.id: Subject(str(_("Erased person")) if one.erased_at else one.email) for one in found
    }


def _find(text: str) -> Select[Any]:
    return select(Registration.id).where(
        or_(_is_named(text), Registration.session_id.in_(find_sessions(text)))
    )


def _find_people(text: str) -> Select[Any]:
    return select(Registration.participant_id).where(_is_named(text))


def _is_named(text: str) -> ColumnElement[bool]:
    words = folded(text).split()
    return and_(*(Registration.searchable.contains(word, autoescape=True) for word in words))


def _field_name(name: str) -> str:
    return str(_FIELDS.get(name, name))


def _value_text(name: str, value: Any) -> str:
    if not value:
        return in_words(value)
    language = current_language()
    match name:
        case "status":
            return str(STATUSES[RegistrationStatus(value)])
        case "ended_by":
            return str(_ENDINGS[Ending(value)])
        case "category":
            return str(CATEGORIES[Category(value)])
        case "listening_language" | "language" | "needed_language":
            return language_name(value, language)
        case "country":
            return countries.name(value, language)
        case "zone":
            return zone_name(value, language)
        case "attended_at":
            return str(value)[:16].replace("T", " ")
    return in_words(value)


REGISTRATION = Kind(
    name=_l("Registration"),
    verbs=_VERBS,
    describe=_describe,
    find=_find,
    field_name=_field_name,
    value_text=_value_text,
    refers={"session": session_names},
)
PARTICIPANT = Kind(
    name=_l("Participant"),
    verbs=_PERSON_VERBS,
    describe=_describe_people,
    find=_find_people,
    field_name=_field_name,
    value_text=_value_text,
)
