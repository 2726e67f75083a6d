"""Organisers' forms: a new Dialogue, its texts, one more session. What is public is confirmed."""

from collections.abc import Container, Sequence
from typing import Any

from flask import abort, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialogues.config import settings
from dialogues.languages.rules import LANGUAGES
from dialogues.programme import queries, service
from dialogues.programme.confirming import (
    SessionShown,
    lacking_texts,
    say_done,
    shown,
    to_dialogue,
    typed,
)
from dialogues.programme.defaults import new_dialogue_defaults, session_fields
from dialogues.programme.effects import Effect, effect_of, preview
from dialogues.programme.forms import DialogueForm, SessionForm, TextsEditForm
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.refusals import ShortLinkIsTaken
from dialogues.support import zones

Answer = str | Response | tuple[str, int]


def new_dialogue() -> Answer:
    """A Dialogue with its two sessions, as a draft, or published after a look."""
    form = DialogueForm(data=new_dialogue_defaults(queries.latest_dialogue()))
    action = request.form.get("action")
    if request.method == "GET" or action == "edit":
        return _new_page(form)
    if not form.validate():
        return _new_page(form), 422
    try:
        if action == "publish":
            look = preview(
                lambda: [shown(session) for session in _create(form, Status.PUBLISHED).sessions]
            )
            return _confirm_new(look.result, form.texts.texts if form.texts else (), look, form)
        created = _create(form, Status.PUBLISHED if action == "confirm" else Status.DRAFT)
    except ShortLinkIsTaken as refusal:
        form.refuse_short_link(refusal)
        return _new_page(form), 422
    if created.status is Status.PUBLISHED:
        flash(_("The Dialogue is published. Its short links are open for registration."), "success")
    else:
        flash(_("The draft is saved. Nobody but the organisers sees it."), "success")
    return to_dialogue(created)


def edit_texts(public_id: str) -> Answer:
    """Title and description of a Dialogue, in six languages; mailed, if asked, after a look."""
    dialogue = queries.dialogue_by_public_id(public_id) or abort(404)
    form = TextsEditForm(data=_text_fields(dialogue))
    action = request.form.get("action")
    if request.method == "GET" or action == "edit":
        return _texts_page(form, dialogue)
    if not form.validate() or not form.texts:
        return _texts_page(form, dialogue), 422
    plan, tell = form.texts, bool(form.tell.data)
    if tell and action != "confirm":
        look = preview(lambda: service.edit_texts(dialogue, plan, tell))
        if look.mails:
            return render_template(
                "programme/confirm_texts.html",
                dialogue=dialogue,
                effect=look,
                form=form,
                typed=[*typed(), ("tell", "y")],
            )
    effect = effect_of(lambda: service.edit_texts(dialogue, plan, tell))
    if effect.result:
        say_done(_("The texts are saved."), effect)
    else:
        flash(_("Nothing was changed."), "success")
    return to_dialogue(dialogue)


def add_session(public_id: str) -> Answer:
    """One more session of a Dialogue; of a public one, published after a look."""
    dialogue = queries.dialogue_by_public_id(public_id) or abort(404)
    last = dialogue.sessions[-1] if dialogue.sessions else None
    form = SessionForm(data=session_fields(last) if last else {})
    action = request.form.get("action")
    if request.method == "GET" or action == "edit":
        return _session_page(form, dialogue)
    if not form.validate() or not form.plan:
        return _session_page(form, dialogue), 422
    plan = form.plan

    def add(status: Status) -> DialogueSession:
        return service.add_session(dialogue, plan, status, settings().uid_domain)

    try:
        if action == "publish":
            look = preview(lambda: shown(add(Status.PUBLISHED)))
            return _confirm_new([look.result], dialogue.texts, look, form)
        session = add(Status.PUBLISHED if action == "confirm" else Status.DRAFT)
    except ShortLinkIsTaken as refusal:
        form.refuse_short_link(refusal)
        return _session_page(form, dialogue), 422
    if session.status is Status.PUBLISHED:
        flash(_("The session is published and open for registration."), "success")
    else:
        flash(_("The session is saved as a draft."), "success")
    return to_dialogue(dialogue)


def _create(form: DialogueForm, status: Status) -> Dialogue:
    if form.texts is None:
        raise AssertionError("a form that validates has texts")
    return service.create_dialogue(form.texts, form.plans, status, settings().uid_domain)


def _new_page(form: DialogueForm) -> str:
    return render_template("programme/new.html", form=form, zones=zones.COMMON_ZONES)


def _texts_page(form: TextsEditForm, dialogue: Dialogue) -> str:
    return render_template("programme/texts.html", form=form, dialogue=dialogue)


def _session_page(form: SessionForm, dialogue: Dialogue) -> str:
    return render_template(
        "programme/session.html",
        form=form,
        dialogue=dialogue,
        zones=zones.COMMON_ZONES,
    )


def _confirm_new(
    sessions: Sequence[SessionShown],
    languages: Container[str],
    effect: Effect[Any],
    form: DialogueForm | SessionForm,
) -> str:
    return render_template(
        "programme/confirm_new.html",
        sessions=sessions,
        lacking=lacking_texts(languages),
        effect=effect,
        form=form,
        typed=typed(),
    )


def _text_fields(dialogue: Dialogue) -> dict[str, str]:
    fields = {"source_language": dialogue.source_language}
    for language in LANGUAGES:
        if text := dialogue.texts.get(language):
            fields[f"title_{language}"] = text.title
            fields[f"description_{language}"] = text.description
    return fields
