"""Reminders of an action item: stopped, and wanted again, by their links and on its page."""

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialogues.action_items import owner_service
from dialogues.action_items.links import REMINDERS, item_of
from dialogues.action_items.models import ActionItem
from dialogues.action_items.owed_pages import act_as, pages, press, show
from dialogues.web.forms import PressForm
from dialogues.web.headers import personal
from dialogues.web.limiting import unlimited


@pages.post("/<token>/reminders/stop")
def stop_reminders(token: str) -> AnyResponse:
    """Want no more reminders of an item."""
    return press(
        token,
        owner_service.stop_reminders,
        lambda item: _("You get no more reminders of this action item. It stays yours to do."),
    )


@pages.post("/<token>/reminders/resume")
def resume_reminders(token: str) -> AnyResponse:
    """Want reminders of an item again."""
    return press(
        token,
        owner_service.resume_reminders,
        lambda item: _("You get reminders of this action item again."),
    )


@pages.get("/reminders/<token>")
def reminders(token: str) -> Response:
    """One button that stops the reminders; the link in them gives power over nothing else."""
    return _show_reminders(item_of(token, REMINDERS), token)


@pages.post("/reminders/<token>")
@unlimited
def unsubscribe(token: str) -> Response:
    """Stop the reminders: pressed on the page, or by the owner's mail program (RFC 8058, 3.2).

    Without a token against forgery, as mail programs send it; the signed address is the power.
    """
    item = item_of(token, REMINDERS)
    act_as(item.owner)
    if request.form.get("List-Unsubscribe") == "One-Click":
        owner_service.stop_reminders(item)
    return _show_reminders(item, token)


@pages.post("/reminders/<token>/undo")
def undo_unsubscribe(token: str) -> AnyResponse:
    """Want the reminders after all."""
    item = item_of(token, REMINDERS)
    act_as(item.owner)
    if PressForm().is_fresh():
        owner_service.resume_reminders(item)
    return personal(redirect(url_for(".reminders", token=token), 303))


def _show_reminders(item: ActionItem, token: str) -> Response:
    return show("reminders", item, token, PressForm(), 200)
