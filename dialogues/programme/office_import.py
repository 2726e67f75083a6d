"""The import of a spreadsheet as a page: choose, look at what would happen, carry out."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from dialogues.config import settings
from dialogues.languages.rules import one_after_another
from dialogues.people.rules import Category
from dialogues.programme import sheet_parcel, sheets
from dialogues.programme.effects import preview
from dialogues.programme.forms import ImportForm
from dialogues.programme.sheet_checks import check
from dialogues.programme.sheet_report import importer, sentences, summary
from dialogues.support.sheet_refusals import SheetIsRefused
from dialogues.support.sheets import MOST_BYTES
from dialogues.web.addresses import current_language
from dialogues.web.forms import PressForm, ViewAnswer


def import_sheet() -> ViewAnswer:
    """Put sessions on the programme."""
    return imported(_page, lambda content: _preview(sheets.read(content), PressForm()), _carried)


def imported(
    page: Callable[[ImportForm, SheetIsRefused | None], str],
    preview_of: Callable[[bytes], str],
    carried: Callable[[], ViewAnswer],
) -> ViewAnswer:
    """Ask for a spreadsheet, show what it would do, or carry out the ``rows`` of that preview.

    The last two raise :class:`SheetIsRefused`, which the ``page`` then shows.
    """
    if request.method == "GET":
        return page(ImportForm(), None)
    try:
        if "rows" in request.form:
            return carried()
        form = ImportForm()
        if not form.validate():
            return page(form, None), 422
        return preview_of(form.file.data.read(MOST_BYTES + 1))
    except SheetIsRefused as refused:
        return page(ImportForm(formdata=None), refused), 422


def _preview(rows: list[sheets.Row], form: PressForm) -> str:
    # All that needs no database comes first: from its first statement on others wait for us.
    sheet = check(rows)
    parcel = "" if sheet.problems else sheet_parcel.pack(rows)
    effect = preview(importer(sheet, settings().uid_domain)).result
    return render_template(
        "programme/import_preview.html",
        form=form,
        effect=effect,
        figures=summary(effect),
        rows=parcel,
    )


def _carried() -> ViewAnswer:
    rows = sheet_parcel.unpack(request.form["rows"])
    form = PressForm()
    if not form.validate():
        return _preview(rows, form), 422
    effect = importer(check(rows), settings().uid_domain)()
    said = [_("The spreadsheet is on the programme."), *summary(effect)]
    flash(one_after_another(said, current_language()), "success")
    return redirect(url_for("programme_office.desk"), 303)


def _page(form: ImportForm, refused: SheetIsRefused | None) -> str:
    return render_template(
        "programme/import.html",
        form=form,
        problems=sentences(refused) if refused else [],
        columns=sheets.COLUMNS,
        categories=tuple(Category),
        most_rows=sheets.MOST_ROWS,
    )
