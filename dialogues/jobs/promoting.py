"""Who waits is promoted where registration has opened by time, which no person presses."""

from functools import partial

from dialogues.database import db, reading, transact
from dialogues.registration import seats
from dialogues.registration.figures_queries import sessions_to_promote_in
from dialogues.registration.queries import locked_session
from dialogues.support import clock


def promote_waiting() -> int:
    """Promote wherever there is room and somebody waits; say in how many sessions that was.

    Needs an application context and no open transaction. Each session is a transaction of its
    own; where there is none, it reads a little and writes nothing. What frees a seat promotes by
    itself: this finds what only time has opened.
    """
    with reading():
        found = sessions_to_promote_in(clock.now())
        db.session.rollback()
    for public_id in found:
        transact(partial(_promote, public_id))
    return len(found)


def _promote(public_id: str) -> None:
    session = locked_session(public_id)
    if session is not None:
        seats.promote(session)
