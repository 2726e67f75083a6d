"""What people have in sessions to come."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.people.models import Participant
from dialogues.programme.models import Dialogue, DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus


def upcoming_of(email: str, at: dt.datetime) -> Sequence[Registration]:
    """What an address has in sessions that have not ended, by start: also what waits.

    Without texts, so that it takes the same statements for an address that nobody knows.
    """
    dialogue = joinedload(Registration.session).joinedload(DialogueSession.dialogue)
    return db.session.scalars(
        select(Registration)
        .join(Registration.participant)
        .join(Registration.session)
        .where(
            Participant.email == email,
            Registration.status != RegistrationStatus.CANCELLED,
            DialogueSession.ends_at > at,
        )
        .options(dialogue.lazyload(Dialogue.texts))
        .order_by(DialogueSession.starts_at)
    ).all()


def dialogues_to_come_of(participant_id: int, at: dt.datetime) -> Sequence[int]:
    """The ids of the Dialogues in which a person has something in a session not over at ``at``.

    A seat, or a place in a queue or before approval: what is locked before their person is.
    """
    return db.session.scalars(
        select(DialogueSession.dialogue_id)
        .join(Registration, Registration.session_id == DialogueSession.id)
        .where(
            Registration.participant_id == participant_id,
            Registration.status != RegistrationStatus.CANCELLED,
            DialogueSession.ends_at > at,
        )
        .distinct()
    ).all()
