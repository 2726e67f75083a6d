"""The public pages: home, a Dialogue, past Dialogues, subscribing, the zone picker, privacy."""

from collections.abc import Sequence

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug import Response as AnyResponse

from dialogues.action_items.ledger_queries import LedgerFilter, counts
from dialogues.action_items.rules import day_everywhere
from dialogues.languages import places
from dialogues.programme.agenda_times import shown_agenda
from dialogues.programme.models import DialogueSession
from dialogues.publishing import links, queries
from dialogues.publishing.feeds import interpretation_asked
from dialogues.publishing.record_queries import left_by, note_languages
from dialogues.support import clock
from dialogues.web.addresses import (
    absolute,
    current_language,
    in_language,
    local_path,
    page_number,
    preferred_language,
    prefixed_pages,
    viewer_zone,
    with_zone,
)
from dialogues.web.caching import cached_page
from dialogues.web.qr import code_of

root = Blueprint("root", __name__)
pages = prefixed_pages("publishing", __name__)


@root.get("/")
def choose_language() -> AnyResponse:
    """Lead to the home page in the visitor's language."""
    response = redirect(url_for("publishing.home", language=preferred_language()))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@pages.get("/")
@cached_page("zone")
def home() -> str:
    """What is next, when is it for me, where do I register; then what is coming, and what was."""
    now = clock.now()
    programme = queries.programme_at(now)
    return render_template(
        "publishing/home.html",
        programme=programme,
        notes=_notes_of(programme.past),
        agreed=counts(LedgerFilter(), day_everywhere(now)),
    )


@pages.get("/subscribe")
@cached_page("interpretation", "zone")
def subscribe() -> str:
    """How to follow the sessions in a calendar, all or those heard in one language."""
    chosen = interpretation_asked()
    feed = absolute(url_for("feeds.calendar", interpretation=chosen))
    return render_template(
        "publishing/subscribe.html",
        chosen=chosen,
        feed=feed,
        code=code_of(absolute(url_for("publishing.subscribe", interpretation=chosen))),
    )


@pages.get("/dialogues/<public_id>")
@cached_page("zone")
def dialogue(public_id: str) -> str:
    """A Dialogue with its sessions, and what is open instead where they are not."""
    now = clock.now()
    shown = queries.dialogue_at(public_id, now)
    if shown is None:
        abort(404)
    instead = None if shown.is_open else queries.open_instead(now, shown.dialogue)
    return render_template(
        "publishing/dialogue.html",
        shown=shown,
        agenda=shown_agenda(
            shown.dialogue,
            [card.session for card in shown.cards],
            current_language(),
            viewer_zone(),
        ),
        left=left_by(shown.dialogue),
        instead=instead,
        copies={card.session.id: _copies(card.session) for card in shown.cards if card.is_open},
    )


@pages.get("/dialogues/")
def past() -> str:
    """All Dialogues that were held, latest first."""
    page = queries.past_page(clock.now(), page_number())
    return render_template("publishing/past.html", page=page, notes=_notes_of(page.items))


@pages.get("/zones")
def zones() -> Response:
    """Cities to choose the viewer's zone from, each a link back to where the visitor was."""
    query = request.args.get("q", "")[:100].strip()
    way_back = in_language(
        local_path(request.args.get("return")) or url_for("publishing.home"), current_language()
    )
    found = places.find(query, current_language())
    response = make_response(
        render_template(
            "publishing/zones.html",
            query=query,
            way_back=way_back,
            found=[(place, with_zone(way_back, place.zone)) for place in found],
            offices=[
                (place, with_zone(way_back, place.zone))
                for place in places.well_known(current_language())
            ],
            without_zone=with_zone(way_back, None),
        )
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@pages.get("/privacy")
@cached_page("zone")
def privacy() -> str:
    """What is stored about people, why, for how long, and whom to ask."""
    return render_template("publishing/privacy.html")


def _notes_of(dialogues: Sequence[queries.Shown]) -> dict[int, list[str]]:
    return note_languages([shown.dialogue.id for shown in dialogues])


def _copies(session: DialogueSession) -> dict[str, str]:
    """Links that copy a session to calendars on the web, in the page's language."""
    text = session.dialogue.text(current_language())
    page = absolute(url_for("publishing.dialogue", public_id=session.dialogue.public_id))
    what = (text.title, page, session.starts_at, session.ends_at)
    return {"Google": links.google_link(*what), "Outlook": links.outlook_link(*what)}
