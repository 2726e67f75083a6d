"""The programme for organisers: the desk, a Dialogue, and what can be done with it."""

from flask import abort, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialogues.programme import (
    chronicle,
    labels,
    office_import,
    office_planning,
    office_themes,
    opening_service,
    queries,
    rules,
    service,
)
from dialogues.programme.confirming import (
    SessionShown,
    confirmed,
    dialogue_published,
    lacking_texts,
    say_done,
    to_dialogue,
)
from dialogues.programme.effects import effect_of
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.zone_rules import sessions_to_mend
from dialogues.support import clock
from dialogues.support.roles import Role
from dialogues.web.addresses import page_number
from dialogues.web.forms import PressForm, say
from dialogues.web.guards import office_pages, open_to

ENDED_ON_A_PAGE = 20

pages = office_pages("programme_office", __name__)
_GET_AND_POST = ["GET", "POST"]
pages.add_url_rule("/dialogues/new", view_func=office_planning.new_dialogue, methods=_GET_AND_POST)
pages.add_url_rule(
    "/dialogues/<public_id>/texts", view_func=office_planning.edit_texts, methods=_GET_AND_POST
)
pages.add_url_rule(
    "/dialogues/<public_id>/texts/undo", view_func=office_planning.undo_texts, methods=["POST"]
)
pages.add_url_rule(
    "/dialogues/<public_id>/themes", view_func=office_themes.edit_themes, methods=_GET_AND_POST
)
pages.add_url_rule(
    "/dialogues/<public_id>/sessions/new",
    view_func=office_planning.add_session,
    methods=_GET_AND_POST,
)
pages.add_url_rule("/import", view_func=office_import.import_sheet, methods=_GET_AND_POST)


@pages.app_template_test("past")
def begins_in_the_past(session: DialogueSession | SessionShown) -> bool:
    """Whether a session begins at an instant that has been: perhaps by a mistake of typing."""
    return session.starts_at <= clock.now()


@pages.app_template_global("doors_of")
def doors_of(session: DialogueSession) -> rules.StateOfRegistration:
    """Whether people can register for a session now, full or not."""
    return rules.state_of(
        session.status,
        session.dialogue.status,
        session.registration_open,
        session.ends_at,
        clock.now(),
        capacity=None,
        confirmed=0,
        opens_at=session.registration_opens_at,
        closes_at=session.registration_closes_at,
    )


pages.add_app_template_global(labels.admission_label, "admission_label")
pages.add_app_template_global(labels.category_list, "category_list")
pages.add_app_template_global(labels.theme_list, "theme_list")


@pages.get("/")
@open_to(Role.EDITOR)
def desk() -> str:
    """The programme: what comes, what is a draft, and by pages what is over."""
    now = clock.now()
    return render_template(
        "programme/desk.html",
        to_mend=[(session, say(refusal)) for session, refusal in sessions_to_mend(now)],
        upcoming=queries.upcoming_dialogues(now),
        drafts=queries.draft_dialogues(),
        ended=queries.ended_dialogues(now, ENDED_ON_A_PAGE, page_number()),
        statuses=labels.STATUSES,
        status_of=_status_of,
    )


@pages.get("/dialogues/<public_id>")
@open_to(Role.EDITOR)
def dialogue(public_id: str) -> str:
    """What a Dialogue is, its sessions with their links, and its history."""
    found, now = _dialogue(public_id), clock.now()
    # Not by start: a session that moves keeps its place and its number.
    sessions = sorted(found.sessions, key=lambda session: session.id)
    return render_template(
        "programme/dialogue.html",
        dialogue=found,
        sessions=sessions,
        drafts=[session for session in found.sessions if session.status is Status.DRAFT],
        history=chronicle.of_dialogue(found, now),
        numbers={session.id: number for number, session in enumerate(sessions, start=1)},
        statuses=labels.STATUSES,
        status_of=_status_of,
        form=PressForm(),
        now=now,
    )


@pages.route("/dialogues/<public_id>/publish", methods=_GET_AND_POST)
def publish(public_id: str) -> str | Response:
    """Say what publishing a Dialogue and its drafts does; then do it."""
    found = _dialogue(public_id)
    drafts = [session for session in found.sessions if session.status is Status.DRAFT]
    return confirmed(
        found,
        bool(drafts),
        lambda: service.publish(found),
        lambda effect, form: render_template(
            "programme/confirm_publish.html",
            dialogue=found,
            sessions=drafts,
            lacking=lacking_texts(found.texts),
            effect=effect,
            form=form,
        ),
        done=dialogue_published(drafts),
    )


@pages.route("/dialogues/<public_id>/cancel", methods=_GET_AND_POST)
def cancel(public_id: str) -> str | Response:
    """Say what cancelling a Dialogue with all its sessions does; then do it."""
    found = _dialogue(public_id)
    held = [session for session in found.sessions if session.status is not Status.CANCELLED]
    return confirmed(
        found,
        bool(held),
        lambda: service.cancel_dialogue(found),
        lambda effect, form: render_template(
            "programme/confirm_cancel.html",
            dialogue=found,
            sessions=held,
            effect=effect,
            form=form,
        ),
        done=_("The Dialogue is cancelled."),
        way_back=_("To take this back, use “Take the cancellation back…” at each session."),
    )


@pages.post("/sessions/<public_id>/registration")
def set_registration(public_id: str) -> Response:
    """Open or close the registration of a session."""
    session = _session(public_id)
    if not PressForm().is_fresh():
        return to_dialogue(session.dialogue)
    if request.form.get("open") == "1":
        effect = effect_of(lambda: opening_service.open_registration(session))
        say_done(_opened(session), effect)
    else:
        opening_service.close_registration(session)
        flash(_("Registration is closed. You can open it again."), "success")
    return to_dialogue(session.dialogue)


@pages.post("/dialogues/<public_id>/several")
def set_several(public_id: str) -> Response:
    """Let one person come to one of the sessions of a Dialogue, or to more."""
    found = _dialogue(public_id)
    if not PressForm().is_fresh():
        return to_dialogue(found)
    if request.form.get("several") == "1":
        opening_service.allow_several(found)
        flash(_("One person may now come to more than one session."), "success")
    else:
        opening_service.disallow_several(found)
        flash(_("One person comes to one session from now on."), "success")
    return to_dialogue(found)


def _opened(session: DialogueSession) -> str:
    match doors_of(session):
        case rules.StateOfRegistration.NOT_YET:
            return str(_("Registration is not closed by hand any more. It opens at its time."))
        case rules.StateOfRegistration.CLOSED:
            return str(
                _("Registration is not closed by hand any more. It stays closed by its time.")
            )
        case _open:
            return str(_("Registration is open again."))


def _status_of(dialogue: Dialogue) -> str:
    return rules.status_of_whole(dialogue.status, [one.status for one in dialogue.sessions])


def _dialogue(public_id: str) -> Dialogue:
    return queries.dialogue_by_public_id(public_id) or abort(404)


def _session(public_id: str) -> DialogueSession:
    return queries.session_by_public_id(public_id) or abort(404)
