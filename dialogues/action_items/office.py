"""Action items in the office: all of them, and what templates ask of them, public ones too."""

from collections.abc import Mapping, Sequence

from flask import render_template, request

from dialogues.action_items import office_queries, queries
from dialogues.action_items.labels import STATUSES
from dialogues.action_items.models import ActionItem, ItemStatus
from dialogues.action_items.naming import owner_choices
from dialogues.action_items.office_queries import NEEDS, Wanted
from dialogues.action_items.rules import day_everywhere, is_overdue
from dialogues.programme.models import Dialogue
from dialogues.programme.theme_labels import THEMES
from dialogues.programme.themes import Theme
from dialogues.support import clock
from dialogues.support.codes import if_opaque_id
from dialogues.support.roles import Role
from dialogues.web.addresses import current_language, page_number
from dialogues.web.guards import office_pages

pages = office_pages("action_items_office", __name__, Role.EDITOR)


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
        owners=owner_choices(office_queries.owners_of_items(), language),
        themes=THEMES,
        statuses=STATUSES,
    )


def _wanted() -> Wanted:
    """What the address asks for; what means nothing asks for nothing."""
    status, needs = request.args.get("status", ""), request.args.get("needs", "")
    theme = request.args.get("theme", "")
    return Wanted(
        dialogue=if_opaque_id(request.args.get("dialogue", "")) or None,
        owner=if_opaque_id(request.args.get("owner", "")) or None,
        theme=theme if theme in {*Theme} else None,
        status=ItemStatus(status) if status in {*ItemStatus} else None,
        needs=needs if needs in NEEDS else None,
    )
