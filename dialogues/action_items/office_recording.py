"""Recording an action item in the office, and changing one."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialogues.action_items import office_queries, queries, service
from dialogues.action_items.drafts import Draft, version_of
from dialogues.action_items.forms import ItemForm
from dialogues.action_items.models import ActionItem, Owner
from dialogues.action_items.naming import owner_choices, owner_name
from dialogues.action_items.office import pages
from dialogues.action_items.owners_service import person_owner
from dialogues.action_items.refusals import (
    AddressIsInRegister,
    ItemChangedMeanwhile,
    OwnerIsUnknown,
    OwnerNeedsAddress,
    TextIsMissing,
)
from dialogues.config import settings
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.models import Dialogue
from dialogues.programme.queries import dialogue_by_public_id
from dialogues.support import zones
from dialogues.support.addresses import email_address
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language
from dialogues.web.forms import ViewAnswer, refuse, say

_GET_AND_POST = ["GET", "POST"]


@pages.route("/dialogues/<public_id>/action-items/new", methods=_GET_AND_POST)
def new(public_id: str) -> ViewAnswer:
    """Record what a Dialogue agreed on; the address may say the sentence and its section."""
    dialogue = dialogue_by_public_id(public_id) or abort(404)
    form = ItemForm(data=_asked(dialogue))
    form.offer_owners(_offered(None))
    if request.method == "GET":
        return _form_page(form, dialogue)
    if not form.validate():
        return _form_page(form, dialogue), 422
    try:
        draft = _draft(form)
        if twice := office_queries.open_item_like(dialogue, draft):
            flash(_("This was recorded already. Here it is."), "success")
            return _to(twice)
        item = service.record_item(dialogue, draft)
    except Refusal as refusal:
        return _refused(form, refusal, dialogue)
    flash(
        _(
            "The action item is recorded, and a mail to %(name)s is on its way, with a link to "
            "accept it. To take it back, drop it below.",
            name=owner_name(item.owner, current_language()),
        ),
        "success",
    )
    return _to(item)


@pages.route("/action-items/<public_id>/edit", methods=_GET_AND_POST)
def edit(public_id: str) -> ViewAnswer:
    """Change the texts, the owner, the due date or the theme."""
    item = queries.item_by_public_id(public_id) or abort(404)
    form = ItemForm(data=_as_typed(item))
    form.offer_owners(_offered(item.owner))
    if request.method == "GET":
        return _form_page(form, item.dialogue, item)
    form.source_language.data = item.source_language
    if not form.validate():
        return _form_page(form, item.dialogue, item), 422
    try:
        done = service.change(item, _draft(form), form.seen.data or "")
    except ItemChangedMeanwhile as refusal:
        form.seen.data = version_of(item)
        form.form_errors.append(say(refusal))
        return _form_page(form, item.dialogue, item, has_news=True), 409
    except Refusal as refusal:
        return _refused(form, refusal, item.dialogue, item)
    flash(_changed(item, done), "success")
    return _to(item)


def _changed(item: ActionItem, done: list[str]) -> str:
    if not done:
        return str(_("Nothing was changed."))
    if "assigned" in done:
        return str(
            _(
                "The action item is changed. A mail to %(name)s is on its way, with a link to "
                "accept it; the links of the owner before open nothing any more. To take it "
                "back, change it again.",
                name=owner_name(item.owner, current_language()),
            )
        )
    return str(_("The action item is changed. To take it back, change it again."))


def _asked(dialogue: Dialogue) -> dict[str, str]:
    """What the form begins with: a sentence of the note in its language, if it comes from one."""
    asked = request.args.get("lang", "")
    language = asked if asked in LANGUAGES else dialogue.source_language
    return {
        "source_language": language,
        f"text_{language}": request.args.get("text", ""),
        "section": request.args.get("section", ""),
        "due": "next",
        "person_language": language,
        "person_zone": settings().timezone,
    }


def _as_typed(item: ActionItem) -> dict[str, object]:
    return {
        "source_language": item.source_language,
        **{f"text_{code}": text.text for code, text in item.texts.items()},
        "owner": item.owner.public_id,
        "person_language": item.source_language,
        "person_zone": settings().timezone,
        "due": "next" if item.is_due_by_next else "date",
        "due_on": None if item.is_due_by_next else item.due_on,
        "theme": item.theme or "",
        "section": item.section_id or "",
        "seen": version_of(item),
    }


def _draft(form: ItemForm) -> Draft:
    return Draft(
        texts=form.texts,
        source_language=str(form.source_language.data),
        owner=_owner(form),
        due_on=form.due_on.data if form.due.data == "date" else None,
        theme=form.theme.data or None,
        section_id=(form.section.data or "")[:32] or None,
    )


def _owner(form: ItemForm) -> Owner:
    if form.is_for_person:
        email = str(form.person_email.data)
        if entry := queries.register_entry_at(email_address(email) or ""):
            raise AddressIsInRegister(name=owner_name(entry, current_language()))
        return person_owner(
            str(form.person_name.data),
            email,
            str(form.person_language.data),
            str(form.person_zone.data),
        )
    found = queries.owner_by_public_id(str(form.owner.data))
    if found is None:
        raise OwnerIsUnknown
    return found


def _offered(present: Owner | None) -> list[tuple[str, str]]:
    """The register, by name, and who owns an item now, whoever that is."""
    owners = {owner.id: owner for owner in queries.register()}
    if present is not None:
        owners[present.id] = present
    return owner_choices(list(owners.values()), current_language())


def _refused(
    form: ItemForm, refusal: Refusal, dialogue: Dialogue, item: ActionItem | None = None
) -> ViewAnswer:
    """The form once more, with the refusal beside the field that it is about."""
    if isinstance(refusal, TextIsMissing):
        field = form.text(str(form.source_language.data))
    elif isinstance(refusal, (OwnerIsUnknown, OwnerNeedsAddress)):
        field = form.owner
    elif isinstance(refusal, AddressIsInRegister):
        field = form.person_email
    else:
        field = form.due_on if form.due.data == "date" else form.due
    refuse(field, refusal)
    return _form_page(form, dialogue, item), refusal.status


def _form_page(
    form: ItemForm, dialogue: Dialogue, item: ActionItem | None = None, has_news: bool = False
) -> str:
    return render_template(
        "action_items/item_form.html",
        form=form,
        dialogue=dialogue,
        item=item,
        has_news=has_news,
        zones=zones.COMMON_ZONES,
    )


def _to(item: ActionItem) -> Response:
    return redirect(url_for("action_items_office.item", public_id=item.public_id), 303)
