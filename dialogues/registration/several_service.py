"""One person, one session: what stands in the way of saying so."""

from dialogues.programme.facts import SeveralDisallowed
from dialogues.programme.refusals import SeveralAreHeld
from dialogues.registration import figures_queries
from dialogues.support import clock


def refuse_while_held(fact: SeveralDisallowed) -> None:
    """Raise :class:`SeveralAreHeld` where people have more places than they could ask for anew."""
    people = figures_queries.people_with_several(fact.dialogue.id, clock.now())
    if people:
        raise SeveralAreHeld(people=people)
