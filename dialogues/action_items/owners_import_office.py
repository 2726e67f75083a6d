"""The register of owners from a spreadsheet: choose, look at what would happen, carry out."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from dialogues.action_items import owner_sheets, owners_service
from dialogues.action_items.labels import KINDS
from dialogues.action_items.owner_plans import COLUMNS
from dialogues.action_items.owner_plans import KINDS as REGISTERED
from dialogues.action_items.owner_sheets import Outcome
from dialogues.action_items.owners_office import pages
from dialogues.languages.rules import one_after_another
from dialogues.programme.forms import ImportForm
from dialogues.programme.office_import import imported
from dialogues.programme.sheet_report import sentences
from dialogues.registration.export_files import csv_chunks
from dialogues.support.sheet_refusals import SheetIsRefused
from dialogues.web.addresses import current_language
from dialogues.web.forms import PressForm, ViewAnswer


@pages.route("/owners/import", methods=["GET", "POST"])
def import_sheet() -> ViewAnswer:
    """Put entries into the register, and change those that are there."""
    return imported(
        _page, lambda content: _preview(owner_sheets.outcomes(content), PressForm()), _carried
    )


def _carried() -> ViewAnswer:
    found, form = owner_sheets.outcomes(request.form["rows"].encode()), PressForm()
    if not form.validate():
        return _preview(found, form), 422
    figures = _figures(found)
    for outcome in found:
        if outcome.owner is None:
            owners_service.add_owner(outcome.plan)
        else:
            owners_service.change_owner(outcome.owner, outcome.plan)
    said = [_("The register is up to date."), *figures]
    flash(one_after_another(map(str, said), current_language()), "success")
    return redirect(url_for("owners_office.register"), 303)


def _preview(found: list[Outcome], form: PressForm) -> str:
    rows = owner_sheets.rows_of(outcome.plan for outcome in found)
    return render_template(
        "action_items/register_preview.html",
        form=form,
        outcomes=[outcome for outcome in found if outcome.is_change],
        figures=_figures(found),
        kinds={kind.value: label for kind, label in KINDS.items()},
        rows=owner_sheets.carried(csv_chunks(COLUMNS, rows)),
    )


def _figures(found: list[Outcome]) -> list[str]:
    """What carrying it out does, in figures."""
    new = sum(outcome.owner is None for outcome in found)
    changed = sum(outcome.is_change for outcome in found) - new
    moved = sum(outcome.ends_links for outcome in found)
    return [
        _("Entries added: %(number)s.", number=new),
        _("Entries changed: %(number)s.", number=changed),
        _("Entries left as they are: %(number)s.", number=len(found) - new - changed),
        *(
            [
                ngettext(
                    "The links that went to %(num)s earlier address open nothing any more.",
                    "The links that went to %(num)s earlier addresses open nothing any more.",
                    moved,
                )
            ]
            if moved
            else []
        ),
    ]


def _page(form: ImportForm, refused: SheetIsRefused | None) -> str:
    return render_template(
        "action_items/register_import.html",
        form=form,
        problems=sentences(refused) if refused else [],
        columns=COLUMNS,
        kinds=REGISTERED,
    )
