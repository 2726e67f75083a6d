"""Reminders of what is due: which have come due, who is owed one, and what they say."""

import datetime as dt
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from dialogues.action_items import links
from dialogues.action_items.mail import (
    due_in_words,
    item_and_reader,
    item_facts,
    keep_to_yourself,
    named,
    ways,
)
from dialogues.action_items.models import CLOSED, ActionItem, Owner
from dialogues.action_items.owner_notices import REMINDER
from dialogues.action_items.owner_queries import happened_since
from dialogues.action_items.rules import REMINDED_AT, reminder_day
from dialogues.database import db
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.service import owe
from dialogues.support import clock, zones

_TOLD = ("recorded", "assigned", "handed_over", "due_changed", "due_derived", "reopened")
"""What is told by a mail of its own, so that no reminder of before is wanted."""
_LATE = dt.timedelta(days=1)
"""How long a reminder is owed after it came due: until then workers may have been away."""
_FIRST = dt.timedelta(days=9)
"""How long before a last day reminders begin, with room for every zone."""


@dataclass(frozen=True)
class DueItemReminder:
    """A reminder of an item as it is due now; one that is due otherwise has others."""

    item_id: int
    day: dt.date
    """In the owner's zone."""
    due_at: dt.datetime
    """When it came due: an aware instant."""


def due_item_reminders(at: dt.datetime) -> list[DueItemReminder]:
    """The reminders that came due within the day before ``at``, of what is not closed.

    One statement. Does not know which of them were owed before.
    """
    waiting = db.session.execute(
        select(ActionItem.id, ActionItem.due_on, Owner.zone)
        .join(Owner, Owner.id == ActionItem.owner_id)
        .where(
            ActionItem.status.not_in(CLOSED),
            ActionItem.due_on <= at.date() + _FIRST,
            ActionItem.reminders_stopped_at.is_(None),
            Owner.email.is_not(None),
            Owner.erased_at.is_(None),
        )
        .order_by(ActionItem.id)
    )
    found = (_last(item_id, due_on, zone, at) for item_id, due_on, zone in waiting if due_on)
    return [one for one in found if one and at - one.due_at < _LATE]


def _last(item_id: int, due_on: dt.date, zone: str, at: dt.datetime) -> DueItemReminder | None:
    local = zones.local(at, zone)
    today = local.date() if local.time() >= REMINDED_AT else local.date() - dt.timedelta(days=1)
    day = reminder_day(due_on, today)
    if day is None:
        return None
    due_at = zones.instant(dt.datetime.combine(day, REMINDED_AT), zone, fold=0)
    return DueItemReminder(item_id, day, due_at)


def owe_item_reminder(due: DueItemReminder) -> int:
    """Owe a reminder to the owner of an item; say how many mails that is.

    None to who was told of it, or of its due date, after it came due.
    """
    item = db.session.get(ActionItem, due.item_id)
    if item is None or item.owner.email is None or happened_since(item.id, _TOLD, due.due_at):
        return 0
    owe(
        kind=REMINDER,
        recipient=item.owner.email,
        language=item.owner.language,
        zone=item.owner.zone,
        subject_id=item.id,
        payload={"owner": item.owner_id, "due_on": item.due_on and item.due_on.isoformat()},
    )
    return 1


def compose_item_reminder(row: OutboxMail) -> Mail | None:
    """The mail that says when it is due, with one press to stop; None where it is not so."""
    found = item_and_reader(row)
    if found is None or not _is_true(*found, row):
        return None
    item, stop = found[0], links.reminders_link(found[0], row.language)
    subject, opening = _due(item, row)
    mail = Letter(
        subject=subject,
        opening=(
            opening,
            _("Please report how far it is, or propose another date, by the link below."),
        ),
        facts=(
            *item_facts(item, row.language),
            *ways(item, row.language),
            (_("Stop the reminders of this action item"), stop),
        ),
        button=(_("Report progress"), links.report_link(item, row.language)),
        closing=(keep_to_yourself(),),
    ).to_mail()
    return replace(
        mail,
        headers=(
            ("List-Unsubscribe", f"<{stop}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ),
    )


def _is_true(item: ActionItem, reader: Owner, row: OutboxMail) -> bool:
    return (
        item.owner_id == reader.id
        and item.closed_at is None
        and item.reminders_stopped_at is None
        and item.due_on is not None
        and item.due_on.isoformat() == row.payload["due_on"]
    )


def _due(item: ActionItem, row: OutboxMail) -> tuple[str, str]:
    """A subject and a sentence that are true on the day on which the mail is made."""
    assert item.due_on is not None
    left = (item.due_on - zones.local(clock.now(), row.zone).date()).days
    values = {"text": named(item, row.language), "due": due_in_words(item.due_on, row.language)}
    if left > 0:
        return (
            _("Due on %(due)s: %(text)s", **values),
            ngettext(
                "An action item of yours is due in %(num)s day.",
                "An action item of yours is due in %(num)s days.",
                left,
            ),
        )
    if left == 0:
        return _("Due today: %(text)s", **values), _("An action item of yours is due today.")
    return (
        _("Overdue: %(text)s", **values),
        ngettext(
            "An action item of yours has been overdue for %(num)s day.",
            "An action item of yours has been overdue for %(num)s days.",
            -left,
        ),
    )
