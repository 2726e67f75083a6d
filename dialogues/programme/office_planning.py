"""Organisers' forms: a new Dialogue, its texts, its sessions. What is public is confirmed first."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialogues.config import settings
from dialogues.languages.rules import LANGUAGES
from dialogues.programme import labels, queries, service
from dialogues.programme.defaults import new_dialogue_defaults, session_fields
from dialogues.programme.forms import DialogueForm, SessionForm, TextsForm
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.refusals import ShortLinkIsTaken
from dialogues.programme.service import Effect, preview
from dialogues.programme.snapshots import session_record
from dialogues.support import zones

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class SessionShown:
    """What a confirmation page shows of a session that a preview has taken back."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: str
    floor_language: str
    interpretation: tuple[str, ...]
    capacity: int | None
    short_link: str | None
    record: dict[str, Any]


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
            return _confirm_new(preview(lambda: _shown(_create(form, Status.PUBLISHED))), form)
        created = _create(form, Status.PUBLISHED if action == "confirm" else Status.DRAFT)
    except ShortLinkIsTaken as refusal:
        form.refuse_short_link(refusal)
        return _new_page(form), 422
    if created.status is Status.PUBLISHED:
        flash(_("The Dialogue is published. Its short links are open for registration."), "success")
    else:
        flash(_("The draft is saved. Nobody but the organisers sees it."), "success")
    return _to(created)


def edit_texts(public_id: str) -> Answer:
    """Title and description of a Dialogue, in six languages."""
    dialogue = queries.dialogue_by_public_id(public_id) or abort(404)
    form = TextsForm(data=_text_fields(dialogue))
    if request.method == "POST" and form.validate() and form.texts:
        if service.edit_texts(dialogue, form.texts):
            flash(_("The texts are saved."), "success")
        else:
            flash(_("Nothing was changed."), "success")
        return _to(dialogue)
    page = render_template("programme/texts.html", form=form, dialogue=dialogue)
    return (page, 422) if form.errors else page


def add_session(public_id: str) -> Answer:
    """One more session of a Dialogue; of a public one, published after a look."""
    dialogue = queries.dialogue_by_public_id(public_id) or abort(404)
    last = dialogue.sessions[-1] if dialogue.sessions else None
    form = SessionForm(data=session_fields(last) if last else {})
    action = request.form.get("action")
    if request.method == "GET" or action == "edit":
        return _session_page(form, dialogue, None)
    if not form.validate() or not form.plan:
        return _session_page(form, dialogue, None), 422
    plan = form.plan

    def add(status: Status) -> DialogueSession:
        return service.add_session(dialogue, plan, status, settings().uid_domain)

    try:
        if action == "publish":
            return _confirm_new(preview(lambda: [_one_shown(add(Status.PUBLISHED))]), form)
        session = add(Status.PUBLISHED if action == "confirm" else Status.DRAFT)
    except ShortLinkIsTaken as refusal:
        form.refuse_short_link(refusal)
        return _session_page(form, dialogue, None), 422
    if session.status is Status.PUBLISHED:
        flash(_("The session is published and open for registration."), "success")
    else:
        flash(_("The session is saved as a draft."), "success")
    return _to(dialogue)


def edit_session(public_id: str) -> Answer:
    """Move or change a session; for a published one, after a look at who is told."""
    session = queries.session_by_public_id(public_id) or abort(404)
    form = SessionForm(data=session_fields(session))
    form.offer_both_times(form.sitting.form)
    action = request.form.get("action")
    if request.method == "GET" or action == "edit":
        return _session_page(form, session.dialogue, session)
    if not form.validate() or not form.plan:
        return _session_page(form, session.dialogue, session), 422
    plan = form.plan

    def revise() -> SessionShown | None:
        return _one_shown(session) if service.revise_session(session, plan) else None

    try:
        if action != "confirm" and session.status is Status.PUBLISHED:
            before = _one_shown(session)
            effect = preview(revise)
            if effect.result is not None:
                return _confirm_edit(session, before, effect.result, effect, form)
        changed = revise()
    except ShortLinkIsTaken as refusal:
        form.refuse_short_link(refusal)
        return _session_page(form, session.dialogue, session), 422
    flash(_("The session is changed.") if changed else _("Nothing was changed."), "success")
    return _to(session.dialogue)


def _create(form: DialogueForm, status: Status) -> Dialogue:
    if form.texts is None:
        raise AssertionError("a form that validates has texts")
    return service.create_dialogue(form.texts, form.plans, status, settings().uid_domain)


def _shown(dialogue: Dialogue) -> list[SessionShown]:
    return [_one_shown(session) for session in dialogue.sessions]


def _one_shown(session: DialogueSession) -> SessionShown:
    return SessionShown(
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=session.zone,
        floor_language=session.floor_language,
        interpretation=session.interpretation,
        capacity=session.capacity,
        short_link=session.short_link,
        record=session_record(session),
    )


def _new_page(form: DialogueForm) -> str:
    return render_template("programme/new.html", form=form, zones=zones.COMMON_ZONES)


def _session_page(form: SessionForm, dialogue: Dialogue, session: DialogueSession | None) -> str:
    return render_template(
        "programme/session.html",
        form=form,
        dialogue=dialogue,
        session=session,
        zones=zones.COMMON_ZONES,
    )


def _confirm_new(effect: Effect[list[SessionShown]], form: DialogueForm | SessionForm) -> str:
    return render_template(
        "programme/confirm_new.html",
        sessions=effect.result,
        effect=effect,
        form=form,
        typed=_typed(),
    )


def _confirm_edit(
    session: DialogueSession,
    before: SessionShown,
    after: SessionShown,
    effect: Effect[SessionShown | None],
    form: SessionForm,
) -> str:
    changes = [
        (labels.field_label(name), labels.value_text(name, old), labels.value_text(name, new))
        for name, old in before.record.items()
        if (new := after.record[name]) != old
    ]
    return render_template(
        "programme/confirm_edit.html",
        session=session,
        before=before,
        after=after,
        has_moved=(before.starts_at, before.ends_at, before.zone)
        != (after.starts_at, after.ends_at, after.zone),
        changes=changes,
        effect=effect,
        form=form,
        typed=_typed(),
    )


def _typed() -> Sequence[tuple[str, str]]:
    """What was typed, for the confirmation page to carry on to its button."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "action")
    ]


def _text_fields(dialogue: Dialogue) -> dict[str, str]:
    fields = {"source_language": dialogue.source_language}
    for language in LANGUAGES:
        if text := dialogue.texts.get(language):
            fields[f"title_{language}"] = text.title
            fields[f"description_{language}"] = text.description
    return fields


def _to(dialogue: Dialogue) -> Response:
    return redirect(url_for("programme_office.dialogue", public_id=dialogue.public_id), 303)
