"""Following the rules of time zones, which governments change: wall time stands, instants move.

That of a session, and those at which registration for it opens and closes.
"""

import datetime as dt
import logging

from sqlalchemy import select

from dialogues.database import db
from dialogues.history.service import record
from dialogues.programme import queries
from dialogues.programme.drafting import derive_opening, retime
from dialogues.programme.facts import RegistrationOpened, ZoneRulesChanged
from dialogues.programme.models import DialogueSession, Status
from dialogues.programme.opening import instants
from dialogues.programme.plans import Timing, timing
from dialogues.support import clock, zones
from dialogues.support.events import announce
from dialogues.support.refusals import Refusal

_log = logging.getLogger(__name__)


def follow_zone_rules(at: dt.datetime) -> int:
    """Derive again the instants of all sessions that end after ``at``; say how many moved.

    A session whose wall time the new rules skip, of its own or of its registration, keeps those
    instants and is logged: what is meant instead is its organiser's to say. Doing it again changes
    nothing. What a newer zone database derived stays, so that hosts that are upgraded one after
    the other do not undo each other.
    """
    dialogue_ids = db.session.scalars(
        select(DialogueSession.dialogue_id).where(DialogueSession.ends_at > at).distinct()
    )
    return sum(
        _derive(session)
        for dialogue_id in sorted(dialogue_ids)
        for session in queries.lock_sessions(dialogue_id)
        if session.ends_at > at and session.zone_version <= zones.DATABASE_VERSION
    )


def sessions_to_mend(at: dt.datetime) -> list[tuple[DialogueSession, Refusal]]:
    """Sessions not over at ``at`` whose wall time the rules of their zone now skip, with why.

    They keep their instants until their organiser says what is meant instead. Known once
    :func:`follow_zone_rules` has been there.
    """
    found = queries.sessions_that_rules_skip(at)
    return [(session, refusal) for session in found if (refusal := _problem(session))]


def _problem(session: DialogueSession) -> Refusal | None:
    try:
        _times(session)
        instants(session.opening, session.zone)
    except Refusal as refusal:
        return refusal
    return None


def _times(session: DialogueSession) -> Timing:
    return timing(session.local_start, session.fold, session.zone, session.minutes)


def _derive(session: DialogueSession) -> bool:
    """Derive the instants of a locked session again, and say whether any moved."""
    starts_at, ends_at, before = session.starts_at, session.ends_at, _instants(session)
    version = zones.DATABASE_VERSION
    for derive in (lambda: retime(session, _times(session)), lambda: derive_opening(session)):
        try:
            derive()
        except Refusal as refusal:
            _log.error("session %s keeps its instants: %s", session.public_id, refusal)
            version = ""
    if session.zone_version != version:
        session.zone_version = version
    after = _instants(session)
    if after == before:
        return False
    session.updated_at = clock.now()
    if session.status is Status.PUBLISHED and session.starts_at != starts_at:
        session.sequence += 1
        announce(ZoneRulesChanged(session, starts_at, ends_at))
    db.session.flush()
    record("session", session.id, "zone_rules_changed", before, after)
    announce(RegistrationOpened(session))
    return True


def _instants(session: DialogueSession) -> dict[str, str | None]:
    """What the history says of the instants; the end moves with the start."""
    found = (session.starts_at, session.registration_opens_at, session.registration_closes_at)
    names = ("starts_at", "registration_opens_at", "registration_closes_at")
    return {
        name: f"{at:%Y-%m-%dT%H:%M}Z" if at else None for name, at in zip(names, found, strict=True)
    }
