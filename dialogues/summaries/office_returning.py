"""Files for translators: handed out, and read back with a look at what will change."""

from dataclasses import asdict, fields

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from dialogues.languages.rules import ENDONYMS, one_after_another
from dialogues.summaries.files import TYPES
from dialogues.summaries.importing import refusals as file_refusals
from dialogues.summaries.importing.files import MOST_BYTES
from dialogues.summaries.models import SummaryNote
from dialogues.summaries.office_translating import note_to_translate, pages
from dialogues.summaries.returning import Effect, Outcome, effects_of, take
from dialogues.summaries.returning_words import OUTCOMES, figures
from dialogues.summaries.translating_forms import FileForm
from dialogues.summaries.translator_files import (
    Returned,
    ReturnedFile,
    file_for_translator,
    read_file,
    require_own,
)
from dialogues.support import parcels
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language
from dialogues.web.forms import PressForm, ViewAnswer, refuse, say
from dialogues.web.headers import as_file

_FIELDS = tuple(field.name for field in fields(Returned))


@pages.get("/dialogues/<public_id>/summary/into/<target>/translator.docx")
def export(public_id: str, target: str) -> Response:
    """The Word file for whoever puts a note into a language."""
    note = note_to_translate(public_id, target)
    name = f"{note.source_language}-{target}-{public_id}.docx"
    return as_file(Response(file_for_translator(note, target), mimetype=TYPES["docx"]), name)


@pages.route("/dialogues/<public_id>/summary/into/<target>/file", methods=["GET", "POST"])
def read_back(public_id: str, target: str) -> ViewAnswer:
    """Ask for a translator's file, show what it would change, or carry that out."""
    if "rows" in request.form:
        return _carried(note_to_translate(public_id, target), target)
    form = FileForm()
    # The file comes first: from the first statement of the database on, others wait for us.
    read = _read(form) if request.method == "POST" else None
    note = note_to_translate(public_id, target)
    if read is None:
        return _asked(note, target, form), 422 if form.errors else 200
    try:
        require_own(read, note, target)
        return _preview(note, target, read.rows, PressForm(formdata=None))
    except Refusal as refusal:
        refuse(form.file, refusal)
        return _asked(note, target, form), refusal.status


def _read(form: FileForm) -> ReturnedFile | None:
    """What the chosen file says; None where it says nothing, and the form why."""
    if not form.validate():
        return None
    try:
        return read_file(form.file.data.read(MOST_BYTES + 1))
    except file_refusals.FileIsRefused as refusal:
        refuse(form.file, refusal)
        return None


def _asked(note: SummaryNote, target: str, form: FileForm) -> str:
    return render_template(
        "summaries/translator_file.html",
        note=note,
        dialogue=note.dialogue,
        target=target,
        form=form,
    )


def _preview(note: SummaryNote, target: str, rows: list[Returned], form: PressForm) -> str:
    effects = effects_of(note, target, rows)
    try:
        parcel = parcels.pack([asdict(row) for row in rows])
    except parcels.ParcelIsTooLarge:
        raise file_refusals.FileIsTooLarge(megabytes=MOST_BYTES // 10**6) from None
    return render_template(
        "summaries/translator_file_preview.html",
        note=note,
        dialogue=note.dialogue,
        target=target,
        form=form,
        parcel=parcel,
        effects=[one for one in effects if one.outcome is not Outcome.SAME],
        figures=figures(effects),
        changes_something=any(map(_is_taken, effects)),
        say=say,
        outcomes=OUTCOMES,
    )


def _carried(note: SummaryNote, target: str) -> ViewAnswer:
    rows = _unpacked(request.form["rows"])
    form = PressForm()
    if not form.validate():
        return _preview(note, target, rows, form), 422
    effects = effects_of(note, target, rows)
    take(note, target, effects, current_user.id)
    said = _("The file is read back into %(language)s.", language=ENDONYMS[target])
    flash(one_after_another([said, *figures(effects)], current_language()), "success")
    here = url_for(".translate", public_id=note.dialogue.public_id, target=target)
    return redirect(here, 303)


def _unpacked(parcel: str) -> list[Returned]:
    """The rows of a preview; whoever sent them may have changed them."""
    try:
        rows = parcels.unpack(parcel)
        return [Returned(**{name: str(row[name]) for name in _FIELDS}) for row in rows]
    except (parcels.ParcelIsLost, TypeError, KeyError):
        raise file_refusals.FileIsLost from None


def _is_taken(effect: Effect) -> bool:
    return effect.outcome in (Outcome.TAKEN, Outcome.PARKED)
