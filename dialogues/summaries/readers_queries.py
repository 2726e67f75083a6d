"""Named reads of who is told about a note: those who were registered, and what they have heard."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from dialogues.database import db
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.people.models import Participant
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration, RegistrationStatus

READY = "summary_ready"
"""The mail that a note is published in its reader's language."""
ELSEWHERE = "summary_elsewhere"
"""The mail that says in which other languages a note can be read."""


def readers_of(dialogue_id: int) -> list[Registration]:
    """One confirmed registration of everybody in a Dialogue: the one that was changed last.

    Without those whose mail comes back. Who asked for news of the next Dialogues alone asked for
    no note: for them and everybody else, there are the feeds.
    """
    found = db.session.scalars(
        select(Registration)
        .join(Registration.session)
        .join(Registration.participant)
        .where(
            DialogueSession.dialogue_id == dialogue_id,
            Registration.status == RegistrationStatus.CONFIRMED,
            Registration.erased_at.is_(None),
            Participant.erased_at.is_(None),
            Participant.undeliverable_at.is_(None),
        )
        .options(contains_eager(Registration.participant))
        .order_by(Registration.updated_at, Registration.id)
    )
    return list({one.participant_id: one for one in found}.values())


def addresses_told(note_id: int, kinds: Sequence[str]) -> set[str]:
    """To which addresses a mail of some kinds about a note is owed, or has left."""
    told = select(OutboxMail.recipient).where(
        OutboxMail.kind.in_(kinds),
        OutboxMail.subject_id == note_id,
        OutboxMail.state != MailState.SUPERSEDED,
    )
    return set(db.session.scalars(told))


def addresses_reached(note_id: int, language: str) -> set[str]:
    """To which addresses the mail that a note is published in a language has left."""
    reached = select(OutboxMail.recipient).where(
        OutboxMail.kind == READY,
        OutboxMail.subject_id == note_id,
        OutboxMail.language == language,
        OutboxMail.state == MailState.SENT,
    )
    return set(db.session.scalars(reached))
