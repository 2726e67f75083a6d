"""Action items in the office: all of them, and recording and changing one."""

from collections.abc import Mapping, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialogues.action_items import office_queries, queries, service
from dialogues.action_items.drafts import Draft, version_of
from dialogues.action_items.forms import ItemForm
from dialogues.action_items.labels import STATUSES
from dialogues.action_items.models import ActionItem, ItemStatus, Owner
from dialogues.action_items.naming import owner_name
from dialogues.action_items.office_queries import NEEDS, Wanted
from dialogues.action_items.owners_service import person_owner
from dialogues.action_items.refusals import (
    ItemChangedMeanwhile,
    OwnerIsUnknown,
    OwnerNeedsAddress,
    TextIsMissing,
)
from dialogues.action_items.rules import day_everywhere, is_overdue
from dialogues.config import settings
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.models import Dialogue
from dialogues.programme.queries import dialogue_by_public_id
from dialogues.programme.theme_labels import THEMES
from dialogues.programme.themes import Theme
from dialogues.support import clock
from dialogues.support.refusals import Refusal
from dialogues.support.roles import Role
from dialogues.web.addresses import current_language, page_number
from dialogues.web.forms import ViewAnswer, refuse, say
from dialogues.web.guards import office_pages

pages = office_pages("action_items_office", __name__, Role.EDITOR)
_GET_AND_POST = ["GET", "POST"]


@pages.app_template_test("overdue")
def is_late(item: ActionItem) -> bool:
    """Whether the last day of an action item is over everywhere, and it is not closed."""
    return is_overdue(item.closed_at is not None, item.due_on, day_everywhere(clock.now()))


@pages.app_template_global("agreed_by")
def agreed_by(dialogue: Dialogue) -> Mapping[str, Sequence[ActionItem]]:
    """What a Dialogue agreed on, and what it has from those before it."""
    return {
        "own": queries.items_of(dialogue.id),
        "carried": queries.carried_to(dialogue),
    }


@pages.app_template_global("item_status")
def status_in_words(item: ActionItem) -> str:
    """How far an action item has come, in the page's language."""
    return str(STATUSES[item.status])


@pages.get("/action-items")
def items() -> str:
    """All action items by pages, what is open first; filters are in the address."""
    wanted, today = _wanted(), day_everywhere(clock.now())
    language = current_language()
    return render_template(
        "action_items/items.html",
        wanted=wanted,
        page=office_queries.list_of(wanted, today, page_number()),
        counts=office_queries.needs(today),
        dialogues=office_queries.dialogues_with_items(),
        owners=_by_name(office_queries.owners_of_items(), language),
        themes=THEMES,
        statuses=STATUSES,
    )


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
        item = service.record_item(dialogue, _draft(form))
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
    }


def _as_typed(item: ActionItem) -> dict[str, object]:
    return {
        "source_language": item.source_language,
        **{f"text_{code}": text.text for code, text in item.texts.items()},
        "owner": item.owner.public_id,
        "person_language": item.source_language,
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
        return person_owner(
            str(form.person_name.data),
            str(form.person_email.data),
            str(form.person_language.data),
            settings().timezone,
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
    return _by_name(list(owners.values()), current_language())


def _by_name(owners: Sequence[Owner], language: str) -> list[tuple[str, str]]:
    named = [(owner.public_id, owner_name(owner, language)) for owner in owners]
    return sorted(named, key=lambda one: one[1].casefold())


def _refused(
    form: ItemForm, refusal: Refusal, dialogue: Dialogue, item: ActionItem | None = None
) -> ViewAnswer:
    """The form once more, with the refusal beside the field that it is about."""
    if isinstance(refusal, TextIsMissing):
        field = form.text(str(form.source_language.data))
    elif isinstance(refusal, (OwnerIsUnknown, OwnerNeedsAddress)):
        field = form.owner
    else:
        field = form.due_on if form.due.data == "date" else form.due
    refuse(field, refusal)
    return _form_page(form, dialogue, item), refusal.status


def _form_page(
    form: ItemForm, dialogue: Dialogue, item: ActionItem | None = None, has_news: bool = False
) -> str:
    return render_template(
        "action_items/item_form.html", form=form, dialogue=dialogue, item=item, has_news=has_news
    )


def _wanted() -> Wanted:
    """What the address asks for; what means nothing asks for nothing."""
    status, needs = request.args.get("status", ""), request.args.get("needs", "")
    theme = request.args.get("theme", "")
    return Wanted(
        dialogue=request.args.get("dialogue") or None,
        owner=request.args.get("owner") or None,
        theme=theme if theme in {*Theme} else None,
        status=ItemStatus(status) if status in {*ItemStatus} else None,
        needs=needs if needs in NEEDS else None,
    )


def _to(item: ActionItem) -> Response:
    return redirect(url_for("action_items_office.item", public_id=item.public_id), 303)
