"""The import of a spreadsheet as a page: choose, look at what would happen, carry out."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialogues.config import settings
from dialogues.programme import sheet_parcel, sheets
from dialogues.programme.forms import ImportForm, PressForm
from dialogues.programme.service import preview
from dialogues.programme.sheet_refusals import SheetIsRefused
from dialogues.programme.sheet_report import importer, sentence, summary

Answer = str | Response | tuple[str, int]


def import_sheet() -> Answer:
    """Show the preview of a file that was chosen, or carry out the rows that it carried on."""
    if request.method == "GET":
        return _page(ImportForm())
    try:
        return _carry_out() if "rows" in request.form else _preview()
    except SheetIsRefused as refused:
        return _page(ImportForm(formdata=None), refused), 422


def _preview() -> Answer:
    form = ImportForm()
    if not form.validate():
        return _page(form), 422
    rows = sheets.read(form.file.data.read(sheets.MOST_BYTES + 1))
    effect = preview(importer(rows, settings().uid_domain)).result
    return render_template(
        "programme/import_preview.html",
        form=PressForm(),
        effect=effect,
        figures=summary(effect),
        rows=sheet_parcel.pack(rows),
    )


def _carry_out() -> Answer:
    if not PressForm().validate():
        flash(_("The page was open for too long. Please choose the file again."), "warning")
        return redirect(url_for("programme_office.import_sheet"), 303)
    rows = sheet_parcel.unpack(request.form["rows"])
    effect = importer(rows, settings().uid_domain)()
    flash(_("The spreadsheet is on the programme."), "success")
    for figure in summary(effect):
        flash(figure, "success")
    return redirect(url_for("programme_office.desk"), 303)


def _page(form: ImportForm, refused: SheetIsRefused | None = None) -> str:
    return render_template(
        "programme/import.html",
        form=form,
        problems=[sentence(problem) for problem in refused.problems] if refused else [],
        columns=sheets.COLUMNS,
        most_rows=sheets.MOST_ROWS,
    )
