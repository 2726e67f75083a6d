"""Reading registrations that wait for their mailed link to be pressed."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.programme.models import Dialogue, DialogueSession
from dialogues.registration.models import UnfinishedRegistration

_SESSION = joinedload(UnfinishedRegistration.session).joinedload(DialogueSession.dialogue)


def unfinished_by_public_id(public_id: str) -> UnfinishedRegistration | None:
    """The one with a public id, with its session, Dialogue and texts."""
    return db.session.scalar(
        select(UnfinishedRegistration)
        .where(UnfinishedRegistration.public_id == public_id)
        .options(_SESSION.selectinload(Dialogue.texts))
    )


def unfinished_by_id(row_id: int) -> UnfinishedRegistration | None:
    """The one that a mail is about, with its session."""
    return db.session.get(UnfinishedRegistration, row_id, options=[_SESSION])


def waiting_to_be_finished(
    session_id: int, email: str, until: dt.datetime
) -> Sequence[UnfinishedRegistration]:
    """What was typed for an address in a session, and can be finished beyond an instant."""
    return db.session.scalars(
        select(UnfinishedRegistration).where(
            UnfinishedRegistration.email == email,
            UnfinishedRegistration.session_id == session_id,
            UnfinishedRegistration.finished_at.is_(None),
            UnfinishedRegistration.expires_at > until,
        )
    ).all()
