"""Who is invited to a session, for organisers: the list, and one invitation."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialogues.guest_list import queries, service
from dialogues.guest_list.labels import STATES
from dialogues.guest_list.links import invitation_link
from dialogues.guest_list.models import Invitation
from dialogues.guest_list.rules import State
from dialogues.programme.models import DialogueSession
from dialogues.programme.queries import session_by_public_id
from dialogues.registration.models import Registration
from dialogues.support.texts import search_words
from dialogues.web.addresses import page_number
from dialogues.web.forms import PressForm
from dialogues.web.guards import office_pages

pages = office_pages("guest_list_office", __name__)


@pages.app_template_global()
def invitation_of(registration: Registration) -> tuple[Invitation, str] | None:
    """The invitation of a registration's address to its session, and its state in words."""
    found = queries.of_address(registration.session_id, registration.participant.email)
    if found is None:
        return None
    return found, str(STATES[queries.states_of(found.session_id, [found])[found.id]])


@pages.get("/sessions/<public_id>/guests")
def guests(public_id: str) -> str:
    """The list of a session by pages, as the state and the search in the address say."""
    session = session_or_404(public_id)
    asked, q = request.args.get("state"), search_words(request.args.get("q", ""))
    state = State(asked) if asked in set(State) else None
    page = queries.page_of_guests(session.id, state, q, page_number())
    counts = queries.counts_by_state(session.id, q)
    return render_template(
        "guest_list/guests.html",
        session=session,
        page=page,
        states=queries.states_of(session.id, page.items),
        stand_ins=queries.stand_ins_of(page.items),
        counts=counts,
        total=sum(counts.values()),
        state=state,
        q=q,
        labels=STATES,
    )


@pages.get("/guests/<public_id>")
def guest(public_id: str) -> str:
    """One invitation, with the personal link for an organiser to hand on."""
    invitation = _invitation(public_id)
    return render_template(
        "guest_list/guest.html",
        invitation=invitation,
        session=invitation.session,
        state=queries.states_of(invitation.session_id, [invitation])[invitation.id],
        stand_in=queries.stand_ins_of([invitation]).get(invitation.id),
        link=invitation_link(invitation),
        labels=STATES,
    )


@pages.route("/guests/<public_id>/resend", methods=["GET", "POST"])
def resend(public_id: str) -> str | Response:
    """Mail an invitation once more, after one confirmation."""
    invitation, form = _invitation(public_id), PressForm()
    if not form.validate_on_submit():
        return _confirm("resend", invitation, form)
    service.resend(invitation)
    flash(_("The invitation is on its way to %(email)s once more.", email=invitation.email))
    return _back_to(invitation.session)


@pages.route("/guests/<public_id>/revoke", methods=["GET", "POST"])
def revoke(public_id: str) -> str | Response:
    """Take an invitation back, after one confirmation."""
    invitation, form = _invitation(public_id), PressForm()
    if not form.validate_on_submit():
        return _confirm("revoke", invitation, form)
    service.revoke(invitation)
    flash(
        _(
            "The invitation of %(email)s is revoked: its link does not work any more. To take "
            "that back, add the address to the list again.",
            email=invitation.email,
        ),
        "success",
    )
    return _back_to(invitation.session)


def session_or_404(public_id: str) -> DialogueSession:
    """The session with a public id."""
    return session_by_public_id(public_id) or abort(404)


def _invitation(public_id: str) -> Invitation:
    return queries.by_public_id(public_id) or abort(404)


def _confirm(what: str, invitation: Invitation, form: PressForm) -> Response:
    page = render_template(
        f"guest_list/{what}.html", invitation=invitation, session=invitation.session, form=form
    )
    return make_response(page, 422 if form.is_submitted() else 200)


def _back_to(session: DialogueSession) -> Response:
    return redirect(url_for("guest_list_office.guests", public_id=session.public_id), 303)
