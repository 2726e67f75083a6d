"""What organisers hand on: posters of a Dialogue, the QR codes of its short links, their visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, make_response, render_template, request
from flask_babel import ngettext

from dialogues.programme import queries as programme
from dialogues.programme.confirming import lacking_texts
from dialogues.programme.models import Dialogue, DialogueSession, ShortLink
from dialogues.programme.visit_queries import Visits, visits_of
from dialogues.publishing.forms import OFTEN_WANTED, PosterForm
from dialogues.publishing.poster import poster_of, sessions_on_poster
from dialogues.registration.queries import confirmed_counts
from dialogues.support import clock, zones
from dialogues.support.pdf import TextCannotBeDrawn
from dialogues.support.roles import Role
from dialogues.web.addresses import absolute, current_language
from dialogues.web.forms import ViewAnswer, say
from dialogues.web.guards import office_pages
from dialogues.web.headers import as_file
from dialogues.web.qr import code_of, png_file, svg_file

pages = office_pages("publishing_office", __name__, Role.EDITOR)
pages.add_app_template_global(code_of, "qr_code")


@dataclass(frozen=True)
class LinkShown:
    """A short link, with how often it was followed."""

    link: ShortLink
    visits: Visits


@dataclass(frozen=True)
class SessionLinks:
    """The short links of a session, and how many people are registered for it."""

    session: DialogueSession
    registered: int
    links: Sequence[LinkShown]
    """The one in use first, then the earlier ones, the latest first."""

    @property
    def figures(self) -> tuple[str, str]:
        """The visits of all its links, and the people registered, in words."""
        total = sum(shown.visits.total for shown in self.links)
        return (
            ngettext("%(num)s visit", "%(num)s visits", total),
            ngettext("%(num)s registration", "%(num)s registrations", self.registered),
        )


@pages.app_template_global()
def links_of(sessions: Sequence[DialogueSession]) -> list[SessionLinks]:
    """The short links of some sessions, in three statements."""
    visits = visits_of(sessions, clock.now().date())
    registered = confirmed_counts(session.id for session in sessions)
    return [
        SessionLinks(
            session,
            registered[session.id],
            [LinkShown(link, visits[link.id]) for link in reversed(session.short_links)],
        )
        for session in sessions
        if session.short_links
    ]


@pages.get("/dialogues/<public_id>/poster")
def poster(public_id: str) -> str:
    """What a poster of a Dialogue is to say: in which language, with the times of which cities."""
    dialogue = _dialogue(public_id)
    return _poster_page(dialogue, PosterForm(data=_usual(dialogue)))


@pages.get("/dialogues/<public_id>/poster.pdf")
def poster_file(public_id: str) -> ViewAnswer:
    """The poster as a PDF of one page; or its form again, with what is wrong."""
    dialogue = _dialogue(public_id)
    sessions = sessions_on_poster(dialogue) or abort(404)
    form = PosterForm(request.args, data=_usual(dialogue))
    if not form.validate():
        return _poster_page(dialogue, form), 422
    language = str(form.language.data)
    try:
        made = poster_of(dialogue, language, form.chosen_zones or [sessions[0].zone])
    except TextCannotBeDrawn as refusal:
        form.form_errors.append(say(refusal))
        return _poster_page(dialogue, form), 422
    name = f"poster-{sessions[0].local_start:%Y-%m-%d}-{language}.pdf"
    return _download(made, "application/pdf", name)


@pages.get("/qr/<slug>.svg")
def qr_svg(slug: str) -> Response:
    """The QR code of a short link as SVG, for print at any size."""
    link = _link(slug)
    return _download(svg_file(absolute(f"/{link.slug}")), "image/svg+xml", f"{link.slug}.svg")


@pages.get("/qr/<slug>.png")
def qr_png(slug: str) -> Response:
    """The QR code of a short link as PNG, for print at 10 cm."""
    link = _link(slug)
    return _download(png_file(absolute(f"/{link.slug}")), "image/png", f"{link.slug}.png")


def _usual(dialogue: Dialogue) -> dict[str, Any]:
    """A poster in the page's language, with the first session's own zone and some others."""
    own = [session.zone for session in sessions_on_poster(dialogue)[:1]]
    return {"language": current_language(), "zones": [*dict.fromkeys([*own, *OFTEN_WANTED])]}


def _poster_page(dialogue: Dialogue, form: PosterForm) -> str:
    return render_template(
        "publishing/poster.html",
        dialogue=dialogue,
        form=form,
        has_sessions=bool(sessions_on_poster(dialogue)),
        lacking=lacking_texts(dialogue.texts),
        zones=zones.COMMON_ZONES,
    )


def _download(content: bytes, kind: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = kind
    return as_file(response, name)


def _dialogue(public_id: str) -> Dialogue:
    return programme.dialogue_by_public_id(public_id) or abort(404)


def _link(slug: str) -> ShortLink:
    return programme.short_link(slug) or abort(404)
