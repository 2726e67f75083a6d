"""What importing a file recognised, left out and leaves alone, in sentences."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from dialogues.languages.names import language_name
from dialogues.languages.rules import listed
from dialogues.languages.times import date_in_words
from dialogues.summaries import queries
from dialogues.summaries.importing.document import Document
from dialogues.summaries.importing.plans import Plan
from dialogues.summaries.importing.reading_languages import language_of
from dialogues.summaries.labels import KINDS
from dialogues.summaries.models import SectionKind
from dialogues.support.markup import text_of
from dialogues.support.texts import one_line

_LONGEST_QUOTE = 200


def recognised(plan: Plan, page: str) -> Iterator[str]:
    """What the file holds, in the language of the ``page``."""
    title = plan.places[0].words.heading
    if plan.reading.title:
        yield _("Title: %(title)s", title=title)
    elif title:
        yield _("The file has no title. It is called “%(title)s” here.", title=title)
    else:
        yield _("The file has no title, and the Dialogue has none in this language. Please add it.")
    if plan.reading.days:
        days = listed((date_in_words(day, page) for day in plan.reading.days), page)
        yield _("Date: %(days)s. The note's page says when the Dialogue was held.", days=days)
    for place in plan.places[1:]:
        name, kind = place.words.heading or _("without a heading"), str(KINDS[place.kind])
        if name == kind:
            yield f"{_('%(label)s:', label=_('Section'))} {name}"
        else:
            yield _("Section: %(heading)s (%(kind)s)", heading=name, kind=kind)


def altered(document: Document, plan: Plan, page: str) -> Iterator[str]:
    """What of the file was taken out, left out or put together."""
    if plan.reading.joined:
        yield ngettext(
            "%(num)s paragraph that a page had broken was put together.",
            "%(num)s paragraphs that pages had broken were put together.",
            plan.reading.joined,
        )
    if document.unlinked:
        yield ngettext(
            "%(num)s link leads nowhere on the web, so it is plain text now: %(words)s.",
            "%(num)s links lead nowhere on the web, so they are plain text now: %(words)s.",
            len(document.unlinked),
            words=listed(map(_quoted, document.unlinked), page),
        )
    if document.pictures:
        yield ngettext(
            "%(num)s picture was left out: notes hold text.",
            "%(num)s pictures were left out: notes hold text.",
            document.pictures,
        )
    if document.hidden:
        yield ngettext(
            "%(num)s character that nobody sees was taken out.",
            "%(num)s characters that nobody sees were taken out.",
            document.hidden,
        )
    if document.tags:
        yield ngettext(
            "%(num)s tag of HTML stands as plain text.",
            "%(num)s tags of HTML stand as plain text.",
            document.tags,
        )
    if document.encoding:
        yield _(
            "The file was read as %(encoding)s. Please check that its letters are right.",
            encoding=document.encoding,
        )
    if plan.reading.letterhead:
        yield _(
            "Left out, because it stands above the title: %(words)s",
            words=listed(map(_quoted, plan.reading.letterhead), page),
        )
    for words in plan.reading.left_out:
        yield _(
            "Left out, because the note writes it by itself from the programme: %(words)s",
            words=_quoted(words),
        )


def another_language(document: Document, plan: Plan) -> str | None:
    """The language that the file reads as, where it is not the one that it was said to be in."""
    reads_as = language_of(document.markdown)
    return None if reads_as == plan.language else reads_as


def doubts(document: Document, plan: Plan, page: str) -> Iterator[str]:
    """What may be otherwise than the file, or who sent it, says."""
    held = {session.local_start.date() for session in plan.dialogue.sessions}
    if plan.reading.days and not held & set(plan.reading.days):
        yield _("The title of the file names another day than the Dialogue was held on.")
    if reads_as := another_language(document, plan):
        yield _(
            "The text reads as if it were in another language: %(language)s.",
            language=language_name(reads_as, page),
        )
    for place in plan.places:
        if place.kind is SectionKind.NEXT and not place.writes_itself:
            yield _(
                "What the file says of the next Dialogue does not agree with the programme, so it "
                "was kept as it is."
            )


def consequences(plan: Plan, page: str) -> Iterator[str]:
    """What will be of the note."""
    language = language_name(plan.language, page)
    if plan.note is None:
        yield _(
            "The note is begun, and written first in this language: %(language)s.",
            language=language,
        )
        return
    new = [place for place in plan.places if place.section is None]
    changed = [
        place
        for place in plan.places
        if place.section and place.words != queries.words_of(place.section.texts.get(plan.language))
    ]
    if changed:
        yield ngettext(
            "%(num)s section of the note gets a new version in this language: %(language)s.",
            "%(num)s sections of the note get a new version in this language: %(language)s.",
            len(changed),
            language=language,
        )
    if new:
        yield ngettext(
            "%(num)s section is added to the note.",
            "%(num)s sections are added to the note.",
            len(new),
        )
    if not changed and not new:
        yield _("The note says all of this already, so nothing changes.")
    if plan.untouched:
        names = [_name(plan, section.public_id) for section in plan.untouched]
        yield _(
            "The file says nothing of these sections, so they stay as they are: %(names)s.",
            names=listed(names, page),
        )


def _name(plan: Plan, public_id: str) -> str:
    section = next(each for each in plan.untouched if each.public_id == public_id)
    source = plan.note.source_language if plan.note else plan.language
    text = section.texts.get(plan.language) or section.texts.get(source)
    return text.heading if text and text.heading else str(KINDS[section.kind])


def _quoted(words: str) -> str:
    plain = one_line(text_of(words))
    is_long = len(plain) > _LONGEST_QUOTE
    return str(_("“%(words)s”", words=plain[:_LONGEST_QUOTE] + "…" if is_long else plain))
