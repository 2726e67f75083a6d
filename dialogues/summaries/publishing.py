"""Publishing a note as it reads now."""

import json

from dialogues.summaries import publishing_service, refusals
from dialogues.summaries.checks import Finding, findings_of
from dialogues.summaries.content import Content, content_of
from dialogues.summaries.models import Publication, SummaryNote
from dialogues.support.codes import fingerprint


def publish_in(note: SummaryNote, language: str, staff_id: int | None) -> Publication:
    """Freeze a note as it reads in ``language`` now, as its next revision there.

    Raises :class:`refusals.NothingToPublish` where it has no title or no text, and
    :class:`refusals.FindingsAreOpen` where the checks found what nobody has marked as fine.
    """
    still_open = len(open_findings(findings_of(note, language)))
    if still_open:
        raise refusals.FindingsAreOpen(count=still_open)
    return publishing_service.publish(note, language, content_of(note, language), staff_id)


def open_findings(findings: list[Finding]) -> list[Finding]:
    """The findings that are neither fixed nor marked as fine."""
    return [one for one in findings if one.marked_fine_because is None]


def print_of(content: Content) -> str:
    """The same 32 characters for the same content: whether an editor has seen what is published."""
    return fingerprint(json.dumps(content, sort_keys=True))
