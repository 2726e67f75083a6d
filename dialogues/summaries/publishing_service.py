"""Publishing a note in one language, and withdrawing it."""

from typing import Any

from dialogues.database import db, insert_row
from dialogues.history.service import record
from dialogues.summaries import queries, refusals
from dialogues.summaries.facts import SummaryPublished, SummaryWithdrawn
from dialogues.summaries.models import Publication, SummaryNote
from dialogues.support import clock
from dialogues.support.events import announce


def publish(
    note: SummaryNote, language: str, content: dict[str, Any], staff_id: int | None
) -> Publication:
    """Freeze ``content``, in which ``summaries.publishing`` found no obstacle, as a revision."""
    queries.locked(note.id)
    last = queries.last_publications([note.id])[note.id].get(language)
    publication = insert_row(
        Publication,
        note_id=note.id,
        language=language,
        number=last.number + 1 if last else 1,
        published_at=clock.now(),
        published_by=staff_id,
        content=content,
    )
    after = {"language": language, "revision": publication.number}
    record("summary", note.id, "published", {}, after)
    announce(SummaryPublished(publication))
    return publication


def withdraw(note: SummaryNote, language: str, because: str, staff_id: int) -> Publication:
    """Withdraw a note in a language, with a reason for its readers; all revisions stay readable.

    Raises :class:`refusals.NothingToWithdraw` where it is not published.
    """
    queries.locked(note.id)
    last = queries.last_publications([note.id])[note.id].get(language)
    if last is None or last.withdrawn_at is not None:
        raise refusals.NothingToWithdraw
    last.withdrawn_at, last.withdrawn_because = clock.now(), because
    last.withdrawn_by = staff_id
    db.session.flush()
    after = {"language": language, "revision": last.number, "because": because}
    record("summary", note.id, "withdrawn", {}, after)
    announce(SummaryWithdrawn(last))
    return last
