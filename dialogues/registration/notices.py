"""Owing the mails about registrations that carry no calendar part."""

from dialogues.config import settings
from dialogues.outbox.service import owe
from dialogues.registration.facts import LinksAsked, RegisteredForTwin
from dialogues.registration.rules import other_name
from dialogues.support import clock

TWIN, LINKS = "registered_for_twin", "manage_links"
"""Their kinds."""

_NOBODY = 0


def owe_twin_held(fact: RegisteredForTwin) -> None:
    """Tell the owner of the address that a seat is held in the other session, and how to swap.

    At most once an hour for the same name, and once for another.
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
        dedupe_key=f"twin:{registration.id}:{wanted.id}:{bool(other)}:{clock.now():%Y%m%d%H}",
    )


def owe_links(fact: LinksAsked) -> None:
    """Mail the manage links of an address, at most once an hour.

    A row is owed for addresses without registrations, too, so that nobody learns by the time of
    the answer which these are; it is superseded when it comes to composing.
    """
    first = next(iter(fact.registrations), None)
    owe(
        kind=LINKS,
        recipient=fact.email,
        language=first.language if first else fact.language,
        zone=first.zone if first else settings().timezone,
        subject_id=first.participant_id if first else _NOBODY,
        payload={"registrations": [registration.id for registration in fact.registrations]},
        dedupe_key=f"links:{fact.email}:{clock.now():%Y%m%d%H}",
    )
