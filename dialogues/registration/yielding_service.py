"""One place in a Dialogue for each person, also once a session takes place that did not."""

from dialogues.programme.facts import SessionReinstated, SessionRevised
from dialogues.registration import queries
from dialogues.registration.facts import SeatsYielded
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.seats import end, facts, note_changes, seat
from dialogues.support import clock
from dialogues.support.events import announce


def yield_to_other_seats(fact: SessionReinstated | SessionRevised) -> None:
    """Leave each person one place in the Dialogue, where it allows no more.

    They came to a twin while the session was cancelled or over; now that it takes place after
    all, what they asked for last is theirs, but for a seat that would be given up for less. Few
    statements, however many seats they give up.
    """
    session, now = fact.session, clock.now()
    if not session.takes_place(now) or session.dialogue.allows_several:
        return
    elsewhere = {one.participant_id: one for one in queries.active_in_twins(session, now)}
    given_up = []
    for here in queries.active_of(session.id, elsewhere):
        there = elsewhere[here.participant_id]
        if here.status is not RegistrationStatus.CONFIRMED:
            end(here, Ending.TWIN)
        elif there.status is not RegistrationStatus.CONFIRMED:
            end(there, Ending.TWIN)
        else:
            given_up.append(here)
    if given_up:
        _give_up(given_up)
        kept = {one.id: elsewhere[one.participant_id] for one in given_up}
        announce(SeatsYielded(session, kept))


def _give_up(registrations: list[Registration]) -> None:
    before = [facts(registration) for registration in registrations]
    for registration in registrations:
        seat(registration, RegistrationStatus.CANCELLED)
        registration.ended_by = Ending.TWIN
    note_changes(registrations, "yield", before)
