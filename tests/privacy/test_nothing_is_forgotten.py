"""Every column that may say who somebody is, is exported and erased: a new one fails here."""

import pytest

from dialogues.action_items.models import ActionItem, ActionItemEvent, Owner, OwnerName
from dialogues.guest_list.models import Invitation
from dialogues.history.models import Change
from dialogues.invites.models import Entry
from dialogues.messages.models import Message  # noqa: F401 - its table is looked at
from dialogues.outbox.models import OutboxMail
from dialogues.people.models import Participant
from dialogues.privacy.export import FIELDS
from dialogues.privacy.labels import LABELS, SECTIONS
from dialogues.registration.models import Registration, UnfinishedRegistration
from dialogues.replies.models import Reply
from tests.privacy.seeded import tables

KEYS = frozenset(
    {
        "owner_id",
        "id",
        "session_id",
        "participant_id",
        "registration_id",
        "entry_id",
        "stand_in_for_id",
    }
)
SECTION_OF = {
    "participant": ("person", Participant),
    "registration": ("registrations", Registration),
    "entry": ("calendar_entries", Entry),
    "calendar_reply": ("calendar_answers", Reply),
    "outbox_mail": ("mails", OutboxMail),
    "invitation": ("invitations", Invitation),
    "unfinished_registration": ("unfinished_registrations", UnfinishedRegistration),
    "action_owner": ("action_owners", Owner),
    "action_owner_name": ("action_owner_names", OwnerName),
    "action_item": ("action_items", ActionItem),
    "action_item_event": ("action_item_reports", ActionItemEvent),
    "change": ("changes", Change),
}
NOT_EXPORTED = {
    "participant": {"feed_version", "erased_at"},
    # What is searched repeats name, organisation and address; versions end links.
    "registration": {"searchable", "manage_version", "join_version", "erased_at"},
    "entry": {"token"},  # stands in `organizer`
    "calendar_reply": {"digest", "sequence"},
    # Subject and text of `body` are exported; the rest is how the worker works.
    "outbox_mail": {"body", "subject_id", "dedupe_key", "next_attempt_at", "lease", "leased_until"},
    "invitation": {"searchable"},
    "unfinished_registration": {"public_id"},
    "action_owner": {"link_version", "erased_at"},
    "action_owner_name": set(),
    # Its text and Dialogue are exported; where it stands in the note, and whom it is offered to,
    # say nothing of the person.
    "action_item": {"dialogue_id", "section_id", "offered_to_id", "link_version"},
    "action_item_event": {"item_id", "actor"},
    "change": {"subject_id"},
}
ABOUT_NO_REGISTRANT = {
    "action_item_text",
    "agenda_item",
    "agenda_text",
    "alembic_version",
    "chore_run",
    "dialogue",
    "dialogue_session",
    "dialogue_text",
    "finding_passage",
    "message",
    "message_text",
    "short_link",
    "short_link_visits",
    "sign_in_link",
    "staff",
    "summary_finding_marked_fine",
    "summary_note",
    "summary_publication",
    "summary_section",
    "summary_section_text",
    "summary_section_version",
}
"""Organisers' own texts, accounts of staff, and counts.

Persons who own action items have no name in published notes: see ``summaries.content``.
"""
STAYS = {
    "participant": {"public_id", "created_at", "email", "follows_feed", "feed_version"},
    "registration": {
        *("public_id", "status", "country", "category", "listening_language", "needed_language"),
        *("language", "queue_number", "approved_at", "attended_at", "ended_by", "created_at"),
        *("updated_at", "wants_news", "zone", "name", "searchable"),
        *("manage_version", "join_version"),
    },
}


def test_every_table_is_covered_or_about_no_registrant() -> None:
    from dialogues.jobs import models  # noqa: F401 - all tables

    assert tables().keys() - ABOUT_NO_REGISTRANT == SECTION_OF.keys()


@pytest.mark.parametrize("table", SECTION_OF)
def test_every_column_is_exported_or_said_not_to_be(table: str) -> None:
    columns = tables()[table] - KEYS
    assert columns == {*FIELDS[SECTION_OF[table][0]]} | NOT_EXPORTED[table]


@pytest.mark.parametrize("section", FIELDS)
def test_every_field_has_words(section: str) -> None:
    assert section in SECTIONS
    assert [name for name in FIELDS[section] if name not in LABELS] == []
