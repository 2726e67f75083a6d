"""Organisers' forms: a new Dialogue, its texts, one more session. What is public is confirmed."""

from collections.abc import Container, Sequence
from typing import Any

from flask import abort, flash, render_template, request
from flask_babel import gettext as _

from dialogues.config import settings
from dialogues.programme import dialogue_service, labels, queries
from dialogues.programme.confirming import (
    SessionShown,
    as_typed,
    dialogue_published,
    is_open_to_all,
    lacking_texts,
    say_done,
    shown,
    to_dialogue,
    typed,
)
from dialogues.programme.defaults import new_dialogue_defaults, session_fields
from dialogues.programme.effects import Effect, effect_of, preview
from dialogues.programme.forms import DialogueForm, SessionForm, TextsEditForm
from dialogues.programme.labels import Changed
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.plans import DialoguePlan
from dialogues.programme.refusals import ShortLinkIsTaken
from dialogues.programme.snapshots import dialogue_plan, dialogue_record
from dialogues.programme.undoing import texts_before
from dialogues.support import zones
from dialogues.support.roles import Role
from dialogues.web.forms import BaseForm, PressForm, ViewAnswer
from dialogues.web.guards import has_role, open_to


def new_dialogue() -> ViewAnswer:
    """A Dialogue with its two sessions, as a draft, or published after a look."""
    form = DialogueForm(data=new_dialogue_defaults(queries.latest_dialogue()))
    action = request.form.get("action")
    if request.method == "GET" or action == "edit":
        return _new_page(form)
    if not form.validate():
        return _new_page(form), 422
    try:
        if action == "publish":
            effect = preview(
                lambda: [shown(session) for session in _create(form, Status.PUBLISHED).sessions]
            )
            return _confirm_new(effect.result, form.texts.texts if form.texts else (), effect, form)
        created = _create(form, Status.PUBLISHED if action == "confirm" else Status.DRAFT)
    except ShortLinkIsTaken as refusal:
        form.refuse_short_link(refusal)
        return _new_page(form), 422
    if created.status is Status.PUBLISHED:
        flash(dialogue_published(created.sessions), "success")
    else:
        flash(_("The draft is saved. Nobody but the organisers sees it."), "success")
    return to_dialogue(created)


@open_to(Role.EDITOR)
def edit_texts(public_id: str) -> ViewAnswer:
    """Title and description of a Dialogue, in six languages; mailed, if asked, after a look.

    Editors cannot have it mailed.
    """
    dialogue = queries.dialogue_by_public_id(public_id) or abort(404)
    form = TextsEditForm(data=_text_fields(dialogue_plan(dialogue)))
    if not has_role(Role.ORGANISER):
        del form.tell
    action = request.form.get("action")
    if request.method == "GET" or action == "edit":
        return _texts_page(form, dialogue)
    if not form.validate() or not form.texts:
        return _texts_page(form, dialogue), 422
    plan, tell = form.texts, bool(form.tell and form.tell.data)
    if tell and action != "confirm":
        looked = _preview_texts(dialogue, plan, tell=True)
        if looked.mails:
            return _confirm_texts(dialogue, looked, form, [*typed(), ("tell", "y")])
    effect = effect_of(lambda: dialogue_service.edit_texts(dialogue, plan, tell=tell))
    if effect.result:
        say_done(_("The texts are saved."), effect)
    else:
        flash(_("Nothing was changed."), "success")
    return to_dialogue(dialogue)


@open_to(Role.EDITOR)
def undo_texts(public_id: str) -> ViewAnswer:
    """Show what taking the last change of the texts back does; it mails nobody unless asked."""
    dialogue = queries.dialogue_by_public_id(public_id) or abort(404)
    form = PressForm()
    if not form.is_fresh():
        return to_dialogue(dialogue)
    plan = texts_before(dialogue, request.form.get("change"))
    fields = TextsEditForm(formdata=None, data=_text_fields(plan))
    looked = _preview_texts(dialogue, plan, tell=False)
    return _confirm_texts(dialogue, looked, form, [*as_typed(fields)])


def add_session(public_id: str) -> ViewAnswer:
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
        return dialogue_service.add_session(dialogue, plan, status, settings().uid_domain)

    try:
        if action == "publish":
            effect = preview(lambda: shown(add(Status.PUBLISHED)))
            return _confirm_new([effect.result], dialogue.texts, effect, form)
        session = add(Status.PUBLISHED if action == "confirm" else Status.DRAFT)
    except ShortLinkIsTaken as refusal:
        form.refuse_short_link(refusal)
        return _session_page(form, dialogue), 422
    if session.status is Status.PUBLISHED and is_open_to_all([session]):
        flash(_("The session is published and open for registration."), "success")
    elif session.status is Status.PUBLISHED:
        flash(
            _("The session is published. Its short link says who can register, and when."),
            "success",
        )
    else:
        flash(_("The session is saved as a draft."), "success")
    return to_dialogue(dialogue)


def _create(form: DialogueForm, status: Status) -> Dialogue:
    if form.texts is None:
        raise AssertionError("a form that validates has texts")
    return dialogue_service.create_dialogue(form.texts, form.plans, status, settings().uid_domain)


def _new_page(form: DialogueForm) -> str:
    return render_template("programme/new.html", form=form, zones=zones.COMMON_ZONES)


def _texts_page(form: TextsEditForm, dialogue: Dialogue) -> str:
    return render_template("programme/texts.html", form=form, dialogue=dialogue)


def _preview_texts(dialogue: Dialogue, plan: DialoguePlan, tell: bool) -> Effect[list[Changed]]:
    """What each text is called, with its two values, and the mails that the change owes."""
    before = dialogue_record(dialogue)

    def edit() -> list[Changed]:
        dialogue_service.edit_texts(dialogue, plan, tell=tell)
        return labels.changed(before, dialogue_record(dialogue))

    return preview(edit)


def _confirm_texts(
    dialogue: Dialogue,
    effect: Effect[list[Changed]],
    form: BaseForm,
    carried: list[tuple[str, str]],
) -> str:
    return render_template(
        "programme/confirm_texts.html",
        dialogue=dialogue,
        effect=effect,
        form=form,
        typed=carried,
    )


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


def _text_fields(plan: DialoguePlan) -> dict[str, str]:
    fields = {"source_language": plan.source_language}
    for language, (title, description) in plan.texts.items():
        fields[f"title_{language}"] = title
        fields[f"description_{language}"] = description
    return fields
