"""An owner's page of one action item, from a signed link: accept it, report, propose a date."""

from collections.abc import Callable

from flask import Response, flash, g, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialogues.action_items import owner_service
from dialogues.action_items.labels import STATUSES
from dialogues.action_items.links import item_of
from dialogues.action_items.models import ActionItem, ItemStatus, Owner
from dialogues.action_items.naming import asked_title, owner_title
from dialogues.action_items.owner_forms import DueForm, ReportForm
from dialogues.action_items.owner_refusals import (
    DateIsTheSame,
    ItemHasPassed,
    NothingIsReported,
    OfferIsOver,
)
from dialogues.action_items.refusals import DueIsPast, DueIsTooFar, ItemChangedMeanwhile
from dialogues.action_items.rules import is_overdue
from dialogues.languages.times import date_in_words
from dialogues.registration.refusals import LinkHasExpired, LinkIsUnknown
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language, prefixed_pages
from dialogues.web.forms import AddressForm, BaseForm, PressForm, refuse, say
from dialogues.web.headers import personal

pages = prefixed_pages("owed", __name__, "/owed")


def act_as(owner: Owner) -> None:
    """Have the history say that an owner did what follows in this request."""
    g.actor = f"owner:{owner.id}"


@pages.get("/<token>")
def item(token: str) -> Response:
    """What somebody owes, and what they can do with it."""
    return show_item(_mine(token), token, PressForm())


@pages.post("/<token>/accept")
def accept(token: str) -> AnyResponse:
    """Say that one will do it."""
    return press(
        token,
        lambda item: owner_service.accept(item),
        lambda item: _(
            "You have accepted this action item. The organisers see that. If you cannot do it "
            "after all, you can hand it over."
        ),
    )


@pages.route("/<token>/report", methods=["GET", "POST"])
def report(token: str) -> AnyResponse:
    """Say how far it is."""
    item = _mine(token)
    form = ReportForm(status=item.status.value, seen=item.status.value)
    if form.validate_on_submit():
        status, words = ItemStatus(str(form.status.data)), form.words.data or ""
        try:
            owner_service.report(item, status, words, current_language(), form.seen_status)
        except NothingIsReported as refusal:
            refuse(form.words, refusal)
        except ItemChangedMeanwhile as refusal:
            form.seen.data = item.status.value
            form.form_errors.append(say(refusal))
            return show("report", item, token, form, refusal.status)
        except Refusal as refusal:
            return refused(item, token, refusal)
        else:
            return done(token, _reported(item))
    return show("report", item, token, form)


def _reported(item: ActionItem) -> str:
    if item.status is ItemStatus.DONE:
        return str(
            _(
                "You have reported that this is done. Thank you. Everybody can see that now, and "
                "reminders have stopped. If it is not done, report again."
            )
        )
    return str(
        _(
            "Your report is kept: %(status)s. Everybody can read it now. To correct it, report "
            "again.",
            status=STATUSES[item.status],
        )
    )


@pages.route("/<token>/due", methods=["GET", "POST"])
def propose_due(token: str) -> AnyResponse:
    """Ask for another due date."""
    item = _mine(token)
    form = DueForm()
    if form.validate_on_submit() and form.due_on.data:
        because = form.because.data or ""
        try:
            owner_service.propose_due(item, form.due_on.data, because, current_language())
        except (DateIsTheSame, DueIsPast, DueIsTooFar) as refusal:
            refuse(form.due_on, refusal)
        except Refusal as refusal:
            return refused(item, token, refusal)
        else:
            return done(token, _proposed(item))
    return show("due", item, token, form)


def _proposed(item: ActionItem) -> str:
    assert item.proposed_due_on is not None
    return str(
        _(
            "The organisers have your proposal: %(date)s. Until they have answered, the due date "
            "stays as it is. If you propose another one, it takes the place of this one.",
            date=date_in_words(item.proposed_due_on, current_language()),
        )
    )


@pages.errorhandler(LinkIsUnknown)
@pages.errorhandler(LinkHasExpired)
@pages.errorhandler(ItemHasPassed)
@pages.errorhandler(OfferIsOver)
def link_does_not_work(refusal: Refusal) -> Response:
    """Say what is wrong with a link, and how to get those that work."""
    page = render_template("action_items/owed_link.html", sentence=say(refusal), form=AddressForm())
    return personal(make_response(page, refusal.status))


def press(
    token: str, change: Callable[[ActionItem], bool], sentence: Callable[[ActionItem], str]
) -> AnyResponse:
    """Do what a button of an item's page says, and say that it is done."""
    item = _mine(token)
    form = PressForm()
    if not form.validate():
        return show_item(item, token, form)
    try:
        change(item)
    except (ItemHasPassed, OfferIsOver):
        raise
    except Refusal as refusal:
        return refused(item, token, refusal)
    return done(token, sentence(item))


def _mine(token: str) -> ActionItem:
    item = item_of(token)
    act_as(item.owner)
    return item


def refused(item: ActionItem, token: str, refusal: Refusal) -> Response:
    """An item as it is, and why it is not otherwise."""
    form = PressForm()
    form.form_errors.append(say(refusal))
    return show_item(item, token, form, refusal.status)


def show_item(item: ActionItem, token: str, form: BaseForm, status: int | None = None) -> Response:
    """An item's page for its owner."""
    return show("item", item, token, form, status)


def show(
    page: str,
    item: ActionItem,
    token: str,
    form: BaseForm,
    status: int | None = None,
) -> Response:
    """A page about an item; with 422 where its form was sent, unless ``status`` says otherwise."""
    language = current_language()
    today = owner_service.today_of(item.owner)
    body = render_template(
        f"action_items/owed_{page}.html",
        item=item,
        token=token,
        form=form,
        owner=owner_title(item.owner, language),
        offered_to=item.offered_to and asked_title(item.offered_to, language),
        statuses=STATUSES,
        is_overdue=is_overdue(item.closed_at is not None, item.due_on, today),
    )
    return personal(make_response(body, status or (422 if form.is_submitted() else 200)))


def done(token: str, sentence: str) -> AnyResponse:
    """Lead back to an item's page, which says what was done."""
    flash(sentence, "success")
    return personal(redirect(url_for("owed.item", token=token), 303))
