"""What the personal link of an invitation opens: register, or name a stand-in."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialogues.guest_list import service
from dialogues.guest_list.forms import InvitedForm, StandInForm
from dialogues.guest_list.links import invitation_of
from dialogues.guest_list.models import Invitation
from dialogues.guest_list.refusals import (
    InvitationIsPassed,
    InvitationIsRevoked,
    InvitationIsUnknown,
    InvitationIsUsed,
    OwnStandIn,
    StandInCannotPassOn,
)
from dialogues.interpretation.rules import is_offered, listening_languages
from dialogues.people.rules import Category
from dialogues.registration.offers import open_sessions
from dialogues.registration.pages import show_registered
from dialogues.registration.refusals import LanguageIsNotOffered, RegistrationIsNotOpen
from dialogues.registration.seats import state_now, takes_registrations
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language, registrants_pages, viewer_zone
from dialogues.web.forms import AddressForm, refuse, say
from dialogues.web.headers import personal

pages = registrants_pages("invitation", __name__)


@pages.route("/invitation/<token>", methods=["GET", "POST"])
def answer(token: str) -> AnyResponse:
    """The form of registration for who was invited."""
    invitation = invitation_of(token)
    form = InvitedForm(invitation, zone=viewer_zone() or "")
    service.require_open(invitation)
    if not takes_registrations(invitation.session):
        return _not_open(invitation)
    if not form.is_submitted() and is_offered(current_language(), invitation.session):
        form.listening_language.data = current_language()
    form.offer(Category, listening_languages(invitation.session))
    if not form.validate_on_submit():
        return _show("invitation", invitation, token, form)
    application = form.application(current_language())
    try:
        outcome = service.accept(invitation, application)
    except LanguageIsNotOffered as refusal:
        refuse(form.listening_language, refusal)
        return _show("invitation", invitation, token, form)
    except RegistrationIsNotOpen:
        return _not_open(invitation)
    return personal(show_registered(invitation.session.public_id, application, outcome))


@pages.route("/invitation/<token>/stand-in", methods=["GET", "POST"])
def stand_in(token: str) -> AnyResponse:
    """Name who comes instead: the form, then one confirmation."""
    invitation = invitation_of(token)
    form = StandInForm(language=current_language())
    try:
        service.require_passable(invitation)
    except RegistrationIsNotOpen:
        return _not_open(invitation)
    action = request.form.get("action", "")
    if action == "edit" or not form.validate_on_submit():
        return _show("stand_in", invitation, token, form, 200 if action == "edit" else None)
    if form.address == invitation.email:
        refuse(form.email, OwnStandIn())
        return _show("stand_in", invitation, token, form)
    if action != "confirm":
        return _show("confirm_stand_in", invitation, token, form, 200)
    service.pass_on(invitation, str(form.name.data), form.address, str(form.language.data))
    flash(
        _(
            "Your invitation is passed on. We have written to %(name)s at %(email)s. To change "
            "that, please write to the organisers.",
            name=form.name.data,
            email=form.address,
        ),
        "success",
    )
    return personal(redirect(url_for("invitation.answer", token=token), 303))


@pages.errorhandler(InvitationIsUnknown)
@pages.errorhandler(InvitationIsRevoked)
@pages.errorhandler(InvitationIsPassed)
@pages.errorhandler(InvitationIsUsed)
@pages.errorhandler(StandInCannotPassOn)
def cannot_be_answered(refusal: Refusal) -> Response:
    """Say why a link does not work, and of one that was used, how to get on."""
    token = (request.view_args or {})["token"]
    is_used = isinstance(refusal, InvitationIsUsed)
    page = render_template(
        "guest_list/spent.html",
        sentence=say(refusal),
        token=token,
        is_used=is_used,
        can_pass_on=is_used and invitation_of(token).can_pass_on,
        form=AddressForm(formdata=None),
    )
    return personal(make_response(page, refusal.status))


def _show(
    page: str, invitation: Invitation, token: str, form: object, status: int | None = None
) -> Response:
    body = render_template(
        f"guest_list/{page}.html",
        invitation=invitation,
        session=invitation.session,
        state=state_now(invitation.session),
        token=token,
        form=form,
        typed=[pair for pair in request.form.items() if pair[0] in ("name", "email", "language")],
    )
    return personal(make_response(body, status or (422 if request.method == "POST" else 200)))


def _not_open(invitation: Invitation) -> Response:
    page = render_template(
        "registration/not_open.html",
        session=invitation.session,
        state=state_now(invitation.session).value,
        opens_at=invitation.session.registration_opens_at,
        twins=(),
        others=open_sessions(),
    )
    return personal(make_response(page))
