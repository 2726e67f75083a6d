"""Registrations that are finished from a mailed link. Until then they hold no seat."""

import datetime as dt

from sqlalchemy import delete, update

from dialogues.database import changed_rows, insert_row
from dialogues.outbox.service import owe, purge
from dialogues.people.rules import Category
from dialogues.registration.application import Application
from dialogues.registration.applying import applied
from dialogues.registration.models import UnfinishedRegistration
from dialogues.registration.refusals import AlreadyFinished, FinishingIsTooLate
from dialogues.registration.service import Outcome, register
from dialogues.registration.unfinished_queries import waiting_to_be_finished
from dialogues.support import clock
from dialogues.support.codes import opaque_id

FINISH = "finish_registration"
"""The kind of its mail."""
LASTS = dt.timedelta(hours=1)
"""How long the link works."""
_STILL_GOOD = LASTS / 2
"""A repeat is mailed anew unless the link that was mailed before works for so long."""
_KEPT = dt.timedelta(days=1)
"""How long what was typed stays after that."""


def keep(public_id: str, application: Application) -> None:
    """Keep what was typed, and owe the mail with the link that finishes it.

    The same for every address, whether it is known or not. Who sends the same again while the
    link works has it in the mailbox already. Raises what ``register`` would.
    """
    session, _settled, _status = applied(public_id, application)
    at, typed = clock.now(), {**vars(application), "category": application.category.value}
    mailed = waiting_to_be_finished(session.id, application.email, at + _STILL_GOOD)
    if any(one.application == typed for one in mailed):
        return
    unfinished = insert_row(
        UnfinishedRegistration,
        public_id=opaque_id(20),
        session_id=session.id,
        email=application.email,
        language=application.language,
        application=typed,
        created_at=at,
        expires_at=at + LASTS,
        finished_at=None,
    )
    owe(
        kind=FINISH,
        recipient=application.email,
        language=application.language,
        zone=application.zone,
        subject_id=unfinished.id,
    )


def finish(unfinished: UnfinishedRegistration) -> tuple[Application, Outcome]:
    """Register what was typed, once. Raises what ``register`` does, and what ``require_open``."""
    require_open(unfinished)
    at = clock.now()
    is_first = changed_rows(
        update(UnfinishedRegistration)
        .where(
            UnfinishedRegistration.id == unfinished.id,
            UnfinishedRegistration.finished_at.is_(None),
        )
        .values(finished_at=at)
    )
    if not is_first:
        raise AlreadyFinished
    application = application_of(unfinished)
    return application, register(unfinished.session.public_id, application)


def require_open(unfinished: UnfinishedRegistration) -> None:
    """Raise :class:`AlreadyFinished` or :class:`FinishingIsTooLate` where it cannot be finished."""
    if unfinished.finished_at is not None:
        raise AlreadyFinished
    if unfinished.expires_at <= clock.now():
        raise FinishingIsTooLate


def application_of(unfinished: UnfinishedRegistration) -> Application:
    """What was typed, as values."""
    typed = unfinished.application
    return Application(**{**typed, "category": Category(typed["category"])})


def purge_unfinished(at: dt.datetime) -> int:
    """Delete what was typed, and its mails, a day after the links expired; say how many."""
    purge([FINISH], at - LASTS - _KEPT)
    old = UnfinishedRegistration.expires_at < at - _KEPT
    return changed_rows(delete(UnfinishedRegistration).where(old))
