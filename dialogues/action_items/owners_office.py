"""The register of those who own action items: coalitions, agencies and countries."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialogues.action_items import owners_service, queries
from dialogues.action_items.labels import KINDS
from dialogues.action_items.models import Owner, OwnerKind
from dialogues.action_items.naming import owner_name, owner_title
from dialogues.action_items.owner_plans import COLUMNS, plan_of
from dialogues.action_items.owner_sheets import rows_of
from dialogues.action_items.owners_forms import OwnerForm
from dialogues.action_items.refusals import KeyIsTaken, OwnerChangedMeanwhile, OwnerStillOwes
from dialogues.config import settings
from dialogues.registration.export_files import csv_chunks
from dialogues.support import zones
from dialogues.support.codes import opaque_id
from dialogues.web.addresses import current_language
from dialogues.web.forms import PressForm, ViewAnswer, refuse, say
from dialogues.web.guards import office_pages
from dialogues.web.headers import as_file

pages = office_pages("owners_office", __name__)
_GET_AND_POST = ["GET", "POST"]
pages.add_app_template_global(owner_title, "owner_title")


@pages.get("/owners")
def register() -> str:
    """All entries, by kind; the archived ones last."""
    owners = queries.register(with_archived=True)
    return render_template(
        "action_items/register.html",
        kinds=KINDS,
        owners=sorted(owners, key=lambda owner: owner_name(owner, current_language()).casefold()),
        open_counts=queries.count_open_by_owner(),
    )


@pages.get("/owners/owners.csv")
def as_csv() -> Response:
    """The register as CSV, as it can be read in again; who is archived is left out."""
    rows = rows_of(plan_of(owner) for owner in queries.register())
    chunks = csv_chunks(COLUMNS, rows)
    return as_file(Response(chunks, content_type="text/csv; charset=utf-8"), "owners.csv")


@pages.route("/owners/new", methods=_GET_AND_POST)
def new() -> ViewAnswer:
    """Add an entry."""
    form = OwnerForm(
        data={
            "kind": OwnerKind.COALITION.value,
            "language": current_language(),
            "zone": settings().timezone,
        }
    )
    if request.method == "GET":
        return _form_page(form)
    plan = form.plan(own_key=opaque_id())
    if plan is None:
        return _form_page(form), 422
    try:
        owner = owners_service.add_owner(plan)
    except KeyIsTaken as refusal:
        refuse(form["key"], refusal)
        return _form_page(form), 422
    flash(
        _(
            "%(name)s is in the register, and can own action items. To take this back, remove "
            "the entry.",
            name=owner_name(owner, current_language()),
        ),
        "success",
    )
    return _to(owner)


@pages.get("/owners/<public_id>")
def owner(public_id: str) -> str:
    """One entry: what is known of it, what it owes, and its history."""
    found = _owner(public_id)
    return render_template(
        "action_items/owner.html",
        owner=found,
        kinds=KINDS,
        items=queries.items_of_owner(found.id),
        owns_anything=queries.owns_anything(found.id),
        form=PressForm(),
    )


@pages.route("/owners/<public_id>/edit", methods=_GET_AND_POST)
def edit(public_id: str) -> ViewAnswer:
    """Change an entry."""
    found = _owner(public_id)
    form = OwnerForm(data={**plan_of(found).cells, "seen": owners_service.version_of(found)})
    if request.method == "GET":
        return _form_page(form, found)
    plan = form.plan(own_key=found.key or found.public_id)
    if plan is None:
        return _form_page(form, found), 422
    earlier = found.email
    try:
        has_changed = owners_service.change_owner(found, plan, form.seen.data or "")
    except (KeyIsTaken, OwnerStillOwes) as refusal:
        refuse(form["key" if isinstance(refusal, KeyIsTaken) else "email"], refusal)
        return _form_page(form, found), 422
    except OwnerChangedMeanwhile as refusal:
        form.seen.data = owners_service.version_of(found)
        form.form_errors.append(say(refusal))
        return _form_page(form, found, has_news=True), 409
    flash(_changed(found, earlier) if has_changed else _("Nothing was changed."), "success")
    return _to(found)


def _changed(owner: Owner, earlier: str | None) -> str:
    name = owner_name(owner, current_language())
    if earlier and owner.email and owner.email != earlier:
        return str(
            _(
                "%(name)s is changed. The links that went to %(earlier)s open nothing any more; "
                "where anything is yet to be done, a mail with new ones is on its way to "
                "%(email)s. To take it back, change it again.",
                name=name,
                earlier=earlier,
                email=owner.email,
            )
        )
    return str(_("%(name)s is changed. To take it back, change it again.", name=name))


@pages.post("/owners/<public_id>/retire")
def retire(public_id: str) -> AnyResponse:
    """Remove an entry, or archive it where it has action items."""
    found = _owner(public_id)
    name = owner_name(found, current_language())
    if not PressForm().is_fresh():
        return _to(found)
    if owners_service.retire(found):
        flash(_("%(name)s is removed. To take this back, add it again.", name=name), "success")
        return redirect(url_for(".register"), 303)
    flash(
        _(
            "%(name)s is archived: it keeps its action items, and is offered for new ones no "
            "more. To take this back, press “Take back into the register”.",
            name=name,
        ),
        "success",
    )
    return _to(found)


@pages.post("/owners/<public_id>/take-back")
def take_back(public_id: str) -> AnyResponse:
    """Offer an archived entry for new action items again."""
    found = _owner(public_id)
    if PressForm().is_fresh() and owners_service.take_back(found):
        flash(
            _(
                "%(name)s can own new action items again. To take this back, archive it.",
                name=owner_name(found, current_language()),
            ),
            "success",
        )
    return _to(found)


def _form_page(form: OwnerForm, owner: Owner | None = None, has_news: bool = False) -> str:
    return render_template(
        "action_items/owner_form.html",
        form=form,
        owner=owner,
        has_news=has_news,
        zones=zones.COMMON_ZONES,
    )


def _to(owner: Owner) -> AnyResponse:
    return redirect(url_for("owners_office.owner", public_id=owner.public_id), 303)


def _owner(public_id: str) -> Owner:
    found = queries.owner_by_public_id(public_id)
    if found is None or found.kind is OwnerKind.PERSON:
        abort(404)
    return found
