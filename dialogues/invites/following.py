"""A person's calendar follows their own feed, or their mails again: never both."""

from dialogues.invites import queries
from dialogues.invites.models import Method
from dialogues.invites.service import advance, owe_for
from dialogues.people.facts import FeedFollowed, FeedLeft
from dialogues.people.models import Participant
from dialogues.programme.queries import lock_sessions_of
from dialogues.support import clock


def hand_over_to_feed(fact: FeedFollowed) -> None:
    """Owe, for each session to come, the mail that takes out what mails put into the calendar."""
    queries.forget_overtaken_withdrawals(fact.person.id)
    _tell_of_each_seat(fact.person, "feed_followed")


def take_back_from_feed(fact: FeedLeft) -> None:
    """Owe, for each session to come, the mail that puts it into the calendar again."""
    _tell_of_each_seat(fact.person, "feed_left")


def _tell_of_each_seat(person: Participant, reason: str) -> None:
    at = clock.now()
    lock_sessions_of(queries.dialogues_to_come_of(person.id, at))
    for entry in queries.entries_to_come_of(person.id, at):
        advance(entry, Method.REQUEST)
        owe_for(entry, {"reason": reason})
