"""One action item in the office: its story, who was mailed, and what can be done with it."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from dialogues.action_items import office_queries, queries, service
from dialogues.action_items.drafts import version_of
from dialogues.action_items.forms import ActForm
from dialogues.action_items.models import ActionItem
from dialogues.action_items.office import pages
from dialogues.action_items.owner_notices import ASSIGNED, NEWS, OFFERED, REMINDER
from dialogues.action_items.refusals import ItemChangedMeanwhile, ReasonIsMissing
from dialogues.action_items.story import story
from dialogues.outbox.composing import kind_name
from dialogues.outbox.office import STATES
from dialogues.programme.theme_labels import THEMES
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language
from dialogues.web.forms import ViewAnswer, refuse, say

_MAILS = (ASSIGNED, OFFERED, NEWS, REMINDER)
Act = Callable[[ActionItem, str, str, str], None]
"""A verb: the item, its version as it was seen, words, and their language."""

ACTS: dict[str, tuple[Act, object]] = {
    "start": (
        lambda item, seen, _words, _language: service.start_work(item, seen),
        _l("Work has started. To take it back, mark it as done, then reopen it."),
    ),
    "finish": (
        service.finish,
        _l("The action item is done, everywhere where it stands. To take it back, reopen it."),
    ),
    "drop": (
        service.drop,
        _l("The action item is dropped, and everybody can read why. To take it back, reopen it."),
    ),
    "reopen": (
        service.reopen,
        _l("The action item is open again. To take it back, mark it as done or drop it."),
    ),
    "carry_over": (
        service.carry_over,
        _l(
            "The action item is due by the next Dialogue now. To take it back, change the due date."
        ),
    ),
    "take_date": (
        lambda item, seen, words, language: service.answer_proposal(
            item, seen, True, words, language
        ),
        _l("The proposed date counts from now on. To take it back, change the due date."),
    ),
    "keep_date": (
        lambda item, seen, words, language: service.answer_proposal(
            item, seen, False, words, language
        ),
        _l("The date stays as it is. To change your mind, change the due date."),
    ),
}
"""What buttons of the page do, by their value, and what is said then."""


@pages.get("/action-items/<public_id>")
def item(public_id: str) -> str:
    """What is to be done, by whom, by when, and all that has happened to it."""
    found = _item(public_id)
    return _page(found, ActForm(data={"seen": version_of(found)}))


@pages.post("/action-items/<public_id>")
def act(public_id: str) -> ViewAnswer:
    """Carry out what the button says."""
    found, form = _item(public_id), ActForm()
    if not form.validate():
        return _page(found, form), 422
    verb, said = ACTS.get(request.form.get("action", "")) or abort(400)
    try:
        verb(found, form.seen.data or "", form.words.data or "", current_language())
    except ReasonIsMissing as refusal:
        refuse(form.words, refusal)
        return _page(found, form), refusal.status
    except Refusal as refusal:
        if isinstance(refusal, ItemChangedMeanwhile):
            form.seen.data = version_of(found)
        form.form_errors.append(say(refusal))
        return _page(found, form), refusal.status
    flash(str(said), "success")
    return redirect(url_for(".item", public_id=public_id), 303)


def _page(item: ActionItem, form: ActForm) -> str:
    return render_template(
        "action_items/item.html",
        item=item,
        form=form,
        themes=THEMES,
        said=[chapter for chapter in story(item, current_language()) if chapter.words],
        mails=office_queries.mails_about(item.id, _MAILS),
        mail_states=STATES,
        kind_name=kind_name,
    )


def _item(public_id: str) -> ActionItem:
    return queries.item_by_public_id(public_id) or abort(404)
