"""Handing an action item over: the owner's page that asks, and the page of who is asked."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialogues.action_items import offering_service, queries
from dialogues.action_items.links import item_of, item_token, offered_item_of
from dialogues.action_items.models import ActionItem, Owner
from dialogues.action_items.naming import asked_name, owner_choices, owner_name
from dialogues.action_items.owed_pages import act_as, done, pages, press, refused, show
from dialogues.action_items.owner_forms import DeclineForm, OfferForm
from dialogues.action_items.owner_refusals import (
    HandedOverBefore,
    ItemHasPassed,
    OfferedToOneself,
    OfferIsOver,
    OffersCross,
)
from dialogues.action_items.owners_service import person_owner
from dialogues.action_items.refusals import OwnerNeedsAddress
from dialogues.languages.times import date_in_words
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language
from dialogues.web.forms import PressForm, refuse
from dialogues.web.headers import personal
from dialogues.web.limiting import FOR_ONE_ADDRESS, Allowance, require

_OFFERS = Allowance("action items offered", 200)


@pages.route("/<token>/offer", methods=["GET", "POST"])
def offer(token: str) -> AnyResponse:
    """Ask somebody else to take an item over."""
    item = item_of(token)
    act_as(item.owner)
    form = OfferForm(language=item.owner.language)
    form.offer_choices(_register_but(item.owner))
    require(_OFFERS, FOR_ONE_ADDRESS)
    if form.validate_on_submit():
        language = current_language()
        try:
            to = _chosen(form, item)
            offering_service.offer(item, to, form.because.data or "", language)
        except HandedOverBefore as refusal:
            refusal.values["date"] = date_in_words(refusal.on, language)
            refuse(form.to, refusal)
        except (OffersCross, OfferedToOneself, OwnerNeedsAddress) as refusal:
            refuse(form.to, refusal)
        except (ItemHasPassed, OfferIsOver):
            raise
        except Refusal as refusal:
            return refused(item, token, refusal)
        else:
            return done(token, _offered(asked_name(to, language)))
    return show("offer", item, token, form)


def _offered(name: str) -> str:
    return str(
        _(
            "A mail that asks %(name)s is on its way. Until they have accepted, the action item "
            "stays yours, and you can take the question back.",
            name=name,
        )
    )


def _register_but(owner: Owner) -> list[tuple[str, str]]:
    """Whom of the register a mail can ask, by public id and name, in the order of their names."""
    others = [one for one in queries.register() if one.email and one.id != owner.id]
    return owner_choices(others, current_language())


def _chosen(form: OfferForm, item: ActionItem) -> Owner:
    """Who is to take an item over; a person whom nobody knows yet lives where its owner does."""
    if form.is_to_person:
        return person_owner(
            form.name.data or "",
            form.email.data or "",
            form.language.data or current_language(),
            item.owner.zone,
        )
    owner = queries.owner_by_public_id(str(form.to.data))
    assert owner is not None  # it is of the form's choices
    return owner


@pages.post("/<token>/offer/withdraw")
def withdraw_offer(token: str) -> AnyResponse:
    """Keep an item after all."""
    return press(
        token,
        offering_service.withdraw_offer,
        lambda item: _("Nobody is asked any more. The action item stays yours."),
    )


@pages.get("/offers/<token>")
def asked(token: str) -> Response:
    """What one is asked to take over, and by whom."""
    return show("asked", _asked(token), token, PressForm())


@pages.post("/offers/<token>/accept")
def accept_offer(token: str) -> AnyResponse:
    """Take an item over; its page is one's own from now on."""
    item = _asked(token)
    form = PressForm()
    if not form.validate():
        return show("asked", item, token, form)
    before = owner_name(item.owner, current_language())
    offering_service.accept_offer(item)
    return done(
        item_token(item),
        _(
            "This action item is yours now. %(name)s is told, and a mail with your link is on its "
            "way to you. If you cannot do it after all, write to the organisers, or hand it over "
            "to somebody else.",
            name=before,
        ),
    )


@pages.route("/offers/<token>/decline", methods=["GET", "POST"])
def decline_offer(token: str) -> AnyResponse:
    """Leave an item with its owner, and say why."""
    item = _asked(token)
    form = DeclineForm()
    if not form.validate_on_submit():
        return show("decline", item, token, form)
    offering_service.decline_offer(item, form.because.data or "", current_language())
    name = owner_name(item.owner, current_language())
    flash(
        _(
            "You have declined: the action item stays with %(name)s, who is told why. If you "
            "would take it over after all, ask them to ask you again.",
            name=name,
        ),
        "success",
    )
    return personal(redirect(url_for("owed.declined"), 303))


def _asked(token: str) -> ActionItem:
    item = offered_item_of(token)
    assert item.offered_to is not None
    act_as(item.offered_to)
    return item
