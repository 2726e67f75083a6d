"""Translating notes: what is done, and what is sent back. Texts are saved by ``service.save``."""

from typing import Any

from dialogues.action_items import changing
from dialogues.action_items import queries as action_items
from dialogues.action_items.models import ActionItem, ActionItemText
from dialogues.database import db
from dialogues.history.service import record
from dialogues.outbox.service import owe
from dialogues.people.models import Staff
from dialogues.summaries import queries, refusals
from dialogues.summaries.models import SectionText, SummarySection
from dialogues.summaries.rules import SENT_BACK
from dialogues.support import clock


def declare_done(section: SummarySection, language: str, version: int, renders: int) -> None:
    """Declare version ``version`` of a translation done: it renders that version of the source.

    Raises :class:`refusals.TextChangedMeanwhile` where another version has been saved since. A
    source that has changed since makes it stale at once.
    """
    text = _text(section, language)
    if text.version != version:
        raise refusals.TextChangedMeanwhile
    before = {"is_done": text.is_done}
    text.is_done, text.renders = True, renders
    text.sent_back_because = text.sent_back_by = text.sent_back_at = None
    db.session.flush()
    _record(section, language, "translated", before, {"is_done": True, "renders": renders})


def reopen(section: SummarySection, language: str) -> None:
    """Make a translation that was declared done a draft again."""
    text = _text(section, language)
    if text.is_done:
        text.is_done = False
        _record(section, language, "translation_reopened", {"is_done": True}, {"is_done": False})


def send_back(section: SummarySection, language: str, because: str, staff_id: int) -> Staff | None:
    """Give a section back to whoever translates it, with what is to be changed.

    Who wrote it last, but for the sender, gets a mail in the language of the translation, and is
    returned; None where that is nobody.
    """
    text = _text(section, language)
    before = {"is_done": text.is_done}
    text.is_done = False
    text.sent_back_because, text.sent_back_by = because, staff_id
    text.sent_back_at = clock.now()
    db.session.flush()
    after = {"is_done": False, "because": because}
    _record(section, language, "sent_back", before, after)
    writer = queries.last_writer(section.id, language, but=staff_id)
    if writer is None:
        return None
    owe(
        kind=SENT_BACK,
        recipient=writer.email,
        language=language,
        zone="UTC",
        subject_id=section.id,
        payload={"into": language, "staff": writer.id},
    )
    return writer


def translate_item(
    item: ActionItem, language: str, text: str, rendered: str | None, seen: str
) -> None:
    """Put an action item into ``language``: ``text`` translates the source text ``rendered``.

    None stands for one that is known no more; an empty ``text`` takes the translation away.
    Raises :class:`refusals.ItemTranslatedMeanwhile` where it reads otherwise than ``seen`` now,
    which is empty for none.
    """
    item = action_items.locked(item.id)
    kept = item.texts.get(language)
    if (kept.text if kept else "") != seen:
        raise refusals.ItemTranslatedMeanwhile(text=kept.text if kept else "–")
    before = changing.snapshot(item)
    if text:
        item.texts[language] = kept or ActionItemText(language=language)
        item.texts[language].text, item.texts[language].rendered = text, rendered
    elif kept:
        del item.texts[language]
    changing.keep(item, "translated", before)


def _text(section: SummarySection, language: str) -> SectionText:
    queries.locked(section.note_id)
    text = section.texts.get(language)
    if text is None or not queries.words_of(text):
        raise refusals.TranslationIsEmpty
    return text


def _record(
    section: SummarySection,
    language: str,
    verb: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    about = {"section": section.public_id, "language": language}
    record("summary", section.note_id, verb, before, {**about, **after})
