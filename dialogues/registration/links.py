"""Signed links: each carries one power, over one registration or for one person."""

import datetime as dt
from typing import Any

from flask import url_for

from dialogues.config import settings
from dialogues.people.models import Participant
from dialogues.people.participant_queries import participant_by_public_id
from dialogues.programme.models import DialogueSession
from dialogues.registration import queries
from dialogues.registration.models import Registration
from dialogues.registration.refusals import LinkHasExpired, LinkIsUnknown
from dialogues.support import clock
from dialogues.support.codes import read_signed, sign

MANAGE, JOIN, FEED, NEWS, DATA = "manage", "join", "feed", "news", "data"
_ONLY_VERSION = 1
KEPT = dt.timedelta(days=30)
"""How long after a session its links still open."""
DATA_OPEN = dt.timedelta(hours=24)
"""How long the page of a person's data opens from its link."""


def manage_token(registration: Registration) -> str:
    """What lets its holder change, swap or cancel ``registration``."""
    return _sign(MANAGE, registration, registration.manage_version)


def manage_link(registration: Registration) -> str:
    """The address of the manage page, in the registration's language."""
    token = manage_token(registration)
    return _address("registration.manage", language=registration.language, token=token)


def swap_link(registration: Registration, target: DialogueSession) -> str:
    """The address of the page that moves ``registration`` to ``target``, once confirmed."""
    return _address(
        "registration.swap",
        language=registration.language,
        token=manage_token(registration),
        public_id=target.public_id,
    )


def join_token(registration: Registration) -> str:
    """What leads its holder into the meeting of ``registration``, and nowhere else."""
    return _sign(JOIN, registration, registration.join_version)


def join_link(registration: Registration) -> str:
    """The address that leads to the meeting, in the registration's language."""
    token = join_token(registration)
    return _address("registration.join", language=registration.language, token=token)


def feed_token(person: Participant) -> str:
    """What lets its holder read the calendar of all that ``person`` is registered for."""
    return sign(settings().secret_key, FEED, person.public_id, person.feed_version)


def feed_link(person: Participant, language: str) -> str:
    """The secret address of a person's calendar, with texts in a language."""
    return _address("feeds.person", language=language, token=feed_token(person))


def person_of_feed(token: str) -> Participant:
    """The person whose calendar ``token`` lets its holder read.

    Raises :class:`LinkIsUnknown` for a token that was not made here for this power, and
    :class:`LinkHasExpired` for one that was revoked. A calendar outlives the sessions in it.
    """
    signed = read_signed(settings().secret_key, FEED, token)
    if signed is None:
        raise LinkIsUnknown
    public_id, version = signed
    person = participant_by_public_id(public_id)
    if person is None or person.feed_version != version:
        raise LinkHasExpired
    return person


def unsubscribe_token(person: Participant) -> str:
    """What lets its holder stop, and ask again for, news of the next Dialogues to ``person``."""
    return sign(settings().secret_key, NEWS, person.public_id, _ONLY_VERSION)


def unsubscribe_link(person: Participant, language: str) -> str:
    """The address where ``person`` stops news of the next Dialogues, in a language."""
    return _address("unsubscribe.page", language=language, token=unsubscribe_token(person))


def person_of_unsubscribe(token: str) -> Participant:
    """The person whose news ``token`` lets its holder stop. It never expires: mails are kept.

    Raises :class:`LinkIsUnknown` for a token that was not made here for this power.
    """
    signed = read_signed(settings().secret_key, NEWS, token)
    person = signed and participant_by_public_id(signed[0])
    if not person:
        raise LinkIsUnknown
    return person


def data_token(person: Participant) -> str:
    """What lets its holder see and erase, for 24 hours, what is held about ``person``."""
    until = int((clock.now() + DATA_OPEN).timestamp())
    return sign(settings().secret_key, DATA, person.public_id, until)


def data_link(person: Participant, language: str) -> str:
    """The address where ``person`` sees what is held about them, in a language."""
    return _address("privacy.own_data", language=language, token=data_token(person))


def person_of_data(token: str) -> Participant:
    """The person whose data ``token`` opens; raises :class:`LinkIsUnknown` where it opens none.

    And :class:`LinkHasExpired` for one that is 24 hours old. Whom it opens may be erased.
    """
    signed = read_signed(settings().secret_key, DATA, token)
    person = signed and participant_by_public_id(signed[0])
    if not (signed and person):
        raise LinkIsUnknown
    if signed[1] < clock.now().timestamp():
        raise LinkHasExpired
    return person


def registration_of(power: str, token: str) -> Registration:
    """The registration that ``token`` gives ``power`` over.

    Raises :class:`LinkIsUnknown` for a token that was not made here for this power, and
    :class:`LinkHasExpired` for one that was revoked, or whose session is over for 30 days.
    """
    signed = read_signed(settings().secret_key, power, token)
    if signed is None:
        raise LinkIsUnknown
    public_id, version = signed
    registration = queries.by_public_id(public_id)
    if registration is None:
        raise LinkHasExpired
    current = registration.manage_version if power == MANAGE else registration.join_version
    if version != current or registration.session.ends_at + KEPT < clock.now():
        raise LinkHasExpired
    return registration


def _sign(power: str, registration: Registration, version: int) -> str:
    return sign(settings().secret_key, power, registration.public_id, version)


def _address(endpoint: str, **values: Any) -> str:
    # By configuration: what a request says of its host must not carry a token elsewhere.
    return settings().base_url + url_for(endpoint, **values)
