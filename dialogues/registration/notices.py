"""Owing the mails about registrations that carry no calendar part."""

from dialogues.outbox.service import owe
from dialogues.registration.facts import LinksAsked, RegisteredForTwin
from dialogues.registration.models import Registration
from dialogues.support import clock

TWIN, LINKS = "registered_for_twin", "manage_links"
"""Their kinds."""


def owe_twin_held(fact: RegisteredForTwin) -> None:
    """Tell the owner of the address that a seat is held in the other session, and how to swap."""
    registration = fact.registration
    _owe(
        registration,
        TWIN,
        {"wanted": fact.wanted.public_id},
        f"twin:{registration.id}:{fact.wanted.id}:{clock.now():%Y%m%d%H}",
    )


def owe_links(fact: LinksAsked) -> None:
    """Mail the manage links of an address, at most once an hour."""
    first = fact.registrations[0]
    _owe(
        first,
        LINKS,
        {"registrations": [registration.id for registration in fact.registrations]},
        f"links:{first.participant_id}:{clock.now():%Y%m%d%H}",
    )


def _owe(registration: Registration, kind: str, payload: dict[str, object], key: str) -> None:
    owe(
        kind=kind,
        recipient=registration.participant.email,
        language=registration.language,
        zone=registration.zone,
        subject_id=registration.id,
        payload=payload,
        dedupe_key=key,
    )
