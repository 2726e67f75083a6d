"""What was published of notes: a page in each language, its revisions, the note as files."""

from typing import Any

from flask import Response, abort, make_response, render_template
from markupsafe import Markup

from dialogues.action_items.labels import STATUSES
from dialogues.action_items.models import CLOSED, ActionItem
from dialogues.action_items.queries import items_by_public_ids
from dialogues.action_items.rules import day_everywhere, is_overdue
from dialogues.languages.rules import LANGUAGES
from dialogues.summaries import files, queries
from dialogues.summaries.changes import changes_between
from dialogues.summaries.documents import Document, published_document
from dialogues.summaries.models import Publication, SummaryNote
from dialogues.summaries.publication_queries import public_note, revision
from dialogues.support import clock
from dialogues.support.markup import html_of, text_of
from dialogues.web.addresses import current_language, prefixed_pages
from dialogues.web.caching import cached_page
from dialogues.web.forms import ViewAnswer
from dialogues.web.headers import as_file

pages = prefixed_pages("summaries", __name__)
pages.add_app_template_filter(text_of, "plain_text")

_FILES = "<any(pdf, docx, md):kind>"


@pages.get("/dialogues/<public_id>/summary")
@cached_page("zone")
def note(public_id: str) -> ViewAnswer:
    """A note in the page's language, or which languages it can be read in; 404 without a note.

    410 where it was withdrawn in this language: the page says so, and why.
    """
    found = _note(public_id)
    last = queries.last_publications([found.id])[found.id]
    mine = last.get(current_language())
    languages = [code for code in LANGUAGES if code in last and last[code].withdrawn_at is None]
    if mine and mine.withdrawn_at is None:
        return _page("note", found, languages, publication=mine, **_shown(mine))
    if mine:
        return _page("withdrawn", found, languages, publication=mine), 410
    return _page("not_ready", found, languages) if languages else abort(404)


@pages.get(f"/dialogues/<public_id>/summary.{_FILES}")
@cached_page()
def last_file(public_id: str, kind: str) -> Response:
    """The note as a file in the page's language; 404 where it is not published."""
    found = _note(public_id)
    last = queries.last_publications([found.id])[found.id].get(current_language())
    if last is None or last.withdrawn_at is not None:
        abort(404)
    return _file(last, kind)


@pages.get("/dialogues/<public_id>/summary/revisions/<int(min=1, max=9999):number>")
@cached_page("zone")
def earlier(public_id: str, number: int) -> str:
    """A revision as it was published, with what changed in it; also where it was withdrawn."""
    found = _note(public_id)
    publication = _revision(found, number)
    shown = _shown(publication)
    before = revision(found.id, publication.language, number - 1)
    return _page(
        "revision",
        found,
        queries.published_languages([found.id])[found.id],
        publication=publication,
        changes=changes_between(published_document(before), shown["document"]) if before else None,
        **shown,
    )


@pages.get(f"/dialogues/<public_id>/summary/revisions/<int(min=1, max=9999):number>.{_FILES}")
@cached_page()
def earlier_file(public_id: str, number: int, kind: str) -> Response:
    """A revision as a file."""
    return _file(_revision(_note(public_id), number), kind)


def _page(name: str, note: SummaryNote, languages: list[str], **values: Any) -> str:
    return render_template(
        f"summaries/{name}.html",
        dialogue=note.dialogue,
        languages=languages,
        revisions=queries.publications(note.id, current_language()),
        **values,
    )


def _shown(publication: Publication) -> dict[str, Any]:
    """A revision in its own words, and how far its action items are by now."""
    document = published_document(publication)
    promises = [one for part in document.parts for one in part.promises]
    everything = [*promises, *document.promises, *document.carried]
    return {
        "document": document,
        "live": items_by_public_ids({one.id for one in everything}),
    }


@pages.app_template_filter()
def markdown(text: str, headings_from: int = 3) -> Markup:
    """A text as HTML, for templates."""
    return Markup(html_of(text, headings_from))


@pages.app_template_global()
def standing_of(item: ActionItem) -> tuple[object, bool]:
    """How far an action item is, in words, and whether it is overdue."""
    is_late = is_overdue(item.status in CLOSED, item.due_on, day_everywhere(clock.now()))
    return STATUSES[item.status], is_late


def _file(publication: Publication, kind: str) -> Response:
    document = published_document(publication)
    response = make_response(files.file_of(document, kind))
    response.headers["Content-Type"] = files.TYPES[kind]
    return as_file(response, _file_name(publication, document, kind))


def _file_name(publication: Publication, document: Document, kind: str) -> str:
    held = publication.content["held"]
    day = held[0]["local_start"][:10] if held else publication.content["dialogue"]
    return f"summary-{day}-{document.language}-{publication.number}.{kind}"


def _note(public_id: str) -> SummaryNote:
    return public_note(public_id) or abort(404)


def _revision(note: SummaryNote, number: int) -> Publication:
    return revision(note.id, current_language(), number) or abort(404)
