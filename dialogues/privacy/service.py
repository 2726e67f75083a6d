"""Erasing what is held about a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update

from dialogues.database import db
from dialogues.history.service import record
from dialogues.invites.causes import Cause, Reason
from dialogues.invites.models import Method
from dialogues.outbox.models import OutboxMail
from dialogues.people.models import Participant
from dialogues.privacy import queries, retention_queries
from dialogues.privacy.wiping_service import wipe_people
from dialogues.programme.queries import lock_sessions_of
from dialogues.registration import service as registration
from dialogues.registration.models import Ending, RegistrationStatus
from dialogues.registration.upcoming_queries import dialogues_to_come_of
from dialogues.support import clock


@dataclass(frozen=True)
class Erased:
    """What erasing a person did."""

    registrations: int
    seats: int
    """Given back, in sessions to come."""
    withdrawals: int
    """Mails on their way that take a session out of the person's calendar."""
    items: int = 0
    """Action items, not closed, whose owner can be reached no more."""


def erase(person: Participant) -> Erased | None:
    """End what a person has in sessions to come, and erase all that says who they are.

    Seats go to who waits. Mails that take sessions out of the person's calendar leave first: their
    addresses are wiped after, by the worker's sweep. None where the person was erased before. Who
    registers with the same address later starts anew.
    """
    at = clock.now()
    lock_sessions_of(dialogues_to_come_of(person.id, at))
    queries.lock(person)
    if person.erased_at:
        return None
    held = queries.active_to_come(person.id, at)
    seats = sum(one.status is RegistrationStatus.CONFIRMED for one in held)
    for one in held:
        registration.cancel(one, by=Ending.ERASED)
    db.session.flush()
    owners = [one.id for one in queries.owners_at([person.email])]
    items = queries.count_open_items(owners)
    awaited = retention_queries.awaited_entries(person.id)
    _have_withdrawals_say(awaited, Cause(Reason.ERASED))
    wiped = wipe_people([person.id], awaited)
    erased = Erased(wiped.registrations, seats, len(awaited), items)
    after = {"registrations": wiped.registrations, "seats": seats, "mails": wiped.mails}
    record("participant", person.id, "erase", {}, after)
    return erased


def _have_withdrawals_say(entries: Sequence[int], cause: Cause) -> None:
    """Let what was owed before for another reason lead to no page of the person, either."""
    db.session.execute(
        update(OutboxMail)
        .where(
            OutboxMail.entry_id.in_(entries),
            OutboxMail.method == Method.CANCEL.value,
            OutboxMail.state.in_(queries.UNSETTLED),
        )
        .values(payload=cause.payload())
        .execution_options(synchronize_session=False)
    )
