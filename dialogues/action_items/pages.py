"""The public ledger: what was agreed, who owes it, by when, and how far it is."""

import datetime as dt
from collections.abc import Iterator

from flask import Response, abort, render_template, request, stream_with_context

from dialogues.action_items import labels, ledger, open_data
from dialogues.action_items import ledger_queries as queries
from dialogues.action_items.ledger_queries import LedgerFilter
from dialogues.action_items.models import OwnerKind
from dialogues.action_items.naming import owner_choices, owner_title
from dialogues.action_items.queries import owner_by_public_id, register
from dialogues.action_items.rules import day_everywhere
from dialogues.action_items.story import story
from dialogues.programme.theme_labels import THEMES
from dialogues.support import clock
from dialogues.support.texts import folded
from dialogues.web.addresses import current_language, page_number, prefixed_pages
from dialogues.web.caching import cached_page
from dialogues.web.headers import as_file

pages = prefixed_pages("ledger", __name__)


@pages.get("/action-items/")
def items() -> str:
    """The ledger, by pages: what is overdue first, then what is due next; asked by the address."""
    now = clock.now()
    today, wanted = day_everywhere(now), ledger.filter_of(request.args)
    page = queries.page(wanted, today, page_number())
    of_all_statuses = LedgerFilter(wanted.dialogue, wanted.owner, wanted.theme)
    counts = queries.counts(of_all_statuses, today)
    return render_template(
        "action_items/ledger.html",
        wanted=wanted,
        page=page,
        stages=ledger.stages(list(page.items), today),
        counts=counts,
        chart=ledger.chart_of(of_all_statuses, counts),
        months=ledger.months_of(queries.transitions(of_all_statuses, today), now),
        dialogue_choices=_dialogue_choices(),
        owner_choices=owner_choices(queries.owners_with_items(), current_language()),
        status_choices=ledger.STATUS_CHOICES,
        fields=open_data.FIELDS,
        **_words(today),
    )


@pages.get("/action-items.csv")
def as_csv() -> Response:
    """What the ledger shows under the same arguments, all of it, as a spreadsheet."""
    today = day_everywhere(clock.now())
    found = queries.each(ledger.filter_of(request.args), today)
    return _file(open_data.csv_file(found, today, current_language()), "text/csv", "csv")


@pages.get("/action-items.json")
def as_json() -> Response:
    """The same for programs, in all languages; the ledger says what each field holds."""
    now = clock.now()
    today = day_everywhere(now)
    found = queries.each(ledger.filter_of(request.args), today)
    return _file(open_data.json_chunks(found, today, now), "application/json", "json")


@pages.get("/action-items/<public_id>")
@cached_page("zone")
def item(public_id: str) -> str:
    """An action item with its public story."""
    found = queries.public_item(public_id) or abort(404)
    return render_template(
        "action_items/ledger_item.html",
        item=found,
        story=story(found, current_language()),
        **_words(day_everywhere(clock.now())),
    )


@pages.get("/owners/")
@cached_page("zone")
def owners() -> str:
    """The register of coalitions, agencies and countries, with how much each owes and has done."""
    counts = queries.counts_by_owner(day_everywhere(clock.now()))
    listed = sorted(
        ((one, owner_title(one, current_language())) for one in register(with_archived=True)),
        key=lambda line: folded(line[1].text),
    )
    return render_template(
        "action_items/ledger_owners.html",
        owners=[(one, name, *counts.get(one.id, (0, 0, 0))) for one, name in listed],
        labels=labels,
    )


@pages.get("/owners/<public_id>")
def owner(public_id: str) -> str:
    """An owner of the register, archived or not, with what was given to them, by pages."""
    found = owner_by_public_id(public_id)
    if found is None or found.kind is OwnerKind.PERSON:
        abort(404)
    today, wanted = day_everywhere(clock.now()), LedgerFilter(owner=public_id)
    page = queries.page(wanted, today, page_number())
    return render_template(
        "action_items/ledger_owner.html",
        owner=found,
        page=page,
        stages=ledger.stages(list(page.items), today),
        counts=queries.counts(wanted, today),
        **_words(today),
    )


def _dialogue_choices() -> list[tuple[str, str]]:
    language = current_language()
    found = queries.dialogues_with_items()
    return [(dialogue.public_id, dialogue.text(language).title) for dialogue in found]


def _words(today: dt.date) -> dict[str, object]:
    """What the templates of action items call things by, and the day by which they are late."""
    return {
        "today": today,
        "stage_names": ledger.STAGES,
        "stage_of": ledger.stage_of,
        "owner_title": owner_title,
        "themes": THEMES,
        "labels": labels,
    }


def _file(chunks: Iterator[bytes], content_type: str, ending: str) -> Response:
    response = Response(stream_with_context(chunks), content_type=f"{content_type}; charset=utf-8")
    return as_file(response, f"action-items.{ending}")
