"""A person's own pages, from a signed link: see, change language, swap, cancel, return, join."""

from flask import (
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialogues.interpretation.listening import listening_sentence
from dialogues.interpretation.rules import (
    is_offered,
    language_after_swap,
    listening_languages,
    twins_first_in,
)
from dialogues.languages.times import duration
from dialogues.people.categories import CATEGORIES
from dialogues.programme import queries as programme
from dialogues.programme.rules import StateOfRegistration
from dialogues.registration import rules, seats, service
from dialogues.registration.forms import (
    LanguageForm,
    SwapForm,
    offer_languages,
)
from dialogues.registration.links import JOIN, MANAGE, join_link, registration_of
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.pages import pages
from dialogues.registration.refusals import (
    LanguageIsNotOffered,
    LinkHasExpired,
    LinkIsUnknown,
)
from dialogues.support import clock
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language
from dialogues.web.forms import AddressForm, BaseForm, PressForm, refuse, say
from dialogues.web.headers import MEETING_CONTENT_SECURITY_POLICY, personal


@pages.get("/manage/<token>")
def manage(token: str) -> Response:
    """One's registration in a sentence, and what one can do with it."""
    registration = registration_of(MANAGE, token)
    return _show_registration(registration, token, PressForm())


@pages.route("/manage/<token>/language", methods=["GET", "POST"])
def change_language(token: str) -> AnyResponse:
    """Choose another listening language."""
    registration = registration_of(MANAGE, token)
    form = LanguageForm(listening_language=registration.listening_language)
    offer_languages(form.listening_language, listening_languages(registration.session))
    if form.validate_on_submit():
        try:
            service.change_listening_language(registration, str(form.listening_language.data))
        except LanguageIsNotOffered as refusal:
            refuse(form.listening_language, refusal)
        else:
            return _done(
                token,
                _("Your listening language is changed. A mail is on its way to you."),
            )
    return _show("language", registration, token, form)


@pages.route("/manage/<token>/swap/<public_id>", methods=["GET", "POST"])
def swap(token: str, public_id: str) -> AnyResponse:
    """Move to another session of the Dialogue, after one confirmation."""
    registration = registration_of(MANAGE, token)
    target = programme.session_by_public_id(public_id)
    if target is None or target.dialogue_id != registration.session.dialogue_id:
        raise LinkIsUnknown
    if request.method == "GET" and service.holds_another_seat(registration):
        return personal(redirect(url_for("registration.manage", token=token)))
    form = SwapForm(
        listening_language=language_after_swap(
            registration.listening_language, registration.language, target
        )
    )
    offer_languages(form.listening_language, listening_languages(target))
    if form.validate_on_submit():
        try:
            service.swap(registration, target, form.listening_language.data)
        except LanguageIsNotOffered as refusal:
            refuse(form.listening_language, refusal)
        else:
            return _done(
                token,
                _(
                    "You have moved to this session. The mails on their way to you bring your "
                    "calendar up to date."
                ),
            )
    return _show("swap", registration, token, form, target=target)


@pages.route("/manage/<token>/cancel", methods=["GET", "POST"])
def cancel(token: str) -> AnyResponse:
    """Give the seat back, after one confirmation."""
    registration = registration_of(MANAGE, token)
    form = PressForm()
    if form.validate_on_submit():
        if not service.cancel(registration):
            return _done(token, _("Your registration was cancelled before. Nothing has changed."))
        return _done(
            token,
            _(
                "Your registration is cancelled. A mail that takes the session out of your "
                "calendar is on its way."
            ),
        )
    return _show("cancel", registration, token, form)


@pages.post("/manage/<token>/return")
def take_back(token: str) -> AnyResponse:
    """Take a seat again after cancelling."""
    registration = registration_of(MANAGE, token)
    form = PressForm()
    if form.validate():
        service.take_back(registration)
        return _done(token, _("You are registered again. A mail is on its way to you."))
    return _show_registration(registration, token, form)


@pages.route("/my-registration", methods=["GET", "POST"])
def find() -> AnyResponse:
    """Have one's links mailed again; the answer is the same whether the address is known."""
    form = AddressForm()
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return make_response(render_template("registration/find.html", form=form), status)
    service.ask_for_links(form.address, current_language())
    return make_response(render_template("registration/asked.html", email=form.address))


@pages.route("/join/<token>", methods=["GET", "POST"])
def join(token: str) -> AnyResponse:
    """The way into the meeting: opens 15 minutes before, and forwards when the person presses."""
    registration = registration_of(JOIN, token)
    session = registration.session
    now = clock.now()
    is_open = (
        registration.status is RegistrationStatus.CONFIRMED
        and session.takes_place(now)
        and rules.door_is_open(session.starts_at, session.ends_at, now)
    )
    form = PressForm()
    if form.validate_on_submit() and is_open and session.join_url:
        service.attend(registration)
        return personal(redirect(session.join_url, 303))
    seconds = rules.seconds_to_wait(session.starts_at, now)
    response = _show(
        "join",
        registration,
        token,
        form,
        is_open=is_open,
        opens_at=rules.door_opens_at(session.starts_at),
        seconds=seconds,
        time_left=duration(-(-seconds // 60)),
        refresh_after=rules.refresh_after(seconds),
    )
    response.headers["Content-Security-Policy"] = MEETING_CONTENT_SECURITY_POLICY
    return response


@pages.errorhandler(LinkIsUnknown)
@pages.errorhandler(LinkHasExpired)
def link_does_not_work(refusal: Refusal) -> Response:
    """Say what is wrong with a link, and how to get a new one."""
    page = render_template("registration/link.html", sentence=say(refusal), form=AddressForm())
    return personal(make_response(page, refusal.status))


def _show_registration(registration: Registration, token: str, form: PressForm) -> Response:
    another = service.holds_another_seat(registration)
    return _show("manage", registration, token, form, has_another_seat=another)


def _show(
    page: str,
    registration: Registration,
    token: str,
    form: BaseForm | None = None,
    **values: object,
) -> Response:
    form = form or PressForm()
    session = registration.session
    twins = twins_first_in(registration.language, programme.open_twins(session, clock.now()))
    states = seats.states_now([session, *twins])
    body = render_template(
        f"registration/{page}.html",
        registration=registration,
        session=session,
        state=states[session.id],
        is_active=registration.status is RegistrationStatus.CONFIRMED,
        is_offered=is_offered(registration.listening_language, session),
        listening=listening_sentence(registration.listening_language, session, current_language()),
        token=token,
        form=form,
        twins=[twin for twin in twins if states[twin.id] is StateOfRegistration.OPEN],
        join_link=join_link(registration),
        is_near=rules.is_near(session.starts_at, clock.now()),
        categories=CATEGORIES,
        **values,
    )
    return personal(make_response(body, 422 if form.is_submitted() else 200))


def _done(token: str, sentence: str) -> AnyResponse:
    flash(sentence, "success")
    return personal(redirect(url_for("registration.manage", token=token), 303))
