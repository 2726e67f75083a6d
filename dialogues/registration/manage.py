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
    twin_with,
)
from dialogues.languages.times import duration
from dialogues.people.categories import CATEGORIES
from dialogues.programme import queries as programme
from dialogues.registration import queries, rules, seats, service
from dialogues.registration.admission import after_return, refusal_to_move
from dialogues.registration.doors import LINKS_ASKED
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
from dialogues.registration.twins import twins_for
from dialogues.support import clock
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language
from dialogues.web.forms import AddressForm, BaseForm, PressForm, refuse, say
from dialogues.web.headers import MEETING_CONTENT_SECURITY_POLICY, personal
from dialogues.web.limiting import FOR_ONE_ADDRESS, require


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
        except Refusal as refusal:
            return _refused(registration, token, refusal)
        else:
            return _done(
                token,
                _("Your listening language is changed. A mail is on its way to you.")
                if registration.status is RegistrationStatus.CONFIRMED
                else _("Your listening language is changed."),
            )
    return _show("language", registration, token, form)


@pages.route("/manage/<token>/swap/<public_id>", methods=["GET", "POST"])
def swap(token: str, public_id: str) -> AnyResponse:
    """Move to another session of the Dialogue, after one confirmation."""
    registration = registration_of(MANAGE, token)
    target = programme.session_by_public_id(public_id)
    if target is None or target.dialogue_id != registration.session.dialogue_id:
        raise LinkIsUnknown
    if request.method == "GET" and (
        not registration.is_active or service.holds_another_seat(registration)
    ):
        return personal(redirect(url_for("registration.manage", token=token)))
    form = SwapForm(
        listening_language=language_after_swap(
            registration.listening_language,
            registration.own_languages,
            registration.session,
            target,
        )
    )
    offer_languages(form.listening_language, listening_languages(target))
    try:
        if form.validate_on_submit():
            service.swap(registration, target, form.listening_language.data)
            return _done(token, _moved(registration))
        if refused := refusal_to_move(registration, target, seats.state_now(target)):
            raise refused
    except LanguageIsNotOffered as refusal:
        refuse(form.listening_language, refusal)
    except Refusal as refusal:
        return _refused(registration, token, refusal)
    return _show("swap", registration, token, form, target=target)


def _moved(registration: Registration) -> str:
    if registration.status is RegistrationStatus.PENDING:
        return str(
            _("Your registration is for this session now, and awaits approval by the organisers.")
        )
    return str(
        _(
            "You have moved to this session. The mails on their way to you bring your "
            "calendar up to date."
        )
    )


@pages.route("/manage/<token>/cancel", methods=["GET", "POST"])
def cancel(token: str) -> AnyResponse:
    """Give the seat back, or the place in the queue, after one confirmation."""
    registration = registration_of(MANAGE, token)
    form = PressForm()
    if form.validate_on_submit():
        was = registration.status
        if not service.cancel(registration):
            return _done(token, _("Your registration was cancelled before. Nothing has changed."))
        return _done(token, _cancelled(was))
    return _show("cancel", registration, token, form)


def _cancelled(was: RegistrationStatus) -> str:
    match was:
        case RegistrationStatus.WAITLISTED:
            return str(_("You have left the waiting list. A mail that says so is on its way."))
        case RegistrationStatus.PENDING:
            return str(
                _("You have withdrawn your registration. A mail that says so is on its way.")
            )
        case _:
            return str(
                _(
                    "Your registration is cancelled. A mail that takes the session out of your "
                    "calendar is on its way."
                )
            )


@pages.post("/manage/<token>/return")
def take_back(token: str) -> AnyResponse:
    """Come back after cancelling: to a seat, or to the end of the queue."""
    registration = registration_of(MANAGE, token)
    form = PressForm()
    if not form.validate():
        return _show_registration(registration, token, form)
    try:
        service.take_back(registration)
    except Refusal as refusal:
        return _refused(registration, token, refusal)
    return _done(token, _returned(registration))


def _returned(registration: Registration) -> str:
    match registration.status:
        case RegistrationStatus.WAITLISTED:
            return str(_("You are at the end of the waiting list. A mail is on its way to you."))
        case RegistrationStatus.PENDING:
            return str(_("Your registration awaits approval again. A mail is on its way to you."))
        case _:
            return str(_("You are registered again. A mail is on its way to you."))


@pages.route("/my-registration", methods=["GET", "POST"])
def find() -> AnyResponse:
    """Have one's links mailed again; the answer is the same whether the address is known."""
    form = AddressForm()
    require(LINKS_ASKED, FOR_ONE_ADDRESS)
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return make_response(render_template("registration/find.html", form=form), status)
    service.ask_for_links(form.address, current_language())
    return make_response(render_template("registration/asked.html", email=form.address))


@pages.post("/manage/<token>/data")
def ask_for_data(token: str) -> AnyResponse:
    """Have the link to all one's data mailed: who holds a manage link may be somebody else."""
    registration = registration_of(MANAGE, token)
    form = PressForm()
    if not form.validate():
        return _show_registration(registration, token, form)
    require(LINKS_ASKED)
    email = registration.participant.email
    service.ask_for_links(email, registration.language)
    return personal(make_response(render_template("registration/asked.html", email=email)))


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


def _show_registration(
    registration: Registration, token: str, form: PressForm, status: int | None = None
) -> Response:
    return _show(
        "manage",
        registration,
        token,
        form,
        status,
        has_another_seat=service.holds_another_seat(registration),
        place=queries.place_in_queue(registration),
    )


def _refused(registration: Registration, token: str, refusal: Refusal) -> Response:
    """One's registration as it is, and why it is not otherwise."""
    form = PressForm()
    form.form_errors.append(say(refusal))
    return _show_registration(registration, token, form, refusal.status)


def _show(
    page: str,
    registration: Registration,
    token: str,
    form: BaseForm,
    status: int | None = None,
    **values: object,
) -> Response:
    session = registration.session
    state = seats.state_now(session)
    twins = twins_for(registration)
    body = render_template(
        f"registration/{page}.html",
        registration=registration,
        session=session,
        state=state,
        has_seat=registration.status is RegistrationStatus.CONFIRMED,
        comes_back=after_return(registration, state),
        is_offered=is_offered(registration.listening_language, session),
        listening=listening_sentence(registration.listening_language, session, current_language()),
        token=token,
        form=form,
        twins=twins,
        better=twin_with(registration.own_languages, session, twins),
        join_link=join_link(registration),
        is_near=rules.is_near(session.starts_at, clock.now()),
        categories=CATEGORIES,
        **values,
    )
    return personal(make_response(body, status or (422 if form.is_submitted() else 200)))


def _done(token: str, sentence: str) -> AnyResponse:
    flash(sentence, "success")
    return personal(redirect(url_for("registration.manage", token=token), 303))
