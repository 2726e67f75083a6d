"""The mail to whoever translated a section that is sent back: what is to be changed."""

from flask import url_for
from flask_babel import gettext as _

from dialogues.database import db
from dialogues.languages.rules import ENDONYMS
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.people.models import Staff
from dialogues.summaries.models import SummarySection


def compose_sent_back(row: OutboxMail) -> Mail | None:
    """The mail about a translated section; None where it waits for its translator no more."""
    section = db.session.get(SummarySection, row.subject_id)
    target = row.payload["into"]
    text = section.texts.get(target) if section and section.removed_at is None else None
    reader = db.session.get(Staff, row.payload["staff"])
    if section is None or text is None or not text.sent_back_because:
        return None
    if reader is None or not reader.is_active:
        return None
    sender = db.session.get(Staff, text.sent_back_by) if text.sent_back_by else None
    source = section.texts.get(section.note.source_language)
    heading, language = source.heading if source else text.heading, ENDONYMS[target]
    return Letter(
        subject=_("Sent back: %(section)s (%(language)s)", section=heading, language=language),
        opening=(
            _(
                "The translation of “%(section)s” into %(language)s, which you wrote last, is "
                "sent back to you.",
                section=heading,
                language=language,
            ),
            _("%(name)s writes:", name=sender.name if sender else "–"),
            text.sent_back_because,
        ),
        button=(
            _("Open the translation"),
            url_for(
                "summaries_translation.translate",
                language=row.language,
                public_id=section.note.dialogue.public_id,
                target=target,
                _anchor=f"section-{section.public_id}",
                _external=True,
            ),
        ),
    ).to_mail()
