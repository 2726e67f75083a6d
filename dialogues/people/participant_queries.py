"""Participants, by what they are known by."""

from sqlalchemy import select

from dialogues.database import db
from dialogues.people.models import Participant


def participant_by_email(email: str) -> Participant | None:
    """The person of an address that is trimmed and case-folded already."""
    return db.session.scalar(select(Participant).where(Participant.email == email))


def participant_kept(email: str) -> Participant | None:
    """The person of an address, as they are now, who cannot be erased until the transaction ends.

    Others may register the same person meanwhile: it is as a reference to the row locks it.
    """
    return db.session.scalar(
        select(Participant)
        .where(Participant.email == email)
        .with_for_update(read=True, key_share=True)
        .execution_options(populate_existing=True)
    )


def participant_by_public_id(public_id: str) -> Participant | None:
    """The person with a public id."""
    return db.session.scalar(select(Participant).where(Participant.public_id == public_id))
