"""Named reads of what was published, for its readers."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from dialogues.database import db
from dialogues.programme.models import Dialogue, Status
from dialogues.summaries.models import Publication, SummaryNote


def public_note(public_id: str) -> SummaryNote | None:
    """The note of a Dialogue that the public has seen, with the Dialogue alone, or None."""
    return db.session.scalar(
        select(SummaryNote)
        .join(SummaryNote.dialogue)
        .where(Dialogue.public_id == public_id, Dialogue.status != Status.DRAFT)
        .options(joinedload(SummaryNote.dialogue, innerjoin=True))
    )


def revision(note_id: int, language: str, number: int) -> Publication | None:
    """One revision of a note in a language, withdrawn or not, or None."""
    return db.session.scalar(
        select(Publication).where(
            Publication.note_id == note_id,
            Publication.language == language,
            Publication.number == number,
        )
    )


def latest_in(language: str, most: int) -> Sequence[Publication]:
    """The last revision in a language of each note, with note and Dialogue.

    What was published or withdrawn last comes first.
    """
    last = select(func.max(Publication.id)).where(Publication.language == language)
    return db.session.scalars(
        select(Publication)
        .join(Publication.note)
        .join(SummaryNote.dialogue)
        .where(
            Publication.id.in_(last.group_by(Publication.note_id)),
            Dialogue.status != Status.DRAFT,
        )
        .options(contains_eager(Publication.note).contains_eager(SummaryNote.dialogue))
        .order_by(
            func.coalesce(Publication.withdrawn_at, Publication.published_at).desc(),
            Publication.id.desc(),
        )
        .limit(most)
    ).all()


def publication_dates(note_ids: Collection[int], language: str) -> dict[int, dt.datetime]:
    """When each of some notes was first published in a language."""
    wanted = (
        select(Publication.note_id, func.min(Publication.published_at))
        .where(Publication.note_id.in_(note_ids), Publication.language == language)
        .group_by(Publication.note_id)
    )
    return dict(db.session.execute(wanted).all())
