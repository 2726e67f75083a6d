"""What is held about a person as plain values: what their page shows, and their file says.

The names of sections and fields are stable; each is the name of a column, or explained here.
"""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from dialogues.action_items.models import ActionItem
from dialogues.messages.models import Message
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.reading import read
from dialogues.privacy.queries import Held
from dialogues.programme.models import DialogueSession

Record = dict[str, Any]
"""Fields with texts, numbers, aware instants, lists and further records; None where empty."""

FIELDS: dict[str, tuple[str, ...]] = {
    "person": (
        *("public_id", "email", "created_at", "follows_feed", "undeliverable_at"),
        "undeliverable_reason",
    ),
    "registrations": (
        *("public_id", "status", "name", "country", "category", "organisation"),
        *("listening_language", "needed_language", "language", "zone", "accessibility"),
        *("question", "question_topic", "note", "wants_news", "queue_number", "approved_at"),
        *("attended_at", "ended_by", "ended_because", "created_at", "updated_at"),
    ),
    "calendar_entries": (
        *("uid", "attendee", "organizer", "partstat", "answered_at", "method", "sequence"),
        *("dtstamp", "sent_method", "sent_sequence", "sent_dtstamp", "sent_starts_at"),
        "sent_ends_at",
    ),
    "calendar_answers": (
        *("received_at", "kind", "effect", "sender", "attendee", "said_at"),
        *("proposed_starts_at", "proposed_ends_at", "comment", "handled_at"),
    ),
    "mails": (
        *("kind", "created_at", "state", "sent_at", "recipient", "language", "zone", "method"),
        *("sequence", "dtstamp", "message_id", "attempts", "last_error", "payload"),
    ),
    "invitations": (
        *("public_id", "email", "name", "language", "created_at", "used_at", "passed_at"),
        "revoked_at",
    ),
    "unfinished_registrations": (
        *("email", "language", "application", "created_at", "expires_at", "finished_at"),
    ),
    "action_owners": (
        *("public_id", "key", "kind", "coordinator", "email", "website", "language", "zone"),
        *("created_at", "updated_at", "archived_at"),
    ),
    "action_owner_names": ("language", "name"),
    "action_items": (
        *("public_id", "source_language", "theme", "due_on", "is_due_by_next", "status"),
        *("dropped_because", "accepted_at", "closed_at", "proposed_due_on", "proposed_because"),
        *("offered_because", "reminders_stopped_at", "created_at", "updated_at"),
    ),
    "action_item_reports": ("at", "verb", "words", "language", "status", "due_on"),
    "changes": ("at", "actor", "subject_kind", "verb", "before", "after"),
}
"""The columns of each section."""


def exported(held: Held, language: str) -> dict[str, list[Record]]:
    """The records of each section, oldest first, titles in ``language``."""
    rows: dict[str, Iterable[Any]] = {
        "person": [held.person],
        "registrations": held.registrations,
        "calendar_entries": held.entries,
        "calendar_answers": held.replies,
        "mails": held.mails,
        "invitations": held.invitations,
        "unfinished_registrations": held.unfinished,
        "action_owners": held.owners,
        "action_owner_names": [name for one in held.owners for name in one.names.values()],
        "action_items": held.items,
        "action_item_reports": held.reports,
        "changes": held.changes,
    }
    return {
        section: [
            _about(row, held, language) | {name: getattr(row, name) for name in FIELDS[section]}
            for row in some
        ]
        for section, some in rows.items()
    }


def as_json(held: Held, language: str) -> str:
    """One JSON object of the sections, titles in ``language``; instants in UTC as ISO 8601."""
    return json.dumps(exported(held, language), default=_written, ensure_ascii=False, indent=2)


def _about(row: Any, held: Held, language: str) -> Record:
    """What a row is about, which is in other tables."""
    if isinstance(row, OutboxMail):
        return _words(row, held.messages)
    if isinstance(row, ActionItem):
        return {"text": row.text(language).text, "dialogue": row.dialogue.text(language).title}
    session = row.entry.session if hasattr(row, "entry") else getattr(row, "session", None)
    return _session(session, language) if session else {}


def _session(session: DialogueSession, language: str) -> Record:
    return {
        "session": session.public_id,
        "dialogue": session.dialogue.text(language).title,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
    }


def _words(row: OutboxMail, messages: dict[int, Message]) -> Record:
    """Subject and text of a mail, as far as they are kept: of organisers' messages always."""
    if row.body:
        stored = read(row.body)
        return {"subject": stored.subject, "text": stored.text}
    message = messages.get(row.subject_id) if "registration" in row.payload else None
    if message is None:
        return {"subject": None, "text": None}
    written = message.texts.get(row.language) or message.texts[message.source_language]
    return {"subject": written.subject, "text": written.body}


def _written(value: object) -> str:
    if not isinstance(value, dt.datetime):
        assert isinstance(value, dt.date)
        return value.isoformat()
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
