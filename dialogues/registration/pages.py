"""Short links, the registration form, and the page after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import (
    Blueprint,
    Response,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from dialogues.interpretation.rules import (
    is_offered,
    listening_languages,
    twins_first_in,
)
from dialogues.languages.times import ClockTime, clock_times, one_line
from dialogues.programme import queries as programme
from dialogues.programme.models import DialogueSession, Status
from dialogues.programme.rules import StateOfRegistration
from dialogues.registration import queries, seats, service
from dialogues.registration.forms import RegistrationForm, offer_languages
from dialogues.registration.refusals import LanguageIsNotOffered, RegistrationIsNotOpen
from dialogues.support import clock
from dialogues.web.addresses import (
    current_language,
    preferred_language,
    prefixed_pages,
    viewer_zone,
)
from dialogues.web.forms import refuse
from dialogues.web.prepared import prepared_page

_OPEN_SHOWN = 4
_AFTER_LINKS = ".,;:!?)»”。，；：！？）،؛؟"

short_links = Blueprint("short_links", __name__)
pages = prefixed_pages("registration", __name__)


@pages.before_request
def _act_as_registrant() -> None:
    g.actor = "registrant"


@pages.app_template_global()
def times_in(session: DialogueSession, zone: str) -> list[ClockTime]:
    """When a session is: in the zone of a registration, in its own, and in UTC."""
    return clock_times(session.starts_at, session.ends_at, session.zone, zone, current_language())


@pages.app_template_global()
def time_in_line(session: DialogueSession, zone: str | None = None) -> str:
    """When a session is, in one line: in ``zone``, else the viewer's, else the session's."""
    wanted = zone or viewer_zone() or session.zone
    return one_line(session.starts_at, session.ends_at, wanted, current_language())


@short_links.get("/<slug>/")
def follow(slug: str) -> AnyResponse:
    """Lead a short link to its session's form, in the visitor's language.

    The punctuation of a sentence that ended with the link is no part of it.
    """
    g.language = preferred_language()
    session = programme.session_by_slug(slug.rstrip(_AFTER_LINKS))
    response: AnyResponse
    if session is None or _is_draft(session):
        response = make_response(
            render_template("registration/unknown_link.html", others=_open_sessions()), 404
        )
    else:
        response = redirect(url_for("registration.register", public_id=session.public_id))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@pages.get("/sessions/<public_id>/register")
def register(public_id: str) -> Response:
    """The form of a session, or why it has none and what is open instead."""
    offer = _offer(public_id)
    if not offer.is_open:
        return _not_open(offer)
    session = offer.session
    text = session.dialogue.text(current_language())
    shown = (session, session.dialogue, text, *offer.twins)
    return _private(prepared_page(queries.facts_of(shown), lambda: _blank_form(offer)))


@pages.post("/sessions/<public_id>/register")
def submit(public_id: str) -> AnyResponse:
    """Register, or show the form again with what is wrong; or carry what was typed to a twin."""
    filled = RegistrationForm()  # first: an error page keeps what was typed in its words
    if "switch" in request.form:
        offer = _offer(public_id)
        return _private(_form(offer, filled)) if offer.is_open else _not_open(offer)
    if not filled.validate():
        offer = _offer(public_id)
        return _private(_form(offer, filled), 422) if offer.is_open else _not_open(offer)
    application = filled.application(current_language())
    try:
        outcome = service.register(public_id, application)
    except LanguageIsNotOffered as refusal:
        refuse(filled.listening_language, refusal)
        return _private(_form(_offer(public_id), filled), 422)
    except RegistrationIsNotOpen:
        return _not_open(_offer(public_id))
    cookie["registered"] = {
        "session": public_id,
        "email": application.email,
        "zone": application.zone,
        "listening_language": application.listening_language,
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
    return _private(
        render_template(
            "registration/registered.html",
            session=offer.session,
            submitted=submitted,
            twins=offer.twins,
        )
    )


@dataclass(frozen=True)
class _Offer:
    """A session, whether it takes registrations, and the twins that do and have room."""

    session: DialogueSession
    state: StateOfRegistration
    twins: Sequence[DialogueSession]

    @property
    def is_open(self) -> bool:
        return self.state in (StateOfRegistration.OPEN, StateOfRegistration.FULL)


def _offer(public_id: str) -> _Offer:
    sessions = queries.sessions_beside(public_id)
    session = next((one for one in sessions if one.public_id == public_id), None)
    if session is None or _is_draft(session):
        abort(404)
    states = seats.states_now(sessions)
    open_ones = [one for one in sessions if states[one.id] is StateOfRegistration.OPEN]
    twins = twins_first_in(current_language(), [one for one in open_ones if one is not session])
    return _Offer(session, states[session.id], twins)


def _is_draft(session: DialogueSession) -> bool:
    return Status.DRAFT in (session.status, session.dialogue.status)


def _blank_form(offer: _Offer) -> str:
    blank = RegistrationForm(zone=viewer_zone() or "")
    if is_offered(current_language(), offer.session):
        blank.listening_language.data = current_language()
    return _form(offer, blank)


def _form(offer: _Offer, filled: RegistrationForm) -> str:
    session, twins = offer.session, offer.twins
    offer_languages(filled.listening_language, listening_languages(session))
    language = current_language()
    return render_template(
        "registration/form.html",
        session=session,
        form=filled,
        twins=twins,
        # The twin that has what this session lacks: the reader's own language.
        better=next(
            (
                twin
                for twin in twins
                if is_offered(language, twin) and not is_offered(language, session)
            ),
            None,
        ),
    )


def _not_open(offer: _Offer) -> Response:
    return _private(
        render_template(
            "registration/not_open.html",
            session=offer.session,
            state=offer.state.name.lower(),
            twins=offer.twins,
            others=() if offer.twins else _open_sessions(),
        )
    )


def _open_sessions() -> list[DialogueSession]:
    """The next sessions of any Dialogue that take registrations and have room."""
    sessions = [
        session
        for dialogue in programme.upcoming_dialogues(clock.now())
        for session in dialogue.sessions
    ]
    states = seats.states_now(sessions)
    return [one for one in sessions if states[one.id] is StateOfRegistration.OPEN][:_OPEN_SHOWN]


def _private(body: str, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response
