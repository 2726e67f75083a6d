"""Short links, the registration form, and the page after it."""

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from dialogues.interpretation.rules import channel_for, is_offered, listening_languages
from dialogues.languages.times import ClockTime, clock_times, one_line
from dialogues.people.categories import CATEGORIES
from dialogues.people.rules import Category
from dialogues.programme import queries as programme
from dialogues.programme import visits
from dialogues.programme.models import DialogueSession
from dialogues.programme.rules import StateOfRegistration
from dialogues.registration import queries, service
from dialogues.registration.admission import TAKES_REGISTRATIONS
from dialogues.registration.application import Application
from dialogues.registration.doors import lead_to_mailbox, wants_proof
from dialogues.registration.forms import RegistrationForm
from dialogues.registration.offers import Offer, is_draft, offer_of, open_sessions
from dialogues.registration.refusals import (
    CategoryIsNotAdmitted,
    LanguageIsNotOffered,
    RegistrationIsByInvitation,
    RegistrationIsNotOpen,
)
from dialogues.web.addresses import (
    current_language,
    preferred_language,
    registrants_pages,
    viewer_zone,
)
from dialogues.web.forms import refuse
from dialogues.web.limiting import FOR_ONE_ADDRESS, require
from dialogues.web.prepared import prepared_page

_AFTER_LINKS = ".,;:!?)»”。，；：！？）،؛؟"

short_links = Blueprint("short_links", __name__)
pages = registrants_pages("registration", __name__)


@pages.app_template_global()
def times_in(session: DialogueSession, zone: str) -> list[ClockTime]:
    """When a session is: in the zone of a registration, in its own, and in UTC."""
    return clock_times(session.starts_at, session.ends_at, session.zone, zone, current_language())


@pages.app_template_global()
def time_in_line(session: DialogueSession, zone: str | None = None) -> str:
    """When a session is, in one line: in ``zone``, else the viewer's, else the session's."""
    wanted = zone or viewer_zone() or session.zone
    return one_line(session.starts_at, session.ends_at, wanted, current_language())


@pages.app_template_global()
def category_name(category: str) -> str:
    """What a capacity in which people take part is called, in the page's language."""
    return str(CATEGORIES[Category(category)])


@short_links.get("/<slug>/")
def follow(slug: str) -> AnyResponse:
    """Lead a short link to its session's form, in the visitor's language.

    The punctuation of a sentence that ended with the link is no part of it.
    """
    g.language = preferred_language()
    slug = slug.rstrip(_AFTER_LINKS)
    session = programme.session_by_slug(slug)
    response: AnyResponse
    if session is None or is_draft(session):
        response = make_response(
            render_template("registration/unknown_link.html", others=open_sessions()), 404
        )
    else:
        _count_visit(slug)
        response = redirect(url_for("registration.register", public_id=session.public_id))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _count_visit(slug: str) -> None:
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose", "")
    is_got = request.method == "GET"
    if is_got and visits.is_visit(request.headers.get("User-Agent", ""), purpose):
        visits.counter(current_app).count(slug)


@pages.get("/sessions/<public_id>/register")
def register(public_id: str) -> Response:
    """The form of a session, or why it has none and what is open instead."""
    offer = _offer(public_id)
    if not offer.is_open:
        return _not_open(offer)
    session = offer.session
    text = session.dialogue.text(current_language())
    shown = (offer.state, *queries.facts_of((session, session.dialogue, text, *offer.twins)))
    return _private(prepared_page(shown, lambda: _blank_form(offer)))


@pages.post("/sessions/<public_id>/register")
def submit(public_id: str) -> AnyResponse:
    """Register, or show the form again with what is wrong; or carry what was typed to a twin."""
    filled = RegistrationForm()  # first: an error page keeps what was typed in its words
    require(FOR_ONE_ADDRESS)
    if "switch" in request.form:
        offer = _offer(public_id)
        return _private(_form(offer, filled)) if offer.is_open else _not_open(offer)
    if not filled.validate():
        offer = _offer(public_id)
        return _private(_form(offer, filled), 422) if offer.is_open else _not_open(offer)
    if filled.needs_another and request.form.get("stays") != filled.needed:
        offer = _offer(public_id)
        if offer.is_open and offer.better(filled.needed):
            return _private(_form(offer, filled, stays=filled.needed))
    application = filled.application(current_language())
    try:
        if wants_proof(filled):
            return lead_to_mailbox(public_id, application)
        outcome = service.register(public_id, application)
    except (LanguageIsNotOffered, CategoryIsNotAdmitted) as refusal:
        is_of_category = isinstance(refusal, CategoryIsNotAdmitted)
        refuse(filled.category if is_of_category else filled.listening_language, refusal)
        return _private(_form(_offer(public_id), filled), 422)
    except (RegistrationIsNotOpen, RegistrationIsByInvitation):
        return _not_open(_offer(public_id))
    return show_registered(public_id, application, outcome)


def show_registered(
    public_id: str, application: Application, outcome: service.Outcome
) -> AnyResponse:
    """Lead to the page that says what happened, by what was submitted."""
    cookie["registered"] = {
        "session": public_id,
        "email": application.email,
        "zone": application.zone,
        "listening_language": application.listening_language,
        "needed_language": application.needed_language,
        "outcome": outcome.name,
    }
    return redirect(url_for("registration.registered", public_id=public_id), 303)


@pages.get("/sessions/<public_id>/registered")
def registered(public_id: str) -> AnyResponse:
    """What happened: from what was submitted and the session alone (DESIGN 8)."""
    offer = _offer(public_id)
    submitted = cookie.get("registered")
    if not submitted or submitted["session"] != public_id:
        return redirect(url_for("registration.register", public_id=public_id))
    session, needed = offer.session, submitted.get("needed_language")
    return _private(
        render_template(
            "registration/registered.html",
            session=session,
            submitted=submitted,
            outcome=submitted["outcome"].lower(),
            listening_language=submitted["listening_language"] or channel_for(needed, session),
            better=offer.better(needed, current_language()),
            twins=offer.twins,
        )
    )


def _offer(public_id: str) -> Offer:
    return offer_of(public_id, current_language()) or abort(404)


def _blank_form(offer: Offer) -> str:
    blank = RegistrationForm(zone=viewer_zone() or "")
    if is_offered(current_language(), offer.session):
        blank.listening_language.data = current_language()
    return _form(offer, blank)


def _form(offer: Offer, filled: RegistrationForm, stays: str | None = None) -> str:
    """The form, which tells of a twin that has a language which this session lacks.

    ``stays`` is the language that the person has just said they need: who sends the form once
    more means this session all the same.
    """
    filled.offer(offer.categories, listening_languages(offer.session))
    return render_template(
        "registration/form.html",
        offer=offer,
        session=offer.session,
        form=filled,
        twins=offer.twins,
        better=offer.better(filled.needed, current_language()),
        stays=stays,
    )


def _not_open(offer: Offer) -> Response:
    is_by_invitation = offer.is_by_invitation and offer.state in (
        *TAKES_REGISTRATIONS,
        StateOfRegistration.NOT_YET,
    )
    return _private(
        render_template(
            "registration/not_open.html",
            session=offer.session,
            state="invitation" if is_by_invitation else offer.state.value,
            opens_at=offer.session.registration_opens_at
            if offer.state is StateOfRegistration.NOT_YET
            else None,
            twins=offer.twins,
            full_twins=offer.full_twins,
            others=() if offer.twins else open_sessions(),
        )
    )


def _private(body: str, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response
