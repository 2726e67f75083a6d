"""Marking a finding of the checks as fine, with a reason, and taking that back."""

from dialogues.database import db
from dialogues.history.service import record
from dialogues.summaries import queries, refusals
from dialogues.summaries.models import FindingMarkedFine, SummaryNote
from dialogues.support import clock


def mark_fine(note: SummaryNote, fingerprint: str, because: str, staff_id: int) -> None:
    """Keep that a difference is meant, and why. Raises :class:`refusals.ReasonIsMissing`."""
    if not because.strip():
        raise refusals.ReasonIsMissing
    queries.locked(note.id)
    mark = db.session.get(FindingMarkedFine, (note.id, fingerprint))
    if mark is None:
        mark = FindingMarkedFine(note_id=note.id, fingerprint=fingerprint)
        db.session.add(mark)
    mark.because, mark.marked_at, mark.marked_by = because.strip(), clock.now(), staff_id
    db.session.flush()
    record("summary", note.id, "marked_fine", {}, {"because": mark.because})


def unmark(note: SummaryNote, fingerprint: str) -> None:
    """Look at a difference again that was marked as fine."""
    queries.locked(note.id)
    mark = db.session.get(FindingMarkedFine, (note.id, fingerprint))
    if mark is not None:
        record("summary", note.id, "mark_taken_back", {"because": mark.because}, {})
        db.session.delete(mark)
        db.session.flush()
