"""A person's calendar follows their own feed, or their mails again: never both."""

from dialogues.invites import queries
from dialogues.invites.causes import Cause, Reason
from dialogues.invites.entries import advance, forget_overtaken_withdrawals, owe_for
from dialogues.invites.models import Method
from dialogues.people.facts import FeedFollowed, FeedLeft
from dialogues.people.models import Participant
from dialogues.programme.queries import lock_sessions_of
from dialogues.registration.upcoming_queries import dialogues_to_come_of
from dialogues.support import clock


def hand_over_to_feed(fact: FeedFollowed) -> None:
    """Owe, for each session to come, the mail that takes out what mails put into the calendar."""
    forget_overtaken_withdrawals(fact.person.id)
    _tell_of_each_seat(fact.person, Reason.FEED_FOLLOWED)


def take_back_from_feed(fact: FeedLeft) -> None:
    """Owe, for each session to come, the mail that puts it into the calendar again."""
    _tell_of_each_seat(fact.person, Reason.FEED_LEFT)


def _tell_of_each_seat(person: Participant, reason: Reason) -> None:
    at = clock.now()
    # Locked already, before the person, but for what they registered for since.
    lock_sessions_of(dialogues_to_come_of(person.id, at))
    for entry in queries.entries_to_come_of(person.id, at):
        advance(entry, Method.REQUEST)
        owe_for(entry, Cause(reason))
