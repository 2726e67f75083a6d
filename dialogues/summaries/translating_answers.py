"""What a press on the translators' page does: keep all that was typed, then what was pressed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from wtforms import Field

from dialogues.languages.rules import ENDONYMS
from dialogues.summaries import queries, refusals, translating_service
from dialogues.summaries.models import SummaryNote, SummarySection
from dialogues.summaries.rules import Words
from dialogues.summaries.service import Saved, save
from dialogues.summaries.translating import ItemPart, item_parts
from dialogues.summaries.translating_forms import SectionPart, TranslationForm
from dialogues.support.refusals import Refusal
from dialogues.web.forms import refuse


@dataclass
class Told:
    """What became of it: kinds and sentences, and the part of the page that it is about."""

    sentences: list[tuple[str, str]] = field(default_factory=list)
    anchor: str | None = None


def shown(note: SummaryNote, target: str) -> dict[str, Any]:
    """What the page's form holds when it is opened."""
    return {
        "sections": [_section_shown(note, each, target) for each in queries.standing(note)],
        "items": [_item_shown(each) for each in item_parts(note, target)],
    }


def _section_shown(note: SummaryNote, section: SummarySection, target: str) -> dict[str, Any]:
    text, source = section.texts.get(target), section.texts.get(note.source_language)
    words = queries.words_of(text)
    return {
        "public_id": section.public_id,
        "heading": words.heading,
        "body": words.body,
        "base": text.version if text else 0,
        "kept": 0,
        "renders": source.version if source else 0,
    }


def _item_shown(part: ItemPart) -> dict[str, Any]:
    words = {"text": part.target, "seen": part.target, "rendered": part.source}
    return {"public_id": part.item.public_id, **words}


def fields_of(form: TranslationForm, note: SummaryNote, target: str) -> Mapping[str, Any]:
    """The fields of each section and item by public id; those come since the page was sent too."""
    now = shown(note, target)
    for sent, fresh in ((form.sections, now["sections"]), (form.items, now["items"])):
        known = {entry.form.public_id.data for entry in sent}
        for values in fresh:
            if values["public_id"] not in known:
                sent.append_entry(values)
    return {entry.form.public_id.data: entry.form for entry in (*form.sections, *form.items)}


def typed_into(form: TranslationForm, note: SummaryNote, target: str) -> set[str]:
    """The public ids of the sections and items that were sent otherwise than they were shown."""
    sent = {str(entry.form.public_id.data): entry.form for entry in form.sections}
    return {
        *(
            each.public_id
            for each in note.sections
            if (part := sent.get(each.public_id))
            and part.words != _words_shown(each, target, part.number("base"))
        ),
        *(str(one.form.public_id.data) for one in form.items if not one.form.is_untouched),
    }


def keep(note: SummaryNote, target: str, form: TranslationForm, act: str) -> Told:
    """Keep what was typed, and do what ``act`` (``done:<section>``, ...) asks for.

    What was typed of a section that was taken out meanwhile is kept with it. Raises what is
    refused; where that is about a field, the field says so, too.
    """
    verb, _colon, which = act.partition(":")
    every = {each.public_id: each for each in note.sections}
    sections = {each.public_id: each for each in queries.standing(note)}
    pressed = {str(entry.form.public_id.data): entry.form for entry in form.sections}
    typed = typed_into(form, note, target)
    saved = _keep_sections([every[one] for one in every if one in typed], target, pressed)
    items = _keep_items(note, target, form, which if verb == "fits" else "")
    parked = [every[one] for one, what in saved.items() if what.is_parked]
    # What was saved while it was typed is not counted: a save that is asked for is answered anyway.
    is_news = bool(len(saved) + items - len(parked)) or verb in ("", "save")
    told = Told(_told_of_saving(is_news, parked))
    told.sentences += [_told_of_absence(every[one]) for one in saved if one not in sections]
    if which in sections and which in pressed and sections[which] not in parked:
        said = _act(verb, sections[which], target, form, pressed[which], saved.get(which))
        told.sentences += [("success", said)] if said else []
        told.anchor = f"section-{which}"
    if act == "done:":
        shown_ = {one: part for one, part in pressed.items() if sections.get(one) not in parked}
        told.sentences += _done_with_all(sections, target, shown_, saved)
    return told


def _keep_sections(
    sections: Iterable[SummarySection], target: str, parts: Mapping[str, SectionPart]
) -> dict[str, Saved]:
    """What became of those that were typed into, by public id."""
    saved = {}
    for section in sections:
        part = parts[section.public_id]
        base, kept = part.number("base"), part.number("kept")
        saved[section.public_id] = save(section, target, part.words, base, current_user.id, kept)
    return saved


