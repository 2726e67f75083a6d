"""Publishing a note as it reads now."""

import json

from flask_babel import gettext as _
from flask_babel import ngettext

from dialogues.languages.names import language_name
from dialogues.languages.rules import one_after_another
from dialogues.programme.models import Status
from dialogues.summaries import files, publishing_service, queries, refusals
from dialogues.summaries.checks import Finding, findings_of
from dialogues.summaries.content import Content, content_of
from dialogues.summaries.documents import document_of
from dialogues.summaries.models import Publication, SummaryNote
from dialogues.summaries.telling import to_be_told
from dialogues.support.codes import fingerprint
from dialogues.support.refusals import Refusal


def publish_for_readers(
    note: SummaryNote, language: str, staff_id: int | None, page: str, seen: str | None = None
) -> str:
    """Publish as :func:`publish_in` does, if readers can have it as a PDF, too.

    Says what was done, whom that tells, and how to take it back, in the language of the ``page``.
    Raises :class:`~dialogues.support.pdf.TextCannotBeDrawn`, and :class:`refusals.NoteHasChanged`
    where ``seen`` is the print of another content: of what an editor has looked at.
    """
    content = _ready(note, language)
    if seen is not None and seen != print_of(content):
        raise refusals.NoteHasChanged
    # What no PDF can show is to be found by its editor, not by its readers.
    files.file_of(document_of(content, language), "pdf")
    telling = to_be_told(note.id, note.dialogue_id, language)
    publication = publishing_service.publish(note, language, content, staff_id)
    return _news(publication, telling, page)


def publish_in(note: SummaryNote, language: str, staff_id: int | None) -> Publication:
    """Freeze a note as it reads in ``language`` now, as its next revision there.

    Raises what :func:`obstacle_to` finds, and :class:`refusals.FindingsAreOpen` where the checks
    found what nobody has marked as fine.
    """
    return publishing_service.publish(note, language, _ready(note, language), staff_id)


def _ready(note: SummaryNote, language: str) -> Content:
    """What can be published of a note, which is locked from now on."""
    queries.locked(note.id)
    content = content_of(note, language)
    obstacle = obstacle_to(note, language, content)
    if obstacle:
        raise obstacle
    still_open = len(open_findings(findings_of(note, language)))
    if still_open:
        raise refusals.FindingsAreOpen(count=still_open)
    return content


def obstacle_to(note: SummaryNote, language: str, content: Content) -> Refusal | None:
    """Why a note cannot be published as ``content`` in a language, whatever the checks found."""
    if note.dialogue.status is Status.DRAFT:
        return refusals.DialogueIsADraft()
    texts = (content["opening"], *(section["body"] for section in content["sections"]))
    if not content["title"] or not any(texts):
        return refusals.NothingToPublish()
    last = queries.last_publications([note.id])[note.id].get(language)
    if last and last.withdrawn_at is None and last.content == content:
        return refusals.PublishedAlready(number=last.number)
    return None


def open_findings(findings: list[Finding]) -> list[Finding]:
    """The findings that are neither fixed nor marked as fine."""
    return [one for one in findings if one.marked_fine_because is None]


def print_of(content: Content) -> str:
    """The same 32 characters for the same content: whether an editor has seen what is published."""
    return fingerprint(json.dumps(content, sort_keys=True))


def _news(publication: Publication, telling: int, page: str) -> str:
    done = _(
        "Revision %(number)s is published in %(language)s.",
        number=publication.number,
        language=language_name(publication.language, page),
    )
    told = ngettext("%(num)s reader gets a mail.", "%(num)s readers get a mail.", telling)
    back = _("To take it back, withdraw it.")
    return one_after_another((done, told, back), page)
