"""Short links, the registration form, and the page after it."""

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
from dialogues.languages.rules import ENDONYMS, LANGUAGES
from dialogues.languages.times import ClockTime, clock_times, one_line
from dialogues.programme import queries as programme
from dialogues.programme.models import DialogueSession, Status
from dialogues.programme.rules import StateOfRegistration
from dialogues.registration import queries, service
from dialogues.registration.forms import RegistrationForm, offer_languages
from dialogues.registration.refusals import LanguageIsNotOffered, RegistrationIsNotOpen
from dialogues.registration.service import Outcome, state_now
from dialogues.support import clock
from dialogues.web.addresses import (
    current_language,
    preferred_language,
    prefixed_pages,
    viewer_zone,
)
from dialogues.web.forms import refuse

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


@short_links.get("/<slug>")
def follow(slug: str) -> AnyResponse:
    """Lead a short link to its session's form, in the visitor's language."""
    language = preferred_language()
    if slug in LANGUAGES:
        return redirect(url_for("publishing.home", language=slug))
    session = programme.session_by_slug(slug)
    if session is None or Status.DRAFT in (session.status, session.dialogue.status):
        abort(404)
    response = redirect(
        url_for("registration.register", language=language, public_id=session.public_id)
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@pages.get("/sessions/<public_id>/register")
def register(public_id: str) -> Response:
    """The form of a session, or why it has none and what is open instead."""
    session = _session(public_id)
    state = state_now(session)
    if state is not StateOfRegistration.OPEN:
        return _not_open(session, state)
    blank = RegistrationForm(zone=viewer_zone() or "")
    if is_offered(current_language(), session):
        blank.listening_language.data = current_language()
    return _form(session, blank, 200)


@pages.post("/sessions/<public_id>/register")
def submit(public_id: str) -> AnyResponse:
    """Register, or show the form again with what is wrong; or carry what was typed to a twin."""
    session = _session(public_id)
    filled = RegistrationForm()
    offer_languages(filled.listening_language, listening_languages(session), ENDONYMS)
    if "switch" in request.form:
        state = state_now(session)
        if state is not StateOfRegistration.OPEN:
            return _not_open(session, state)
        return _form(session, filled, 200)
    if not filled.validate():
        return _form(session, filled, 422)
    application = filled.application(current_language())
    try:
        outcome = service.register(session, application)
    except LanguageIsNotOffered as refusal:
        refuse(filled.listening_language, refusal)
        return _form(session, filled, 422)
    except RegistrationIsNotOpen:
        return _not_open(session, state_now(session))
    if outcome is Outcome.FULL:
        return _not_open(session, StateOfRegistration.FULL)
    cookie["registered"] = {
        "session": public_id,
        "email": application.email,
        "zone": application.zone,
        "listening_language": application.listening_language,
    }
    return redirect(url_for("registration.registered", public_id=public_id), 303)


@pages.get("/sessions/<public_id>/registered")
def registered(public_id: str) -> AnyResponse:
    """What happened: from what was submitted and the session alone (DESIGN 8)."""
    session = _session(public_id)
    submitted = cookie.get("registered")
    if not submitted or submitted["session"] != public_id:
        return redirect(url_for("registration.register", public_id=public_id))
    return _private(
        render_template(
            "registration/registered.html",
            session=session,
            submitted=submitted,
            twins=_twins(session),
        )
    )


def _session(public_id: str) -> DialogueSession:
    session = programme.session_by_public_id(public_id)
    if session is None or Status.DRAFT in (session.status, session.dialogue.status):
        abort(404)
    return session


def _twins(session: DialogueSession) -> list[DialogueSession]:
    twins = twins_first_in(current_language(), programme.open_twins(session, clock.now()))
    taken = queries.confirmed_counts([twin.id for twin in twins])
    return [twin for twin in twins if twin.capacity is None or taken[twin.id] < twin.capacity]


def _form(session: DialogueSession, filled: RegistrationForm, status: int) -> Response:
    offer_languages(filled.listening_language, listening_languages(session), ENDONYMS)
    twins = _twins(session)
    language = current_language()
    return _private(
        render_template(
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
        ),
        status,
    )


def _not_open(session: DialogueSession, state: StateOfRegistration) -> Response:
    now = clock.now()
    twins = _twins(session)
    others = [
        other
        for dialogue in programme.upcoming_dialogues(now)
        if dialogue.id != session.dialogue_id
        for other in dialogue.sessions
        if other.status is Status.PUBLISHED and other.registration_open and other.ends_at > now
    ]
    return _private(
        render_template(
            "registration/not_open.html",
            session=session,
            state=state.name.lower(),
            twins=twins,
            others=others[:4],
        )
    )


def _private(body: str, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response
