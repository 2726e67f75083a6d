"""The ledger as visitors see it: which action items an address means, and how they are told."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from dialogues.action_items import labels
from dialogues.action_items.ledger_queries import TO_DO, LedgerFilter, Transition
from dialogues.action_items.models import CLOSED, ActionItem, ItemStatus
from dialogues.action_items.rules import is_overdue
from dialogues.programme.themes import Theme
from dialogues.registration.charts import Bar, Chart
from dialogues.support.codes import if_opaque_id

STAGES = {
    "overdue": _l("Overdue"),
    "due": _l("Due next"),
    "undated": _l("Without a date yet"),
    "closed": _l("Closed"),
}
STATUS_CHOICES = [(TO_DO, labels.TO_DO), *labels.STATUSES.items()]
_MOST_MONTHS = 60


@dataclass(frozen=True)
class Month:
    """How many action items had each status when a month (UTC) ended, or have now."""

    first_on: dt.date
    counts: Mapping[ItemStatus, int]

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(self.counts.values())


def filter_of(arguments: Mapping[str, str]) -> LedgerFilter:
    """The filter that an address means; what can be no id, status or theme is passed over."""
    status, theme = arguments.get("status", ""), arguments.get("theme", "")
    return LedgerFilter(
        dialogue=if_opaque_id(arguments.get("dialogue", "")),
        owner=if_opaque_id(arguments.get("owner", "")),
        theme=theme if theme in list(Theme) else "",
        status=status if status in (TO_DO, *ItemStatus) else "",
        overdue="yes" if arguments.get("overdue", "") == "yes" else "",
    )


def stages(items: list[ActionItem], today: dt.date) -> list[tuple[str, list[ActionItem]]]:
    """Action items, in the ledger's order, under the headings of ``STAGES``."""
    in_stages = groupby(items, lambda item: stage_of(item, today))
    return [(stage, list(those)) for stage, those in in_stages]


def stage_of(item: ActionItem, today: dt.date) -> str:
    """Which of ``STAGES`` an action item is in."""
    if item.status in CLOSED:
        return "closed"
    if item.due_on is None:
        return "undated"
    return "overdue" if is_overdue(False, item.due_on, today) else "due"


def chart_of(wanted: LedgerFilter, counts: Mapping[str, int]) -> Chart:
    """How many action items have each status; each bar leads to those it counts."""
    bars = [
        Bar(str(labels.STATUSES[one]), counts[one], _path(wanted, status=one)) for one in ItemStatus
    ]
    return Chart(_("By status"), _("Status"), bars)


def months_of(transitions: list[Transition], now: dt.datetime) -> list[Month]:
    """How many action items had each status at the end of the last 60 months, this one included."""
    standing = dict.fromkeys(ItemStatus, 0)
    by_month: dict[dt.date, Mapping[ItemStatus, int]] = {}
    for transition in transitions:
        if transition.before is not None:
            standing[transition.before] -= 1
        standing[transition.after] += 1
        by_month[_month(transition.at)] = dict(standing)
    if not by_month:
        return []
    months, counts = [], by_month[min(by_month)]
    month = min(by_month)
    while month <= _month(now):
        counts = by_month.get(month, counts)
        months.append(Month(month, counts))
        month = (month + dt.timedelta(days=31)).replace(day=1)
    return months[-_MOST_MONTHS:]


def _month(at: dt.datetime) -> dt.date:
    return at.astimezone(dt.UTC).date().replace(day=1)


def _path(wanted: LedgerFilter, **values: Any) -> str:
    arguments: dict[str, Any] = replace(wanted, **values).arguments()
    return url_for("ledger.items", **arguments)
