"""The twins that people can move to."""

from collections.abc import Sequence

from flask import g

from dialogues.interpretation.rules import twins_first_in
from dialogues.programme.models import DialogueSession
from dialogues.programme.queries import open_twins
from dialogues.programme.rules import StateOfRegistration
from dialogues.registration import queries
from dialogues.registration.admission import refusal_to_move
from dialogues.registration.models import Registration
from dialogues.registration.seats import states_now
from dialogues.support import clock

_KEPT = "twins_with_room"


def keep_twins() -> None:
    """From now on, read the twins of each session once: for mails that are composed together."""
    setattr(g, _KEPT, {})


def twins_for(registration: Registration) -> Sequence[DialogueSession]:
    """The twins with room that somebody can move to now, those with their language first."""
    if not registration.is_active:
        return ()
    session = registration.session
    free = [
        twin
        for twin in _twins_with_room(session)
        if refusal_to_move(registration, twin, StateOfRegistration.OPEN) is None
    ]
    if free and session.dialogue.allows_several:
        theirs = queries.all_in_dialogue(registration.participant_id, session.dialogue_id)
        held = {one.session_id for one in theirs if one.is_active}
        free = [twin for twin in free if twin.id not in held]
    return twins_first_in(registration.own_languages[0], free)


def _twins_with_room(session: DialogueSession) -> Sequence[DialogueSession]:
    known: dict[int, Sequence[DialogueSession]] = g.get(_KEPT, {})
    if session.id not in known:
        twins = open_twins(session, clock.now())
        states = states_now(twins)
        known[session.id] = [twin for twin in twins if states[twin.id] is StateOfRegistration.OPEN]
    return known[session.id]
