"""Participants beyond their registrations: their first row, their calendar feed, their mail."""

import datetime as dt

from dialogues.database import db, insert_once
from dialogues.history.service import record
from dialogues.people.facts import FeedFollowed, FeedLeft
from dialogues.people.models import Participant
from dialogues.support import clock
from dialogues.support.codes import opaque_id
from dialogues.support.events import announce

_LONGEST_REASON = 500


def new_participant(email: str) -> Participant | None:
    """The person of an address (trimmed and case-folded); None where there is one already."""
    return insert_once(
        Participant,
        email=email,
        created_at=clock.now(),
        public_id=opaque_id(16),
        feed_version=1,
        follows_feed=False,
    )


def revoke_feed(person: Participant) -> None:
    """End the secret address of the person's feed; a new one takes its place."""
    _lock(person)
    version = person.feed_version
    person.feed_version += 1
    _record(person, "revoke_feed", {"feed_version": version}, {"feed_version": version + 1})


def follow_feed(person: Participant) -> None:
    """Let the person's calendar follow their feed: for all registrations of their address.

    Wants the sessions to come of the person locked.
    """
    if _set_following(person, True):
        announce(FeedFollowed(person))


def leave_feed(person: Participant) -> None:
    """Let the person's calendar follow their mails again.

    Wants the sessions to come of the person locked.
    """
    if _set_following(person, False):
        announce(FeedLeft(person))


def mark_undeliverable(person: Participant, reason: str, at: dt.datetime) -> None:
    """Note that mail to the person came back, with the reason that the mail server gave."""
    person.undeliverable_at, person.undeliverable_reason = at, reason[:_LONGEST_REASON]


def mark_reached(person: Participant) -> None:
    """Note that the person's address works: an answer came from it."""
    person.undeliverable_at = person.undeliverable_reason = None


def _set_following(person: Participant, follows: bool) -> bool:
    """Set the switch, and say whether that changed it."""
    _lock(person)
    if person.follows_feed is follows:
        return False
    person.follows_feed = follows
    _record(
        person,
        "follow_feed" if follows else "leave_feed",
        {"follows_feed": not follows},
        {"follows_feed": follows},
    )
    return True


def _lock(person: Participant) -> None:
    # Not the key: a registration that is being made refers to it.
    db.session.refresh(person, with_for_update={"key_share": True})


def _record(
    person: Participant, verb: str, before: dict[str, object], after: dict[str, object]
) -> None:
    db.session.flush()
    record("participant", person.id, verb, before, after)
