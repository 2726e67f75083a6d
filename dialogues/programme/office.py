"""The programme for organisers: the desk, a Dialogue, and what can be done with it."""

from collections.abc import Callable

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from dialogues.programme import chronicle, labels, office_import, office_planning, queries, service
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.service import effect_of, preview
from dialogues.support import clock
from dialogues.web.forms import PressForm
from dialogues.web.guards import office_pages

PAGE = 20

pages = office_pages("programme_office", __name__)
_GET_AND_POST = ["GET", "POST"]
pages.add_url_rule("/dialogues/new", view_func=office_planning.new_dialogue, methods=_GET_AND_POST)
pages.add_url_rule(
    "/dialogues/<public_id>/texts", view_func=office_planning.edit_texts, methods=_GET_AND_POST
)
pages.add_url_rule(
    "/dialogues/<public_id>/sessions/new",
    view_func=office_planning.add_session,
    methods=_GET_AND_POST,
)
pages.add_url_rule(
    "/sessions/<public_id>/edit", view_func=office_planning.edit_session, methods=_GET_AND_POST
)
pages.add_url_rule("/import", view_func=office_import.import_sheet, methods=_GET_AND_POST)


@pages.get("/")
def desk() -> str:
    """The programme: what comes, what is a draft, and by pages what is over."""
    now = clock.now()
    number = max(1, min(request.args.get("page", 1, type=int), 10_000))
    ended = queries.ended_dialogues(now, PAGE + 1, (number - 1) * PAGE)
    return render_template(
        "programme/desk.html",
        upcoming=queries.upcoming_dialogues(now),
        drafts=queries.draft_dialogues(),
        ended=ended[:PAGE],
        number=number,
        has_more=len(ended) > PAGE,
        statuses=labels.STATUSES,
    )


@pages.get("/dialogues/<public_id>")
def dialogue(public_id: str) -> str:
    """What a Dialogue is, its sessions with their links, and its history."""
    found = _dialogue(public_id)
    # Not by start: a session that moves keeps its place and its number.
    sessions = sorted(found.sessions, key=lambda session: session.id)
    return render_template(
        "programme/dialogue.html",
        dialogue=found,
        sessions=sessions,
        drafts=[session for session in found.sessions if session.status is Status.DRAFT],
        history=chronicle.of_dialogue(found),
        numbers={session.id: number for number, session in enumerate(sessions, start=1)},
        statuses=labels.STATUSES,
        verb_label=labels.verb_label,
        field_label=labels.field_label,
        value_text=labels.value_text,
        form=PressForm(),
        now=clock.now(),
    )


@pages.route("/dialogues/<public_id>/publish", methods=_GET_AND_POST)
def publish(public_id: str) -> str | Response:
    """Say what publishing a Dialogue and its drafts does; then do it."""
    found = _dialogue(public_id)
    drafts = [session for session in found.sessions if session.status is Status.DRAFT]
    return _confirmed(
        found,
        drafts,
        lambda: service.publish(found),
        kind="publish",
        done=_("The Dialogue is published. Its short links are open for registration."),
    )


@pages.route("/dialogues/<public_id>/cancel", methods=_GET_AND_POST)
def cancel(public_id: str) -> str | Response:
    """Say what cancelling a Dialogue with all its sessions does; then do it."""
    found = _dialogue(public_id)
    held = [session for session in found.sessions if session.status is not Status.CANCELLED]
    return _confirmed(
        found,
        held,
        lambda: service.cancel_dialogue(found),
        kind="cancel_dialogue",
        done=_("The Dialogue is cancelled."),
    )


@pages.route("/sessions/<public_id>/cancel", methods=_GET_AND_POST)
def cancel_session(public_id: str) -> str | Response:
    """Say what cancelling a session does; then do it."""
    session = _session(public_id)
    return _confirmed(
        session.dialogue,
        [session],
        lambda: service.cancel_session(session),
        kind="cancel_session",
        done=_("The session is cancelled."),
    )


@pages.post("/sessions/<public_id>/registration")
def set_registration(public_id: str) -> Response:
    """Open or close the registration of a session."""
    session = _session(public_id)
    if not PressForm().validate():
        flash(_("The page was open for too long. Please press the button again."), "warning")
    elif request.form.get("open") == "1":
        service.open_registration(session)
        flash(_("Registration is open again."), "success")
    else:
        service.close_registration(session)
        flash(_("Registration is closed. You can open it again."), "success")
    return _to(session.dialogue)


def _confirmed(
    dialogue: Dialogue,
    sessions: list[DialogueSession],
    verb: Callable[[], None],
    kind: str,
    done: str,
) -> str | Response:
    """Carry out ``verb`` where a person has confirmed it, or show what it would do.

    Counting mails needs a transaction that may write: a GET leads to the Dialogue's page.
    """
    form = PressForm()
    is_pressed = form.validate_on_submit()
    if request.method == "GET" or not sessions:
        return _to(dialogue)
    if is_pressed and request.form.get("action") == "confirm":
        mails = effect_of(verb).mails
        told = (
            ngettext("%(num)s person gets a mail.", "%(num)s people get a mail.", mails)
            if mails
            else _("Nobody gets a mail about it.")
        )
        flash(f"{done} {told}", "success")
        return _to(dialogue)
    effect = preview(verb)
    page = render_template(
        "programme/confirm_verb.html",
        dialogue=dialogue,
        sessions=sessions,
        kind=kind,
        effect=effect,
        form=form,
    )
    return make_response(page, 422 if request.form.get("action") == "confirm" else 200)


def _to(dialogue: Dialogue) -> Response:
    return redirect(url_for("programme_office.dialogue", public_id=dialogue.public_id), 303)


def _dialogue(public_id: str) -> Dialogue:
    return queries.dialogue_by_public_id(public_id) or abort(404)


def _session(public_id: str) -> DialogueSession:
    return queries.session_by_public_id(public_id) or abort(404)
