"""Who has places in a session that did not take place, or was over, and now does after all."""

from dialogues.programme.facts import SessionReinstated, SessionRevised
from dialogues.registration import queries
from dialogues.registration.facts import SeatsYielded
from dialogues.registration.models import Ending, RegistrationStatus
from dialogues.registration.seats import end, end_untold
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
        end_untold(given_up, Ending.TWIN)
        kept = {one.id: elsewhere[one.participant_id] for one in given_up}
        announce(SeatsYielded(session, kept))


def free_places_of_nobody(fact: SessionReinstated | SessionRevised) -> None:
    """End what people had here who were erased while the session was over.

    They kept it for the counts of who came; nobody can be told any more, nor come.
    """
    erased = queries.erased_of(fact.session.id) if fact.session.takes_place(clock.now()) else ()
    if erased:
        end_untold(erased, Ending.ERASED)
