"""All that somebody owes: on one page, as a calendar, and the links to it when they are lost."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialogues.action_items import owner_notices, owner_queries, owner_service, queries
from dialogues.action_items.labels import STATUSES
from dialogues.action_items.links import (
    CALENDAR,
    all_token,
    calendar_link,
    item_token,
    offer_token,
    owner_of,
)
from dialogues.action_items.models import ActionItem, Owner
from dialogues.action_items.naming import owner_title
from dialogues.action_items.owed_pages import act_as, pages
from dialogues.action_items.rules import is_overdue
from dialogues.action_items.todo import Task, todo_bytes
from dialogues.config import settings
from dialogues.invites.ical import CONTENT_TYPE
from dialogues.web.addresses import absolute, current_language
from dialogues.web.caching import revalidated_page
from dialogues.web.forms import AddressForm, PressForm
from dialogues.web.headers import personal
from dialogues.web.limiting import FOR_ONE_ADDRESS, Allowance, require

_LINKS_ASKED = Allowance("links to action items asked", 600)


@pages.get("/all/<token>")
def all_of(token: str) -> Response:
    """What one owes, what one is asked to take over, and what is done."""
    owner = _owner(token)
    items = owner_queries.open_items_of(owner.id)
    today = owner_service.today_of(owner)
    body = render_template(
        "action_items/owed_all.html",
        owner=owner_title(owner, current_language()),
        token=token,
        offers=[
            (one, offer_token(one), owner_title(one.owner, current_language()))
            for one in owner_queries.offered_to(owner.id)
        ],
        items=[(one, item_token(one), is_overdue(False, one.due_on, today)) for one in items],
        closed=[
            (one, item_token(one))
            for one in reversed(queries.items_of_owner(owner.id))
            if one.closed_at is not None
        ],
        statuses=STATUSES,
    )
    return personal(make_response(body))


@pages.get("/all/<token>/calendar")
def calendar(token: str) -> Response:
    """The address of the calendar of what one owes, and how to take it."""
    return _show_calendar(_owner(token), token, PressForm())


@pages.post("/all/<token>/calendar/new-address")
def renew(token: str) -> AnyResponse:
    """End the secret address, and the link to all that one owes; make others."""
    owner = _owner(token)
    form = PressForm()
    if not form.validate():
        return _show_calendar(owner, token, form)
    owner_service.renew_links(owner)
    if owner.email:
        owner_notices.owe_links(owner.email, current_language())
    flash(
        _(
            "The earlier address has stopped working, and so have all earlier links. A mail with "
            "the new ones is on its way to you. Please subscribe again with the new address."
        ),
        "success",
    )
    return personal(redirect(url_for(".calendar", token=all_token(owner)), 303))


@pages.get("/<token>.ics")
@revalidated_page
def calendar_file(token: str) -> Response:
    """What somebody owes, or owed, as tasks; see ``feeds.person`` for who may keep it."""
    owner = owner_of(token, CALENDAR)
    tasks = [_task(item) for item in queries.items_of_owner(owner.id)]
    body = todo_bytes(tasks, _("Food Systems Solutions Dialogues – my action items"))
    response = personal(Response(body, content_type=CONTENT_TYPE))
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _task(item: ActionItem) -> Task:
    language = current_language()
    text = item.text(language)
    page = absolute(url_for("ledger.item", public_id=item.public_id))
    return Task(
        uid=f"action-item-{item.public_id}@{settings().uid_domain}",
        summary=text.text,
        language=text.language,
        description="\n".join(
            (
                _("Agreed at: %(title)s", title=item.dialogue.text(language).title),
                _(
                    "To report progress, use the link in our mails. To get it again: %(link)s",
                    link=absolute(url_for("owed.find")),
                ),
                _("For everybody to read: %(link)s", link=page),
            )
        ),
        url=page,
        due_on=item.due_on,
        status=item.status,
        created_at=item.created_at,
        updated_at=item.updated_at,
        closed_at=item.closed_at,
    )


@pages.route("/find", methods=["GET", "POST"])
def find() -> AnyResponse:
    """Have one's links mailed again; the answer is the same whether the address is known."""
    form = AddressForm()
    require(_LINKS_ASKED, FOR_ONE_ADDRESS)
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return make_response(render_template("action_items/owed_find.html", form=form), status)
    owner_notices.owe_links(form.address, current_language())
    return make_response(render_template("action_items/owed_sent.html", email=form.address))


@pages.get("/declined")
def declined() -> Response:
    """Where who has declined ends: it says so, and their link opens nothing any more."""
    return make_response(render_template("action_items/owed_declined.html"))


def _owner(token: str) -> Owner:
    owner = owner_of(token)
    act_as(owner)
    return owner


def _show_calendar(owner: Owner, token: str, form: PressForm) -> Response:
    body = render_template(
        "action_items/owed_calendar.html",
        owner=owner_title(owner, current_language()),
        token=token,
        form=form,
        feed=calendar_link(owner, current_language()),
    )
    return personal(make_response(body, 422 if form.is_submitted() else 200))
