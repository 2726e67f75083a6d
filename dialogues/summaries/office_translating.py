"""Translating a note for editors: source and target side by side, section by section."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup

from dialogues.languages.rules import ENDONYMS, LANGUAGES
from dialogues.people.queries import all_staff
from dialogues.programme.queries import dialogue_by_public_id
from dialogues.summaries import queries, translating_answers
from dialogues.summaries.labels import STATE_TAGS, STATES
from dialogues.summaries.models import SummaryNote
from dialogues.summaries.translating import counts, item_parts, parts_of
from dialogues.summaries.translating_answers import Told
from dialogues.summaries.translating_forms import TranslationForm
from dialogues.support.markup import html_of
from dialogues.support.refusals import Refusal
from dialogues.support.roles import Role
from dialogues.web.forms import ViewAnswer, say
from dialogues.web.guards import office_pages

pages = office_pages("summaries_translation", __name__, least=Role.EDITOR)


@pages.route("/dialogues/<public_id>/summary/into/<target>", methods=["GET", "POST"])
def translate(public_id: str, target: str) -> ViewAnswer:
    """A note in its source language and in ``target``, side by side; and what was typed there."""
    note = note_to_translate(public_id, target)
    form = TranslationForm(data=translating_answers.shown(note, target))
    if request.method == "GET":
        return _page(note, target, form)
    if not form.validate():
        return _page(note, target, form), 422
    try:
        told = translating_answers.keep(note, target, form, request.form.get("act", ""))
    except Refusal as refusal:
        if not form.errors:
            form.form_errors.append(say(refusal))
        return _page(note, target, form), refusal.status
    return _answer(public_id, target, told)


def note_to_translate(public_id: str, target: str) -> SummaryNote:
    """The note of a Dialogue that can be put into a language; ends with 404 where there is none."""
    dialogue = dialogue_by_public_id(public_id) or abort(404)
    note = queries.note_of_dialogue(dialogue.id) or abort(404)
    if target not in LANGUAGES or target == note.source_language:
        abort(404)
    return note


def _answer(public_id: str, target: str, told: Told) -> ViewAnswer:
    for kind, sentence in told.sentences:
        flash(sentence, kind)
    here = url_for(".translate", public_id=public_id, target=target, _anchor=told.anchor)
    return redirect(here, 303)


def _page(note: SummaryNote, target: str, form: TranslationForm) -> str:
    typed = translating_answers.typed_into(form, note, target)
    parts = parts_of(note, target, current_user.id, typed)
    items = item_parts(note, target, typed)
    fields = translating_answers.fields_of(form, note, target)
    found = counts([*parts, *items])
    return render_template(
        "summaries/translate.html",
        note=note,
        dialogue=note.dialogue,
        source=note.source_language,
        target=target,
        form=form,
        parts=parts,
        items=items,
        fields=fields,
        counts=[
            (state, ngettext("%(num)s part", "%(num)s parts", number))
            for state, number in found.items()
        ],
        states=STATES,
        tags=STATE_TAGS,
        others=[code for code in LANGUAGES if code != note.source_language],
        names={person.id: person.name for person in all_staff()},
        html=lambda markdown: Markup(html_of(markdown, headings_from=4)),
        me=current_user.id,
        heading=_("Translate into %(language)s", language=ENDONYMS[target]),
    )
