"""The public story of an action item: what happened, in words, and who did it."""

import datetime as dt
from dataclasses import dataclass

from dialogues.action_items import ledger_queries, queries
from dialogues.action_items.labels import KINDS, NO_DATE, ORGANISERS, VERBS
from dialogues.action_items.models import ActionItem, ActionItemEvent, Owner, OwnerKind
from dialogues.action_items.naming import owner_name
from dialogues.languages.times import date_in_words

_OWNER = "owner:"


@dataclass(frozen=True)
class Chapter:
    """One thing that happened, for everybody to read in one language."""

    at: dt.datetime
    who: str
    what: str
    words: str
    """What they wrote, in ``language``; may be empty."""
    language: str


def story(item: ActionItem, language: str) -> list[Chapter]:
    """What happened to an action item, the latest first, in as many statements however long."""
    events = queries.story_of(item.id)
    actors = {actor for event in events if (actor := _actor_id(event)) is not None}
    owners = ledger_queries.owners_by_ids(sorted(actors | {event.owner_id for event in events}))
    return [_chapter(event, owners, language) for event in reversed(events)]


def _chapter(event: ActionItemEvent, owners: dict[int, Owner], language: str) -> Chapter:
    actor = owners.get(_actor_id(event) or 0)
    due = date_in_words(event.due_on, language) if event.due_on else str(NO_DATE)
    told = {"owner": owner_name(owners[event.owner_id], language), "due": due}
    return Chapter(
        at=event.at,
        who=_who(event, actor, language),
        what=str(VERBS[event.verb]) % told,
        words=event.words,
        language=event.language,
    )


def _who(event: ActionItemEvent, actor: Owner | None, language: str) -> str:
    """The name of who did it; not of a person who was asked by somebody, and declined."""
    if actor is None:
        return str(ORGANISERS)
    if event.verb == "offer_declined" and actor.kind is OwnerKind.PERSON:
        return str(KINDS[actor.kind])
    return owner_name(actor, language)


def _actor_id(event: ActionItemEvent) -> int | None:
    """The id of the owner who did it; None of a member of staff, and of the software itself."""
    owner = event.actor.removeprefix(_OWNER)
    return int(owner) if owner != event.actor and owner.isdecimal() else None
