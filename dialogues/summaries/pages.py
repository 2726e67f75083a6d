"""What was published of notes: a page in each language, its revisions, the note as files."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, make_response, render_template
from markupsafe import Markup

from dialogues.action_items.queries import items_by_public_ids
from dialogues.languages.rules import LANGUAGES
from dialogues.summaries import files, queries
from dialogues.summaries.changes import changes_between
from dialogues.summaries.documents import Document, published_document
from dialogues.summaries.models import Publication, SummaryNote
from dialogues.summaries.publication_queries import public_note, revision
from dialogues.support.markup import html_of, text_of
from dialogues.web.addresses import current_language, prefixed_pages
from dialogues.web.caching import cached_page
from dialogues.web.forms import ViewAnswer
from dialogues.web.headers import as_file

pages = prefixed_pages("summaries", __name__)
pages.add_app_template_filter(text_of, "plain_text")

_FILES = "<any(pdf, docx, md):kind>"
_REVISION = "/dialogues/<public_id>/summary/revisions/<int(min=1, max=9999):number>"


@pages.get("/dialogues/<public_id>/summary")
@cached_page("zone")
def note(public_id: str) -> ViewAnswer:
    """A note in the page's language, or which languages it can be read in; 404 without a note.

    410 where it was withdrawn in this language: the page says so, and why.
    """
    found = _note(public_id)
    last = queries.last_publications([found.id])[found.id]
    mine = _readable(last)
    if mine is None:
        return _instead(found, last, 200)
    return _page("note", found, _languages(last), publication=mine, **_shown(mine))


@pages.get(f"/dialogues/<public_id>/summary.{_FILES}")
@cached_page()
def last_file(public_id: str, kind: str) -> ViewAnswer:
    """The note as a file in the page's language.

    A page, with 404 or 410, that says where it can be read, or why it was withdrawn, instead.
    """
    found = _note(public_id)
    last = queries.last_publications([found.id])[found.id]
    mine = _readable(last)
    return _file(mine, kind) if mine else _instead(found, last, 404)


@pages.get(_REVISION)
@pages.get(f"{_REVISION}/since/<int(min=1, max=9999):since>")
@cached_page("zone")
def earlier(public_id: str, number: int, since: int | None = None) -> ViewAnswer:
    """A revision as it was published, also where it was withdrawn, and what it changed.

    That is since the one before it, or since any other before. 404, with those that there are in
    the page's language, where there is none of this number.
    """
    found, language = _note(public_id), current_language()
    languages = queries.published_languages([found.id])[found.id]
    publication = revision(found.id, language, number)
    before = revision(found.id, language, since or number - 1)
    if publication is None or (since and (before is None or since >= number)):
        return _page("no_revision", found, languages), 404
    shown = _shown(publication)
    changes = changes_between(published_document(before), shown["document"]) if before else None
    return _page(
        "revision",
        found,
        languages,
        publication=publication,
        before=before,
        changes=changes,
        **shown,
    )


@pages.get(f"{_REVISION}.{_FILES}")
@cached_page()
def earlier_file(public_id: str, number: int, kind: str) -> Response:
    """A revision as a file."""
    found = revision(_note(public_id).id, current_language(), number) or abort(404)
    response = _file(found, kind)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _readable(last: Mapping[str, Publication]) -> Publication | None:
    """What can be read of a note in the page's language, of its last revisions by language."""
    mine = last.get(current_language())
    return mine if mine and mine.withdrawn_at is None else None


def _languages(last: Mapping[str, Publication]) -> list[str]:
    return [code for code in LANGUAGES if code in last and last[code].withdrawn_at is None]


def _instead(note: SummaryNote, last: Mapping[str, Publication], status: int) -> tuple[str, int]:
    """The page where a note cannot be read in its language: withdrawn, with 410; or not ready."""
    mine, languages = last.get(current_language()), _languages(last)
    if mine:
        return _page("withdrawn", note, languages, publication=mine), 410
    return (_page("not_ready", note, languages), status) if languages else abort(404)


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
