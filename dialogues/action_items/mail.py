"""The mails to owners of action items, in their language: what is theirs, and what is asked."""

import datetime as dt

from flask import url_for
from flask_babel import gettext as _

from dialogues.action_items import links
from dialogues.action_items.models import ActionItem, Owner
from dialogues.action_items.naming import owner_name
from dialogues.action_items.owner_queries import open_items_of, owners_at
from dialogues.config import settings
from dialogues.database import db
from dialogues.languages.names import language_name
from dialogues.languages.rules import in_a_row
from dialogues.languages.times import date_in_words
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Dialogue, Status
from dialogues.support.texts import beginning

Facts = tuple[tuple[str, str], ...]
_LONGEST_NAME = 120


def item_and_reader(row: OutboxMail) -> tuple[ActionItem, Owner] | None:
    """The item that a mail is about and who is to read it.

    None where they were erased, or are reached at another address since.
    """
    item = db.session.get(ActionItem, row.subject_id)
    reader = db.session.get(Owner, row.payload["owner"])
    if item is None or reader is None or reader.erased_at is not None:
        return None
    if reader.email != row.recipient:
        return None
    return item, reader


def compose_assigned(row: OutboxMail) -> Mail | None:
    """The mail that says what somebody is to do; None where it is theirs no more, or closed."""
    found = item_and_reader(row)
    if found is None or found[0].owner_id != found[1].id or found[0].closed_at is not None:
        return None
    item = found[0]
    has_accepted = item.accepted_at is not None
    return Letter(
        subject=_("Yours to do: %(text)s", text=named(item, row.language)),
        opening=(
            _("You have taken over this action item of a Food Systems Solutions Dialogue.")
            if has_accepted
            else _("A Food Systems Solutions Dialogue agreed on this, and put it into your hands."),
            _("By the link below you report progress, propose another date or hand it over.")
            if has_accepted
            else _(
                "Please accept it by the link below. There you also report progress, propose "
                "another date, or hand it over. You need no account."
            ),
        ),
        facts=(
            *item_facts(item, row.language),
            *ways(item, row.language),
            _what_is_stored(row.language),
        ),
        button=(
            _("Report progress") if has_accepted else _("Accept it, or propose something else"),
            links.item_link(item, row.language),
        ),
        closing=(keep_to_yourself(),),
    ).to_mail()


def compose_offered(row: OutboxMail) -> Mail | None:
    """The mail that asks somebody to take an item over; None where nobody is asked any more."""
    found = item_and_reader(row)
    if found is None or found[0].offered_to_id != found[1].id or found[0].closed_at is not None:
        return None
    item = found[0]
    name = owner_name(item.owner, row.language)
    because = item.offered_because
    return Letter(
        subject=_("Would you take this over? %(text)s", text=named(item, row.language)),
        opening=(
            _("%(name)s asks you to take over an action item.", name=name),
            *((_("%(name)s wrote: “%(words)s”", name=name, words=because),) if because else ()),
            _("Until you have accepted, it stays with them. If you cannot, please say so."),
        ),
        facts=(*item_facts(item, row.language), _what_is_stored(row.language)),
        button=(_("Accept or decline"), links.offer_link(item, row.language)),
        closing=(keep_to_yourself(),),
    ).to_mail()


def compose_links(row: OutboxMail) -> Mail | None:
    """The mail that brings the links of what is owed at an address; None where nothing is."""
    owners = owners_at(row.recipient)
    if not owners:
        return None
    was_asked_for = "is_new_address" not in row.payload
    return Letter(
        subject=_("Your action items"),
        opening=(
            _("You asked for the links to what you have yet to do for the Dialogues.")
            if was_asked_for
            else _(
                "The organisers have entered this address for what there is yet to do for the "
                "Dialogues. Earlier links to it work no more."
            ),
            _("By the first you see all of it; by each of the others you report on one thing."),
        ),
        facts=tuple(fact for owner in owners for fact in _links_of(owner, row.language)),
        closing=(
            _("If this was not you, nothing has changed and you need do nothing.")
            if was_asked_for
            else _("If this is not for you, please write to the organisers."),
            keep_to_yourself(),
        ),
    ).to_mail()


def _links_of(owner: Owner, language: str) -> Facts:
    every = _("All that %(name)s owes", name=owner_name(owner, language))
    return (
        (every, links.all_link(owner, language)),
        *(
            (named(item, language), links.item_link(item, language))
            for item in open_items_of(owner.id)
        ),
    )


def item_facts(item: ActionItem, language: str) -> Facts:
    """What is to be done, whose it is, by when, and where it was agreed."""
    text, due = item.text(language), due_in_words(item.due_on, language)
    if item.is_due_by_next and item.due_on:
        due = _("By the next Dialogue, on %(due)s", due=due)
    what = (
        _("What is to be done")
        if text.language == language
        else _(
            "What is to be done (not yet translated: %(language)s)",
            language=language_name(text.language, language),
        )
    )
    return (
        (what, text.text),
        (_("Owner"), owner_name(item.owner, language)),
        (_("Due"), due),
        (_("Agreed at"), _held(item.dialogue, language)),
    )


def due_in_words(due_on: dt.date | None, language: str) -> str:
    """A last day in words, or that it is not known yet."""
    if due_on is None:
        return str(_("By the next Dialogue, whose date is not known yet"))
    return date_in_words(due_on, language)


def _held(dialogue: Dialogue, language: str) -> str:
    published = (one for one in dialogue.sessions if one.status is Status.PUBLISHED)
    days = [session.local_start for session in published]
    title = dialogue.text(language).title
    return in_a_row([title, *(date_in_words(day, language) for day in days[:1])], language)


def ways(item: ActionItem, language: str) -> Facts:
    """The links of an owner beside the one to the item itself."""
    return (
        (_("All that you owe, and your calendar of it"), links.all_link(item.owner, language)),
        (_("For everybody to read"), public_address(item, language)),
    )


def public_address(item: ActionItem, language: str) -> str:
    """The page of an item that gives no power, and that everybody can read."""
    path = url_for("ledger.item", language=language, public_id=item.public_id)
    return settings().base_url + path


def named(item: ActionItem, language: str) -> str:
    """The beginning of an item's text, on one line, to tell it from others."""
    return beginning(item.text(language).text, _LONGEST_NAME)


def keep_to_yourself() -> str:
    """What stands below links that give power."""
    return str(
        _(
            "Whoever has these links can act in your place. Please keep this mail to yourself, or "
            "share it only with who reports for you."
        )
    )


def _what_is_stored(language: str) -> tuple[str, str]:
    """What the first mail about an item says: somebody else may have given the address."""
    page = settings().base_url + url_for("publishing.privacy", language=language)
    return str(_("What we store about you, who sees it, and for how long")), page
