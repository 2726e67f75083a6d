"""The mails to the readers of a note: it is there in their language, or in which others."""

from collections.abc import Sequence

from flask import g
from flask_babel import gettext as _

from dialogues.config import settings
from dialogues.database import db
from dialogues.languages.names import language_list
from dialogues.languages.rules import ENDONYMS
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.queries import by_ids
from dialogues.summaries.models import Publication, SummaryNote
from dialogues.summaries.queries import last_publications
from dialogues.summaries.readers_queries import ELSEWHERE, READY


def compose_ready(row: OutboxMail) -> Mail | None:
    """The mail that a note can be read in its reader's language; None where it was withdrawn."""
    note = _note_for(row)
    publication = _published(note).get(row.language) if note else None
    if note is None or publication is None:
        return None
    address = _address(note, row.language)
    title = publication.content["title"]
    return Letter(
        subject=_("The summary note is there: %(title)s", title=title),
        opening=(
            _("The summary note of the Dialogue that you registered for can be read now."),
            title,
        ),
        button=(_("Read the summary note"), address),
        closing=(
            _("As a PDF: %(link)s", link=f"{address}.pdf"),
            _("As a Word file: %(link)s", link=f"{address}.docx"),
            _why(),
        ),
    ).to_mail()


def compose_elsewhere(row: OutboxMail) -> Mail | None:
    """The mail that says in which languages a note can be read.

    None where it is there in its reader's by now, of which another mail tells, or in none.
    """
    note = _note_for(row)
    published = _published(note) if note else {}
    codes = [code for code in ENDONYMS if code in published]
    if note is None or not codes or row.language in codes:
        return None
    return Letter(
        subject=_(
            "The summary note in other languages: %(title)s",
            title=note.dialogue.text(row.language).title,
        ),
        opening=(
            _(
                "The summary note of the Dialogue that you registered for can be read in: "
                "%(languages)s.",
                languages=language_list(codes, row.language),
            ),
            _("It is not ready in your language yet. We write to you as soon as it is."),
        ),
        facts=tuple((ENDONYMS[code], _address(note, code)) for code in codes),
        closing=(_why(),),
    ).to_mail()


def load_for_readers(rows: Sequence[OutboxMail]) -> None:
    """Read together, for the request, what these composers find one by one."""
    wanted = [row for row in rows if row.kind in (READY, ELSEWHERE)]
    if wanted:
        by_ids([row.payload["registration"] for row in wanted])
        g.published_notes = _in_force({row.subject_id for row in wanted})


def _note_for(row: OutboxMail) -> SummaryNote | None:
    """The note that a mail is about, as long as its reader is one."""
    reader = db.session.get(Registration, row.payload["registration"])
    if reader is None or reader.status is not RegistrationStatus.CONFIRMED or reader.erased_at:
        return None
    return db.session.get(SummaryNote, row.subject_id)


def _published(note: SummaryNote) -> dict[str, Publication]:
    known: dict[int, dict[str, Publication]] = g.get("published_notes", {})
    return known[note.id] if note.id in known else _in_force({note.id})[note.id]


def _in_force(note_ids: set[int]) -> dict[int, dict[str, Publication]]:
    return {
        note_id: {code: one for code, one in by_language.items() if one.withdrawn_at is None}
        for note_id, by_language in last_publications(note_ids).items()
    }


def _address(note: SummaryNote, language: str) -> str:
    return f"{settings().base_url}/{language}/dialogues/{note.dialogue.public_id}/summary"


def _why() -> str:
    return str(_("You get this mail because you were registered for this Dialogue."))