def _words_shown(section: SummarySection, target: str, base: int) -> Words:
    text = section.texts.get(target)
    if text is None or text.version == base:
        return queries.words_of(text)
    return queries.words_of(queries.version(section.id, target, base))


def _keep_items(note: SummaryNote, target: str, form: TranslationForm, fitting: str) -> int:
    """How many action items were put into other words; ``fitting`` keeps its own."""
    sent_ids = {str(entry.form.public_id.data) for entry in form.items}
    parts = {each.item.public_id: each for each in item_parts(note, target, sent_ids)}
    count, refused = 0, None
    for entry in form.items:
        sent, part = entry.form, parts.get(str(entry.form.public_id.data))
        if part is None or (sent.is_untouched and part.item.public_id != fitting):
            continue
        words, rendered, seen = (
            str(one.data or "") for one in (sent.text, sent.rendered, sent.seen)
        )
        try:
            translating_service.translate_item(part.item, target, words, rendered, seen)
            count += 1
        except refusals.ItemTranslatedMeanwhile as refusal:
            refused = refusal
            _refuse(form.items, sent.text, refusal)
            sent.seen.data = part.target  # the next press puts it in the place of that
    if refused:
        raise refused
    return count


def _told_of_saving(is_news: bool, parked: list[SummarySection]) -> list[tuple[str, str]]:
    told = []
    if is_news and not parked:
        told.append(("success", _("What you wrote on this page is saved.")))
    for section in parked:
        sentence = _(
            "Somebody else has changed “%(section)s” before you. What you wrote is kept aside: "
            "please bring the two together.",
            section=_name(section),
        )
        told.append(("warning", sentence))
    return told


def _told_of_absence(section: SummarySection) -> tuple[str, str]:
    sentence = _(
        "“%(section)s” was taken out of the note meanwhile. What you typed is kept with it, and it "
        "can be put back at the end of the page of the note.",
        section=_name(section),
    )
    return "warning", sentence


def _done_with_all(
    sections: Mapping[str, SummarySection],
    target: str,
    parts: Mapping[str, SectionPart],
    saved: Mapping[str, Saved],
) -> list[tuple[str, str]]:
    """Declare all that is written done; what was sent back, only where it was typed into."""
    count = 0
    for public_id, section in sections.items():
        text, part = section.texts.get(target), parts.get(public_id)
        if part is None or text is None or not queries.words_of(text):
            continue
        is_as_shown = text.version == part.number("base") and not text.sent_back_because
        if public_id in saved or is_as_shown:
            _declare_done(section, target, part, saved.get(public_id))
            count += 1
    said = ngettext(
        "%(num)s section in %(language)s is done. To take that back, make it a draft again.",
        "%(num)s sections in %(language)s are done. To take that back, make them drafts again.",
        count,
        language=ENDONYMS[target],
    )
    return [("success", said)] if count else []


def _declare_done(
    section: SummarySection, target: str, part: SectionPart, saved: Saved | None
) -> None:
    source = section.texts[section.note.source_language]
    translating_service.declare_done(
        section,
        target,
        version=saved.version if saved else part.number("base"),
        renders=min(part.number("renders"), source.version),
    )


def _act(
    verb: str,
    section: SummarySection,
    target: str,
    form: TranslationForm,
    part: SectionPart,
    saved: Saved | None,
) -> str:
    """What was done to a section, in words; empty where it was saved alone."""
    named = {"section": _name(section), "language": ENDONYMS[target]}
    match verb:
        case "done":
            _declare_done(section, target, part, saved)
            said = _(
                "“%(section)s” in %(language)s is done. To take that back, make it a draft again.",
                **named,
            )
        case "reopen":
            translating_service.reopen(section, target)
            said = _(
                "“%(section)s” in %(language)s is a draft again. To take that back, mark it as "
                "done.",
                **named,
            )
        case "back":
            if not part.because.data:
                refusal = refusals.CommentIsMissing()
                _refuse(form.sections, part.because, refusal)
                raise refusal
            told = translating_service.send_back(
                section, target, part.because.data, current_user.id
            )
            if told:
                said = _(
                    "“%(section)s” in %(language)s is sent back: %(name)s gets a mail with your "
                    "words, and reads them on this page. To take that back, mark it as done.",
                    name=told.name,
                    **named,
                )
            else:
                said = _(
                    "“%(section)s” in %(language)s is sent back: its translator reads your words "
                    "on this page, and the board of notes counts it. To take that back, mark it "
                    "as done.",
                    **named,
                )
        case _:
            return ""
    return str(said)


def _refuse(parts: Any, refused: Field, refusal: Refusal) -> None:
    """Put a refusal beside a field of one of the parts, and into the summary of errors."""
    refuse(refused, refusal)
    parts.errors = [entry.errors for entry in parts]


def _name(section: SummarySection) -> str:
    return queries.words_of(section.texts.get(section.note.source_language)).heading
