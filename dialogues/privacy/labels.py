"""What the sections and fields of a person's data are called, and their values in words."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from dialogues.action_items.labels import KINDS
from dialogues.action_items.labels import STATUSES as ITEM_STATUSES
from dialogues.action_items.models import ItemStatus, OwnerKind
from dialogues.history.lines import logged
from dialogues.history.subjects import in_words
from dialogues.languages import countries
from dialogues.languages.names import language_name
from dialogues.languages.times import date_in_words, zone_name
from dialogues.outbox.composing import kind_name
from dialogues.outbox.models import MailState
from dialogues.outbox.office import STATES
from dialogues.people.categories import CATEGORIES
from dialogues.people.rules import Category
from dialogues.programme.theme_labels import THEMES
from dialogues.programme.themes import Theme
from dialogues.registration.models import RegistrationStatus
from dialogues.registration.room import STATUSES
from dialogues.web.addresses import current_language
from dialogues.web.filters import moment

SECTIONS = {
    "person": _l("Who you are"),
    "registrations": _l("Your registrations"),
    "calendar_entries": _l("What your calendar was told"),
    "calendar_answers": _l("Answers from calendars"),
    "mails": _l("Mails to you"),
    "invitations": _l("Invitations"),
    "unfinished_registrations": _l("Registrations that you have not finished"),
    "action_owners": _l("You as the owner of action items, or as an owner's coordinator"),
    "action_owner_names": _l("What everybody reads as the owner's name"),
    "action_items": _l("Action items"),
    "action_item_reports": _l("What you did about action items"),
    "changes": _l("What was done, and by whom"),
}

LABELS = {
    "accepted_at": _l("Accepted at"),
    "archived_at": _l("Archived at"),
    "closed_at": _l("Done or dropped at"),
    "coordinator": _l("Coordinator"),
    "dropped_because": _l("Dropped because"),
    "due_on": _l("Due date"),
    "is_due_by_next": _l("By the next Dialogue"),
    "key": _l("Key in spreadsheets"),
    "offered_because": _l("To be handed over because"),
    "proposed_because": _l("Another date because"),
    "proposed_due_on": _l("Proposed date"),
    "reminders_stopped_at": _l("Reminders stopped at"),
    "source_language": _l("Written first in"),
    "theme": _l("Theme"),
    "website": _l("Website"),
    "words": _l("Your words"),
    "accessibility": _l("What you need to take part fully"),
    "actor": _l("Done by"),
    "after": _l("After"),
    "answered_at": _l("Answered at"),
    "application": _l("What you typed"),
    "approved_at": _l("Approved at"),
    "at": _l("At"),
    "attempts": _l("Times it was tried"),
    "attendee": _l("Invited address"),
    "attended_at": _l("Went into the meeting at"),
    "before": _l("Before"),
    "category": _l("Takes part as"),
    "comment": _l("Comment"),
    "country": _l("Country or area"),
    "created_at": _l("Stored at"),
    "dialogue": _l("Dialogue"),
    "dtstamp": _l("Calendar data of"),
    "effect": _l("What followed"),
    "email": _l("E-mail address"),
    "ended_because": _l("Sentence of the organisers"),
    "ended_by": _l("How it ended"),
    "ends_at": _l("End of the session"),
    "expires_at": _l("Can be finished until"),
    "finished_at": _l("Finished at"),
    "follows_feed": _l("Calendar follows the feed"),
    "handled_at": _l("Seen by the organisers at"),
    "kind": _l("Kind"),
    "language": _l("Language of mails"),
    "last_error": _l("Words of the mail server"),
    "listening_language": _l("Listens in"),
    "message_id": _l("Number of the mail (Message-ID)"),
    "method": _l("What it says to calendars"),
    "name": _l("Name"),
    "needed_language": _l("The language you need"),
    "note": _l("Note of the organisers"),
    "organisation": _l("Organisation"),
    "organizer": _l("Address for answers"),
    "partstat": _l("Answer"),
    "passed_at": _l("Passed to a stand-in at"),
    "payload": _l("Further details"),
    "proposed_ends_at": _l("Proposed end"),
    "proposed_starts_at": _l("Proposed start"),
    "public_id": _l("Identifier"),
    "question": _l("Question for the Dialogue"),
    "question_topic": _l("Topic of the question"),
    "queue_number": _l("Number in the queue"),
    "received_at": _l("Received at"),
    "recipient": _l("Sent to"),
    "revoked_at": _l("Taken back at"),
    "said_at": _l("Written at"),
    "sender": _l("Address that answered"),
    "sent_at": _l("Sent at"),
    "sent_dtstamp": _l("Calendar data of, as last sent"),
    "sent_ends_at": _l("End, as last sent"),
    "sent_method": _l("What it says to calendars, as last sent"),
    "sent_sequence": _l("Number of the change, as last sent"),
    "sent_starts_at": _l("Start, as last sent"),
    "sequence": _l("Number of the change"),
    "session": _l("Identifier of the session"),
    "starts_at": _l("Start of the session"),
    "state": _l("State"),
    "status": _l("Status"),
    "subject": _l("Subject"),
    "subject_kind": _l("About"),
    "text": _l("Text"),
    "uid": _l("Identifier in calendars"),
    "undeliverable_at": _l("Mail came back at"),
    "undeliverable_reason": _l("Mail came back because"),
    "updated_at": _l("Last changed at"),
    "used_at": _l("Used at"),
    "verb": _l("What was done"),
    "wants_news": _l("Tell me of the next Dialogues by e-mail"),
    "zone": _l("Time zone"),
}

_KINDS = ("registration", "participant", "invitation", "action_item", "action_owner")
_ACTORS = {"registrant": _l("You"), "system": _l("The system")}


def words_of(section: str, name: str, value: Any) -> str:
    """A value as people read it, in the page's language; instants are in UTC. Empty for none."""
    if value is None or value == {}:
        return ""
    if isinstance(value, bool):
        return in_words(value)
    if isinstance(value, dt.datetime):
        return moment(value, "UTC")
    if isinstance(value, dt.date):
        return date_in_words(value, current_language())
    if isinstance(value, Mapping):
        said = [
            f"{LABELS.get(key, key)}: {words_of(section, key, each)}"
            for key, each in value.items()
            if each not in (None, "", [])
        ]
        return "\n".join(said)
    try:
        return _known(section, name, str(value))
    except (KeyError, ValueError, StopIteration):  # of an earlier version, which knew other codes
        return str(value)


def _known(section: str, name: str, value: str) -> str:
    language = current_language()
    match name:
        case "status" if section.startswith("action_"):
            return str(ITEM_STATUSES[ItemStatus(value)])
        case "kind" if section == "action_owners":
            return str(KINDS[OwnerKind(value)])
        case "theme":
            return str(THEMES[Theme(value)])
        case "status":
            return str(STATUSES[RegistrationStatus(value)])
        case "category":
            return str(CATEGORIES[Category(value)])
        case "country":
            return countries.name(value, language)
        case "language" | "listening_language" | "needed_language" | "source_language":
            return language_name(value, language)
        case "zone":
            return zone_name(value, language)
        case "state":
            return str(STATES[MailState(value)])
        case "kind" if section == "mails":
            return kind_name(value)
        case "subject_kind":
            return str(logged().kinds[value].name)
        case "verb":
            return next(str(verbs[value]) for verbs in _verbs() if value in verbs)
        case "actor":
            return str(_ACTORS.get(value) or _("The organisers"))
    return value


def _verbs() -> list[Mapping[str, object]]:
    """What is done to what people have."""
    return [logged().kinds[kind].verbs for kind in _KINDS]
