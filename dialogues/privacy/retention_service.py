"""What keeps the promise of the form: what identifies people goes in time."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from sqlalchemy import select, update

from dialogues.database import changed_rows
from dialogues.history.service import record
from dialogues.outbox.models import OutboxMail
from dialogues.privacy import retention_queries
from dialogues.privacy.rules import ACCESSIBILITY_KEPT
from dialogues.privacy.wiping_service import (
    Wiped,
    wipe_entries,
    wipe_invitations,
    wipe_mails,
    wipe_names,
    wipe_owners,
    wipe_people,
)
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration

_AT_ONCE = 500
_RETENTION = 0
"""What the history says it of: no row, but the promise."""
_log = logging.getLogger(__name__)


def erase_accessibility_needs(at: dt.datetime) -> int:
    """Erase what people said of their needs for sessions over for 30 days; say for how many."""
    over = (
        select(DialogueSession.id)
        .where(DialogueSession.ends_at < at - ACCESSIBILITY_KEPT)
        .scalar_subquery()
    )
    return changed_rows(
        update(Registration)
        .where(Registration.accessibility.is_not(None), Registration.session_id.in_(over))
        .values(accessibility=None)
    )


def erase_past_their_time(at: dt.datetime) -> int:
    """Erase what identifies people 24 months after their last session; say of how many.

    Of who asked to hear of the next Dialogues, address, language and zone stay until they
    unsubscribe; of who owns action items, until 24 months after the last of them is closed. Also
    invitations to sessions as long ago, and mails to addresses that nobody has. Says in the
    history what it did. Doing it again finds nothing.
    """
    people, wiped = 0, Wiped()
    for some in _chunks(retention_queries.old_owners(at)):
        wiped += Wiped(owners=wipe_owners(some))
    for some in _chunks(retention_queries.people_without_registrations(at)):
        wiped += wipe_people(some)
        people += len(some)
    for some in _chunks(retention_queries.people_past_their_time(at)):
        hears = retention_queries.locked_past_their_time(some, at)
        wiped += wipe_names([person for person in hears if hears[person]])
        wiped += wipe_people([person for person in hears if not hears[person]])
        people += len(hears)
    wiped += Wiped(
        invitations=_until_none(
            lambda: retention_queries.old_invitations(at, _AT_ONCE), wipe_invitations
        ),
        mails=_until_none(
            lambda: retention_queries.old_mails(at, _AT_ONCE),
            lambda ids: wipe_mails(OutboxMail.id.in_(ids)),
        ),
    )
    if wiped != Wiped():
        counts = {"people": people, **asdict(wiped)}
        _log.info("erased past their time: %s", counts)
        record("retention", _RETENTION, "erase", {}, counts)
    return people


def wipe_what_was_withdrawn(at: dt.datetime) -> int:
    """Wipe erased people's addresses once the mails that still needed them have left.

    After three days in any case; say from how many calendar entries.
    """
    found = retention_queries.withdrawn_entries(at)
    for some in _chunks(found):
        wipe_entries(some)
    return len(found)


def _until_none(find: Callable[[], Sequence[int]], wipe: Callable[[Sequence[int]], int]) -> int:
    count = 0
    while some := find():
        count += wipe(some)
    return count


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(ids), _AT_ONCE):
        yield ids[first : first + _AT_ONCE]
