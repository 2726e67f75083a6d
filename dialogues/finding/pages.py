"""The search: Dialogues, summary notes and action items, by any of their words."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request
from markupsafe import Markup

from dialogues.finding import labels, passages, queries
from dialogues.finding.marking import excerpt, marked
from dialogues.finding.models import Passage, PassageKind
from dialogues.finding.tokens import Wanted, wanted
from dialogues.programme.models import Status
from dialogues.programme.rules import status_of_whole
from dialogues.support.texts import search_words
from dialogues.web.addresses import current_language, page_number, prefixed_pages
from dialogues.web.filters import zoned
from dialogues.web.limiting import Allowance, Excess, take

pages = prefixed_pages("finding", __name__)

SEARCHES = Allowance("searches", 600)
"""One a second, as long as ten minutes: offices share one network."""


@dataclass(frozen=True)
class Hit:
    """A passage that was found, with its words marked, and the address of where it stands."""

    passage: Passage
    is_on_agenda: bool
    is_cancelled: bool
    """Whether the Dialogue is."""
    heading: Markup
    text: Markup
    path: str


@pages.get("/search")
def search() -> Response:
    """What ``?q=`` finds, by pages, of all kinds or of the one that ``?kind=`` names."""
    typed = search_words(request.args.get("q", ""))
    asked = request.args.get("kind", "")
    kind = PassageKind(asked) if asked in list(PassageKind) else None
    sought = wanted(typed)
    page = None
    if sought:
        if until := take(SEARCHES):
            raise Excess(until)
        page = queries.found(sought, current_language(), kind, page_number())
    response = make_response(
        render_template(
            "finding/search.html",
            typed=typed,
            kind=kind,
            page=page,
            hits=[_hit(passage, sought) for passage in page.items] if page else [],
            kinds=labels.KINDS,
            several=labels.SEVERAL,
        )
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _hit(passage: Passage, sought: Wanted) -> Hit:
    heading, text = marked(passage.heading, sought), excerpt(passage.text, sought)
    about = passage.dialogue
    status = status_of_whole(about.status, [one.status for one in about.sessions])
    return Hit(
        passage=passage,
        is_on_agenda=passage.anchor == passages.AGENDA,
        is_cancelled=status == Status.CANCELLED,
        heading=heading,
        text=text,
        path=_path(passage),
    )


def _path(passage: Passage) -> str:
    """Where a passage stands, on a page in its own language."""
    about = {"public_id": passage.subject, "language": passage.language}
    if passage.kind is PassageKind.ACTION_ITEM:
        return zoned("ledger.item", **about)
    page = "publishing.dialogue" if passage.kind is PassageKind.DIALOGUE else "summaries.note"
    return zoned(page, **about, _anchor=passage.anchor or None)
