"""The mail that tells an owner what others did with an action item, as long as it is so."""

from flask_babel import gettext as _

from dialogues.action_items import links
from dialogues.action_items.mail import (
    due_in_words,
    item_and_reader,
    item_facts,
    keep_to_yourself,
    named,
    ways,
)
from dialogues.action_items.models import ActionItem, ActionItemEvent, Owner
from dialogues.action_items.naming import asked_name, owner_name
from dialogues.database import db
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail

_OF_DATES = ("due_changed", "due_derived", "due_declined")
_PASSED = ("handed_over", "assigned")


def compose_news(row: OutboxMail) -> Mail | None:
    """What happened, in a sentence, and how it stands; None where it is otherwise since."""
    found = item_and_reader(row)
    event = db.session.get(ActionItemEvent, row.payload["event"])
    if found is None or event is None or not _is_true(*found, event):
        return None
    item, reader = found
    is_theirs = item.owner_id == reader.id
    return Letter(
        subject=_("News of an action item: %(text)s", text=named(item, row.language)),
        opening=(
            _what_happened(event, row.language),
            *_in_their_words(event, row.language),
            *([] if is_theirs else [_("Your links to it work no more. You need do nothing.")]),
        ),
        facts=(
            *item_facts(item, row.language),
            *(ways(item, row.language) if is_theirs else ()),
        ),
        button=(_("Open the action item"), links.item_link(item, row.language))
        if is_theirs
        else None,
        closing=(keep_to_yourself(),) if is_theirs else (),
    ).to_mail()


def _is_true(item: ActionItem, reader: Owner, event: ActionItemEvent) -> bool:
    is_theirs = item.owner_id == reader.id
    if event.verb in _PASSED:
        return not is_theirs
    if event.verb in ("done", "dropped"):
        return is_theirs and item.status is event.status
    if event.verb in _OF_DATES and item.due_on != event.due_on:
        return False
    return is_theirs and item.closed_at is None


def _what_happened(event: ActionItemEvent, language: str) -> str:
    due = due_in_words(event.due_on, language)
    match event.verb:
        case "due_changed":
            return str(_("The organisers have set another due date: %(due)s.", due=due))
        case "due_derived" if event.due_on is None:
            return str(
                _("This is due by the next Dialogue, and the date of that is open at present.")
            )
        case "due_derived":
            return str(_("This is due by the next Dialogue, which is on %(due)s.", due=due))
        case "due_declined":
            return str(_("The organisers keep the due date as it was: %(due)s.", due=due))
        case "dropped":
            return str(_("The organisers have dropped this action item. You need do nothing more."))
        case "done":
            return str(_("The organisers have closed this action item: it is done. Thank you."))
        case "reopened":
            return str(_("The organisers have reopened this action item: it is yours to do again."))
        case "offer_declined":
            name = _who_declined(event, language)
            return str(
                _("%(name)s does not take this action item over: it stays with you.", name=name)
            )
        case "handed_over":
            owner = _actor(event)
            name = owner_name(owner, language) if owner else ""
            return str(_("%(name)s has taken this action item over from you.", name=name))
        case _:
            owner = db.session.get(Owner, event.owner_id)
            name = owner_name(owner, language) if owner else ""
            return str(_("The organisers have given this action item to %(name)s.", name=name))


def _in_their_words(event: ActionItemEvent, language: str) -> list[str]:
    if not event.words:
        return []
    if event.verb == "offer_declined":
        name = _who_declined(event, language)
        return [_("%(name)s wrote: “%(words)s”", name=name, words=event.words)]
    return [_("The organisers wrote: “%(sentence)s”", sentence=event.words)]


def _who_declined(event: ActionItemEvent, language: str) -> str:
    owner = _actor(event)
    return asked_name(owner, language) if owner else ""


def _actor(event: ActionItemEvent) -> Owner | None:
    """The owner who did it."""
    return db.session.get(Owner, int(event.actor.rpartition(":")[2]))
