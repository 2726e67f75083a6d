"""Changing a session that people registered for: what follows is shown first, then confirmed."""

from flask import abort, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialogues.programme import service
from dialogues.programme.confirming import (
    as_typed,
    confirmed,
    say_done,
    to_dialogue,
    typed,
)
from dialogues.programme.defaults import session_fields
from dialogues.programme.effects import Effect, effect_of
from dialogues.programme.forms import SessionForm
from dialogues.programme.models import DialogueSession, Status
from dialogues.programme.plans import SessionPlan
from dialogues.programme.queries import session_by_public_id
from dialogues.programme.refusals import ShortLinkIsTaken, TimeIsPast
from dialogues.programme.rules import was_published
from dialogues.programme.undoing import plan_before
from dialogues.registration import queries
from dialogues.registration.consequences import lost_languages
from dialogues.registration.figures_queries import figures_of
from dialogues.registration.previews import clashes_of, preview_revision, promoting, twins_of
from dialogues.support import zones
from dialogues.web.forms import BaseForm, PressForm, ViewAnswer, refuse
from dialogues.web.guards import office_pages

pages = office_pages("session_office", __name__)
_GET_AND_POST = ["GET", "POST"]
pages.app_template_global("figures_of")(figures_of)


@pages.route("/sessions/<public_id>/edit", methods=_GET_AND_POST)
def edit_session(public_id: str) -> ViewAnswer:
    """Move or change a session; for a published one, after a look at what follows."""
    session = _session(public_id)
    form = SessionForm(data=session_fields(session))
    form.offer_both_times(form.sitting.form)
    action = request.form.get("action")
    if request.method != "POST" or action == "edit":
        return _form_page(form, session)
    if not form.validate() or not form.plan:
        return _form_page(form, session), 422
    is_confirmed = action == "confirm" and request.form.get("seen") == _version(session)
    try:
        if is_confirmed or (action != "confirm" and session.status is not Status.PUBLISHED):
            return _revise(session, form.plan)
        return _confirmation(session, form.plan, typed(), form, is_late=action == "confirm")
    except ShortLinkIsTaken as refusal:
        form.refuse_short_link(refusal)
        return _form_page(form, session), 422
    except TimeIsPast as refusal:
        refuse(form.date, refusal)
        return _form_page(form, session), 422


@pages.post("/sessions/<public_id>/undo")
def undo(public_id: str) -> ViewAnswer:
    """Show what taking the last revision back does, on the page that confirms any other."""
    session = _session(public_id)
    form = PressForm()
    if not form.is_fresh():
        return to_dialogue(session.dialogue)
    plan = plan_before(session, request.form.get("change"))
    fields = SessionForm(formdata=None, data=session_fields(plan))
    return _confirmation(session, plan, [*as_typed(fields)], form)


@pages.route("/sessions/<public_id>/cancel", methods=_GET_AND_POST)
def cancel_session(public_id: str) -> str | Response:
    """Say what cancelling a session does; then do it."""
    session = _session(public_id)

    def page(effect: Effect[None], form: PressForm) -> str:
        listeners = queries.listeners(session.id)
        return render_template(
            "registration/office_change_cancel.html",
            session=session,
            lost=lost_languages(listeners, session, None, twins_of(session)),
            effect=effect,
            form=form,
        )

    return confirmed(
        session.dialogue,
        session.status is not Status.CANCELLED,
        lambda: service.cancel_session(session),
        page,
        done=_("The session is cancelled."),
        way_back=_("To take this back, press “Take the cancellation back…”."),
    )


@pages.route("/sessions/<public_id>/reinstate", methods=_GET_AND_POST)
def reinstate_session(public_id: str) -> str | Response:
    """Say what taking the cancellation of a session back does; then do it."""
    session = _session(public_id)

    def page(effect: Effect[None], form: PressForm) -> str:
        return render_template(
            "registration/office_change_reinstate.html",
            session=session,
            was_public=was_published(session.status, session.sequence),
            clashes=clashes_of(session, session),
            effect=effect,
            form=form,
        )

    return confirmed(
        session.dialogue,
        session.status is Status.CANCELLED,
        lambda: service.reinstate_session(session),
        page,
        done=_("The cancellation is taken back."),
        way_back=_("To take this back, cancel the session again."),
    )


def _revise(session: DialogueSession, plan: SessionPlan) -> Response:
    tell = "tell" in request.form
    effect = effect_of(
        lambda: promoting(session, lambda: service.revise_session(session, plan, tell=tell))
    )
    is_changed, promoted = effect.result
    if is_changed:
        way_back = _("To take this back, press “Undo…” in the history.")
        say_done(_("The session is changed."), effect, way_back, promoted)
    else:
        flash(_("Nothing was changed."), "success")
    return to_dialogue(session.dialogue)


def _confirmation(
    session: DialogueSession,
    plan: SessionPlan,
    carried: list[tuple[str, str]],
    form: BaseForm,
    is_late: bool = False,
) -> ViewAnswer:
    """The page that shows what a revision does; ``is_late`` says that another came first."""
    preview = preview_revision(session, plan)
    if preview is None:
        flash(_("Nothing was changed."), "success")
        return to_dialogue(session.dialogue)
    page = render_template(
        "registration/office_change_edit.html",
        session=session,
        preview=preview,
        is_late=is_late,
        form=form,
        typed=[*carried, ("seen", _version(session))],
    )
    return page, 409 if is_late else 200


def _version(session: DialogueSession) -> str:
    return session.updated_at.isoformat()


def _form_page(form: SessionForm, session: DialogueSession) -> str:
    return render_template(
        "programme/session.html",
        form=form,
        dialogue=session.dialogue,
        session=session,
        figures=figures_of([session.id])[session.id],
        zones=zones.COMMON_ZONES,
    )


def _session(public_id: str) -> DialogueSession:
    """The session; for what may change it, as it is now, and locked."""
    find = queries.locked_session if request.method == "POST" else session_by_public_id
    return find(public_id) or abort(404)
