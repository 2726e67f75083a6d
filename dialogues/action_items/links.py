"""Signed links of owners: each carries one power, and none gives another's."""

from typing import Any

from flask import url_for

from dialogues.action_items import queries
from dialogues.action_items.models import ActionItem, Owner
from dialogues.action_items.owner_refusals import ItemHasPassed, ItemIsYours, OfferIsOver
from dialogues.config import settings
from dialogues.registration.refusals import LinkHasExpired, LinkIsUnknown
from dialogues.support.codes import read_signed, sign

ITEM, OFFER, REMINDERS = "owed_item", "owed_offer", "owed_reminders"
ALL, CALENDAR = "owed_all", "owed_calendar"
_SEPARATOR = "."


def item_token(item: ActionItem) -> str:
    """What lets its holder act as the present owner of ``item``.

    Until it is handed over, or the owner's links are revoked.
    """
    return _sign(ITEM, _of_owner(item, item.owner), item.link_version)


def item_link(item: ActionItem, language: str) -> str:
    """The address of an owner's page of an item."""
    return _address("owed.item", language, item_token(item))


def report_link(item: ActionItem, language: str) -> str:
    """The address where the owner of an item reports progress."""
    return _address("owed.report", language, item_token(item))


def reminders_token(item: ActionItem) -> str:
    """What lets its holder stop, and ask again for, reminders of ``item``."""
    return _sign(REMINDERS, _of_owner(item, item.owner), item.link_version)


def reminders_link(item: ActionItem, language: str) -> str:
    """The address where the reminders of an item are stopped, and nothing else is done."""
    return _address("owed.reminders", language, reminders_token(item))


def offer_token(item: ActionItem) -> str:
    """What lets its holder answer for whom ``item`` is offered to, until that is answered.

    Raises :class:`OfferIsOver` where nobody is asked.
    """
    if item.offered_to is None:
        raise OfferIsOver
    return _sign(OFFER, _of_owner(item, item.offered_to), item.link_version)


def offer_link(item: ActionItem, language: str) -> str:
    """The address where who is asked to take an item over answers."""
    return _address("owed.asked", language, offer_token(item))


def all_token(owner: Owner) -> str:
    """What lets its holder act for ``owner`` in all that they owe, or are asked to take over."""
    return _sign(ALL, owner.public_id, owner.link_version)


def all_link(owner: Owner, language: str) -> str:
    """The address of the page of all that an owner owes."""
    return _address("owed.all_of", language, all_token(owner))


def calendar_token(owner: Owner) -> str:
    """What lets its holder read the calendar of what ``owner`` owes, and do nothing."""
    return _sign(CALENDAR, owner.public_id, owner.link_version)


def calendar_link(owner: Owner, language: str) -> str:
    """The secret address of an owner's calendar, with texts in a language."""
    return _address("owed.calendar_file", language, calendar_token(owner))


def item_of(token: str, power: str = ITEM) -> ActionItem:
    """The item that ``token`` gives a power over, :data:`ITEM` or :data:`REMINDERS`.

    Raises :class:`LinkIsUnknown` for a token that was not made here for it, and
    :class:`ItemHasPassed` for one that was revoked, or whose owner was erased.
    """
    subject, version = _read(power, token)
    item = _item(subject)
    if item is None or item.link_version != version or item.owner.erased_at is not None:
        raise ItemHasPassed
    if subject != _of_owner(item, item.owner):
        raise ItemHasPassed
    return item


def offered_item_of(token: str) -> ActionItem:
    """The item that its holder is asked to take over: ``item.offered_to`` is who.

    Raises :class:`LinkIsUnknown`, or :class:`OfferIsOver` where that was answered or taken back;
    :class:`ItemIsYours`, which is one, where they have accepted.
    """
    subject, version = _read(OFFER, token)
    item = _item(subject)
    if item is not None and subject == _of_owner(item, item.owner):
        raise ItemIsYours
    if item is None or item.link_version != version or item.offered_to is None:
        raise OfferIsOver
    if subject != _of_owner(item, item.offered_to):
        raise OfferIsOver
    return item


def owner_of(token: str, power: str = ALL) -> Owner:
    """The owner for whom ``token`` gives a power, :data:`ALL` or :data:`CALENDAR`.

    Raises :class:`LinkIsUnknown` for a token that was not made here for it, and
    :class:`LinkHasExpired` for one that was revoked.
    """
    public_id, version = _read(power, token)
    owner = queries.owner_by_public_id(public_id)
    if owner is None or owner.link_version != version or owner.erased_at is not None:
        raise LinkHasExpired
    return owner


def _of_owner(item: ActionItem, owner: Owner) -> str:
    """What a token about an item is signed for: it ends with the links of ``owner``, too."""
    return _SEPARATOR.join((item.public_id, owner.public_id, str(owner.link_version)))


def _item(subject: str) -> ActionItem | None:
    return queries.item_by_public_id(subject.partition(_SEPARATOR)[0])


def _read(power: str, token: str) -> tuple[str, int]:
    signed = read_signed(settings().secret_key, power, token)
    if signed is None:
        raise LinkIsUnknown
    return signed


def _sign(power: str, public_id: str, version: int) -> str:
    return sign(settings().secret_key, power, public_id, version)


def _address(endpoint: str, language: str, token: str) -> str:
    # By configuration: what a request says of its host must not carry a token elsewhere.
    values: dict[str, Any] = {"language": language, "token": token}
    return settings().base_url + url_for(endpoint, **values)
