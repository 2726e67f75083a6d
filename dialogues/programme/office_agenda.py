"""The agenda of a Dialogue, line by line; mailed, if an organiser asks for it, after a look."""

from flask import abort, flash, render_template, request
from flask_babel import gettext as _

from dialogues.programme import agenda, agenda_service, queries
from dialogues.programme.agenda_forms import AgendaForm, Line, lines_of
from dialogues.programme.agenda_labels import KINDS
from dialogues.programme.agenda_refusals import AgendaHasChanged
from dialogues.programme.agenda_times import measure, shown_agenda
from dialogues.programme.confirming import say_done, to_dialogue, typed
from dialogues.programme.effects import Effect, effect_of, preview
from dialogues.programme.models import AgendaKind, Dialogue
from dialogues.programme.undoing import agenda_before
from dialogues.support.roles import Role
from dialogues.web.addresses import current_language
from dialogues.web.forms import ViewAnswer
from dialogues.web.guards import has_role, office_pages

pages = office_pages("agenda_office", __name__, Role.EDITOR)
pages.app_template_global("agenda_length")(agenda.length_of)


@pages.app_template_global("agenda_kind")
def kind_label(kind: AgendaKind) -> str:
    """Where an item of an agenda takes place, in words."""
    return str(KINDS[kind])


@pages.route("/dialogues/<public_id>/agenda", methods=["GET", "POST"])
def edit(public_id: str) -> ViewAnswer:
    """The agenda to type over; ``?change=`` opens what was before the last change of it.

    What somebody else has changed in the meantime is shown beside what was typed, and nothing is
    stored until it was looked at.
    """
    dialogue = queries.dialogue_by_public_id(public_id) or abort(404)
    form = _form(dialogue)
    action = request.form.get("action", "")
    if request.method == "GET" or action == "edit":
        return _page(form, dialogue)
    if not form.validate():
        return _page(form, dialogue), 422
    lines = form.rearranged(action, dialogue)
    if lines is not None:
        return _page(_retyped(form, lines), dialogue)
    try:
        return _save(form, dialogue, is_confirmed=action == "confirm")
    except AgendaHasChanged:
        now = agenda.version(agenda.planned(dialogue))
        return _page(_retyped(form, [line.data for line in form.lines], now), dialogue, True), 409


def _save(form: AgendaForm, dialogue: Dialogue, is_confirmed: bool) -> ViewAnswer:
    items = form.items(dialogue)
    if items is None:
        return _page(form, dialogue), 422
    base, tell = form.base.data or "", bool(form.tell and form.tell.data)

    def save() -> bool:
        return agenda_service.set_agenda(dialogue, items, base=base, tell=tell)

    if tell and not is_confirmed:
        looked = preview(save)
        if looked.mails:
            return _confirmation(form, dialogue, looked)
    effect = effect_of(save)
    if effect.result:
        way_back = _("To take this back, press “Undo…” in the history.")
        say_done(_("The agenda is saved."), effect, way_back)
    else:
        flash(_("Nothing was changed."), "success")
    return to_dialogue(dialogue)


def _form(dialogue: Dialogue) -> AgendaForm:
    now = agenda.planned(dialogue)
    change = request.args.get("change")
    items = agenda_before(dialogue, change) if change and request.method == "GET" else now
    form = AgendaForm(data={"lines": lines_of(items, dialogue), "base": agenda.version(now)})
    if not has_role(Role.ORGANISER):
        del form.tell
    return form


def _retyped(form: AgendaForm, lines: list[Line], base: str | None = None) -> AgendaForm:
    tell = bool(form.tell and form.tell.data)
    again = AgendaForm(
        formdata=None, data={"lines": lines, "base": base or form.base.data, "tell": tell}
    )
    if not form.tell:
        del again.tell
    return again


def _page(form: AgendaForm, dialogue: Dialogue, is_late: bool = False) -> str:
    return render_template(
        "programme/agenda.html",
        form=form,
        dialogue=dialogue,
        session=measure(dialogue),
        most=agenda.shortest_session(dialogue),
        is_late=is_late,
        stored=shown_agenda(dialogue, dialogue.sessions, current_language(), None),
    )


def _confirmation(form: AgendaForm, dialogue: Dialogue, effect: Effect[bool]) -> str:
    return render_template(
        "programme/confirm_agenda.html",
        dialogue=dialogue,
        effect=effect,
        form=form,
        typed=[*typed(), ("tell", "y")],
    )
