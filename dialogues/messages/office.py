"""Messages for organisers: which there are, writing one, and an announcement of a Dialogue."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from dialogues.messages import office_sending, queries, refusals, service
from dialogues.messages.audience import (
    LEFT_OUT,
    WRITTEN_TO,
    audience_of,
    filter_in,
    in_words,
    reach_of,
    stored_filter,
)
from dialogues.messages.defaults import announcement_texts
from dialogues.messages.forms import MessageForm
from dialogues.messages.labels import STATES
from dialogues.messages.models import Message, MessageState
from dialogues.messages.rules import all_have_seats, placeholders
from dialogues.programme.models import Dialogue, DialogueSession
from dialogues.programme.queries import dialogue_by_public_id, session_by_public_id
from dialogues.registration.filtering import plain_sort
from dialogues.registration.filters import Filter
from dialogues.registration.forms import country_options
from dialogues.registration.room import STATUSES, Room, selects
from dialogues.support import clock
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language, page_number
from dialogues.web.forms import ViewAnswer, say
from dialogues.web.guards import office_pages

pages = office_pages("messages_office", __name__)
_GET_AND_POST = ["GET", "POST"]
for _path, _view, _methods in (
    ("", office_sending.message, ["GET"]),
    ("/preview", office_sending.preview, ["GET"]),
    ("/test", office_sending.test, ["POST"]),
    ("/send", office_sending.send, _GET_AND_POST),
    ("/pause", office_sending.pause, ["POST"]),
    ("/resume", office_sending.resume, ["POST"]),
    ("/stop", office_sending.stop, _GET_AND_POST),
):
    pages.add_url_rule(f"/messages/<public_id>{_path}", view_func=_view, methods=_methods)


@pages.get("/sessions/<public_id>/messages")
def of_session(public_id: str) -> str:
    """The messages to people of a session, the latest first."""
    session = session_by_public_id(public_id) or abort(404)
    return _list(session.dialogue, session)


@pages.get("/dialogues/<public_id>/messages")
def of_dialogue(public_id: str) -> str:
    """The announcements of a Dialogue, and the messages to people of all its sessions."""
    return _list(dialogue_by_public_id(public_id) or abort(404), None)


@pages.route("/sessions/<public_id>/messages/new", methods=_GET_AND_POST)
def new(public_id: str) -> ViewAnswer:
    """Write to those whom the filter in the address selects."""
    session = session_by_public_id(public_id) or abort(404)
    arguments = request.args if request.method == "GET" else request.form
    form = MessageForm(data={"source_language": session.dialogue.source_language})
    return _written(form, session.dialogue, session, filter_in(arguments), None)


@pages.route("/dialogues/<public_id>/announce", methods=_GET_AND_POST)
def announce(public_id: str) -> ViewAnswer:
    """Tell past participants who asked to hear of it; the texts are made from the Dialogue's."""
    dialogue = dialogue_by_public_id(public_id) or abort(404)
    if not any(session.takes_place(clock.now()) for session in dialogue.sessions):
        refusal = refusals.NothingToAnnounce()
        return render_template(
            "messages/refused.html", dialogue=dialogue, refusal=say(refusal)
        ), 409
    fields = _fields(dialogue.source_language, announcement_texts(dialogue))
    return _written(MessageForm(data=fields), dialogue, None, None, None)


@pages.route("/messages/<public_id>/edit", methods=_GET_AND_POST)
def edit(public_id: str) -> ViewAnswer:
    """Change a draft."""
    message = queries.by_public_id(public_id) or abort(404)
    if message.state is not MessageState.DRAFT:
        return redirect(url_for(".message", public_id=public_id), 303)
    texts = {code: (text.subject, text.body) for code, text in message.texts.items()}
    fields = _fields(message.source_language, texts) | {"seen": service.version(message)}
    wanted = None
    if message.session is not None:
        is_sent = request.method == "POST"
        wanted = filter_in(request.form) if is_sent else stored_filter(message.filters)
    return _written(MessageForm(data=fields), message.dialogue, message.session, wanted, message)


def _written(
    form: MessageForm,
    dialogue: Dialogue,
    session: DialogueSession | None,
    wanted: Filter | None,
    message: Message | None,
) -> ViewAnswer:
    """Keep what was typed, and show it as its readers will see it; or ask for it."""

    def page() -> str:
        return _form_page(form, dialogue, session, wanted, message)

    if request.method == "GET" or request.form.get("action") == "count":
        return page()
    draft = form.draft(wanted)
    if draft is None:
        return page(), 422
    try:
        if message is None:
            message = service.create(dialogue, session, draft, current_user.id)
        else:
            service.edit(message, draft, form.seen.data or "", current_user.id)
    except refusals.MessageChangedMeanwhile as refusal:
        return _told_of_change(form, refusal, message, page)
    flash(_("The draft is saved. Nothing was sent."), "success")
    here = request.form.get("action") == "save"
    return redirect(url_for(".edit" if here else ".message", public_id=message.public_id), 303)


def _told_of_change(
    form: MessageForm, refusal: Refusal, message: Message | None, page: Any
) -> tuple[str, int]:
    """What was typed, once more: the next press puts it in the place of what is saved now."""
    assert message is not None
    form.seen.data = service.version(message)
    form.form_errors.append(say(refusal))
    return page(), 409


def _form_page(
    form: MessageForm,
    dialogue: Dialogue,
    session: DialogueSession | None,
    wanted: Filter | None,
    message: Message | None,
) -> str:
    filters = wanted.arguments() if wanted else {}
    audience = audience_of(dialogue.id, session.id if session else None, filters)
    have_seats = all_have_seats(filters)
    return render_template(
        "messages/write.html",
        form=form,
        dialogue=dialogue,
        session=session,
        message=message,
        wanted=wanted,
        words=in_words(session, wanted) if session and wanted else [],
        reach=reach_of(audience, {*form.texts}, form.source_language.data),
        LEFT_OUT=LEFT_OUT,
        statuses={status: STATUSES[status] for status in WRITTEN_TO},
        selects=selects(Room(session, wanted, plain_sort(wanted))) if session and wanted else [],
        countries=country_options(wanted.country if wanted else "", current_language()),
        known=placeholders(session is None, False, have_seats),
        known_in_lines=placeholders(session is None, True, have_seats),
    )


def _list(dialogue: Dialogue, session: DialogueSession | None) -> str:
    return render_template(
        "messages/list.html",
        dialogue=dialogue,
        session=session,
        page=queries.messages_of(dialogue.id, session.id if session else None, page_number()),
        states=STATES,
    )


def _fields(source_language: str, texts: dict[str, tuple[str, str]]) -> dict[str, str]:
    fields = {"source_language": source_language}
    for code, (subject, body) in texts.items():
        fields |= {f"subject_{code}": subject, f"body_{code}": body}
    return fields
