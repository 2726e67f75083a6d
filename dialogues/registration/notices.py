"""Owing the mails about registrations that carry no calendar part."""

import datetime as dt
from typing import Any

from dialogues.config import settings
from dialogues.outbox import queries as outbox
from dialogues.outbox.service import owe
from dialogues.registration import queries
from dialogues.registration.facts import (
    ApprovalWithdrawn,
    Confirmation,
    CopyAsked,
    LinksAsked,
    RegisteredAgain,
    RegisteredForTwin,
    RegistrationCancelled,
    RegistrationPending,
    RegistrationWaitlisted,
)
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.rules import other_name
from dialogues.support import clock
from dialogues.support.codes import fingerprint

TWIN, LINKS = "registered_for_twin", "manage_links"
WAITLISTED, PENDING, ENDED = "waitlisted", "pending", "ended_without_seat"
"""Their kinds."""
_UNSEATED = {RegistrationStatus.WAITLISTED: WAITLISTED, RegistrationStatus.PENDING: PENDING}

BETWEEN_COPIES = dt.timedelta(minutes=1)
"""How long after a mail organisers can have a copy of it sent."""
_NOBODY = 0


def owe_twin_held(fact: RegisteredForTwin) -> None:
    """Tell the owner of the address that a seat is held in the other session, and how to swap.

    At most once an hour for the same name.
    """
    registration, wanted = fact.registration, fact.wanted
    other = other_name(registration.name, fact.name)
    owe(
        kind=TWIN,
        recipient=registration.participant.email,
        language=registration.language,
        zone=registration.zone,
        subject_id=registration.id,
        payload={"wanted": wanted.public_id, "other_name": other},
        dedupe_key=f"twin:{registration.id}:{wanted.id}:{_said_in_this_hour(other)}",
    )


def owe_links(fact: LinksAsked) -> None:
    """Mail the manage links of an address, the same ones at most once an hour.

    A row is owed for addresses without registrations, too, so that nobody learns by the time of
    the answer which these are; it is superseded when it comes to composing.
    """
    first = next(iter(fact.registrations), None)
    links = [(one.id, one.manage_version) for one in fact.registrations]
    owe(
        kind=LINKS,
        recipient=fact.email,
        language=first.language if first else fact.language,
        zone=first.zone if first else settings().timezone,
        subject_id=first.participant_id if first else _NOBODY,
        payload={"registrations": [registration.id for registration in fact.registrations]},
        dedupe_key=f"links:{_said_in_this_hour(fact.email, links)}",
    )


def owe_waiting(fact: RegistrationWaitlisted | RegistrationPending) -> None:
    """Tell a person that they wait, for a seat or for approval."""
    is_added = isinstance(fact, RegistrationWaitlisted) and fact.how is Confirmation.ADDED
    payload = {"is_added": True} if is_added else {}
    _owe(_UNSEATED[fact.registration.status], fact.registration, payload)


def owe_waiting_again(fact: RegisteredAgain) -> None:
    """Tell a person who waits so once more, at most once an hour for the same name and place.

    Who has a seat gets the invite again.
    """
    registration = fact.registration
    kind = _UNSEATED.get(registration.status)
    if kind is None:
        return
    other = other_name(registration.name, fact.name)
    place = queries.place_in_queue(registration)
    said = _said_in_this_hour(other, place, registration.listening_language)
    _owe(kind, registration, {"other_name": other}, f"{kind}:{registration.id}:{said}")


def owe_waiting_copy(fact: CopyAsked) -> None:
    """Tell a person who waits so once more, at most once a minute.

    Who has a seat gets a copy of the invite.
    """
    kind = _UNSEATED.get(fact.registration.status)
    since = clock.now() - BETWEEN_COPIES
    if kind and not outbox.was_owed_since(kind, fact.registration.id, since):
        _owe(kind, fact.registration, {})


def owe_ended(fact: RegistrationCancelled) -> None:
    """Tell a person who had no seat that they wait no longer; calendars do not hear of it."""
    if fact.was in _UNSEATED:
        payload = {"was": fact.was.value, "by": fact.by.value, "because": fact.because}
        _owe(ENDED, fact.registration, payload)


def owe_unapproved(fact: ApprovalWithdrawn) -> None:
    """Tell a person who waited for a seat that they wait for approval again."""
    if fact.was is RegistrationStatus.WAITLISTED:
        _owe(PENDING, fact.registration, {"because": fact.because})


def _said_in_this_hour(*what: object) -> str:
    """The part of a key by which only what says the same is skipped, and for an hour only."""
    return f"{fingerprint(*what)}:{clock.now():%Y%m%d%H}"


def _owe(
    kind: str, registration: Registration, payload: dict[str, Any], key: str | None = None
) -> None:
    owe(
        kind=kind,
        recipient=registration.participant.email,
        language=registration.language,
        zone=registration.zone,
        subject_id=registration.id,
        payload=payload,
        dedupe_key=key,
    )
