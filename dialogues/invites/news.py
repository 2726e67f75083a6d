"""What invites say first: everything that changed since the recipient was last told."""

from collections.abc import Sequence
from typing import NamedTuple, assert_never

from flask_babel import gettext as _

from dialogues.invites.causes import Cause, Reason
from dialogues.invites.language_news import (
    language_news,
    lost_language_news,
    missed_language_news,
    offers,
)
from dialogues.invites.models import Entry, Method
from dialogues.invites.time_news import time_news
from dialogues.invites.untold import News, Topic, Untold
from dialogues.languages.times import duration
from dialogues.outbox.models import OutboxMail
from dialogues.programme.facts import Change
from dialogues.registration.mail import how_data_are_used, second_name, what_is_stored

# What matters most comes first, and names the mail.
_ORDER: Sequence[Topic] = (
    Reason.REINSTATED,
    Change.TIME,
    Change.LANGUAGES,
    Change.PLACE,
    Reason.TEXTS_EDITED,
    Reason.AGENDA_CHANGED,
    Reason.LANGUAGE_CHANGED,
    Reason.FEED_FOLLOWED,
    Reason.FEED_LEFT,
    Change.ALARM,
)


class Words(NamedTuple):
    """What an invite begins with; ``offers`` are labels and links."""

    subject: str
    opening: tuple[str, ...]
    offers: tuple[tuple[str, str], ...]


def invite_words(entry: Entry, causes: Sequence[Cause], row: OutboxMail) -> Words | None:
    """The words of an invite, from the causes of what was not sent yet, oldest first.

    Who was never told of the seat is told of it; of anything else, what changed, each once. None
    where nothing is news to a reader whose calendar hears nothing by mail.
    """
    untold = Untold(entry, causes, row)
    news = _news(untold)
    if not news:
        return None
    other = next(filter(None, (cause.other_name for cause in causes)), None)
    is_added = Reason.ADDED in untold.memberships
    return Words(
        subject=news[0][0],
        opening=(
            *(sentence for _subject, sentence in news),
            *second_name(other, entry.registration),
            *([what_is_stored()] if is_added else []),
        ),
        offers=(*offers(untold), *([how_data_are_used(row.language)] if is_added else [])),
    )


def _news(untold: Untold) -> Sequence[News]:
    if joined := untold.memberships:
        return _of(joined[-1], untold)
    topics = untold.topics
    news = [one for topic in _ORDER if topic in topics for one in _of(topic, untold)]
    return news or _of_no_news(untold)


def _of_no_news(untold: Untold) -> Sequence[News]:
    """What a mail says that has to leave for the sake of its calendar part, or was asked for."""
    part = untold.entry.part
    if part is Method.REQUEST or Reason.REPEATED in untold.topics:
        return _of(Reason.REPEATED, untold)
    return _of(Reason.FEED_FOLLOWED, untold) if part else ()


def _of(topic: Topic, untold: Untold) -> Sequence[News]:
    title = untold.title
    match topic:
        case (
            Reason.REGISTERED
            | Reason.RETURNED
            | Reason.PROMOTED
            | Reason.APPROVED
            | Reason.ADDED
            | Reason.MOVED
            | Reason.SWAPPED
        ):
            news = _of_membership(topic, title)
            return (news, *lost_language_news(untold), *missed_language_news(untold))
        case Reason.REPEATED:
            subject = _("You are registered: %(title)s", title=title)
            sentence = _("You are registered for this session. This is your confirmation again.")
        case Reason.REINSTATED:
            subject = _("It takes place after all: %(title)s", title=title)
            sentence = _reinstatement(untold.entry)
        case Reason.TEXTS_EDITED:
            subject = _("New description: %(title)s", title=title)
            sentence = _(
                "The organisers have changed the title or the description of this Dialogue. "
                "Its title is now: %(title)s",
                title=title,
            )
        case Reason.AGENDA_CHANGED:
            subject = _("New agenda: %(title)s", title=title)
            sentence = _("The organisers have changed the agenda of this Dialogue.")
        case Reason.LANGUAGE_CHANGED:
            subject = _("Your listening language: %(title)s", title=title)
            sentence = _("Your listening language has been changed.")
        case Reason.FEED_FOLLOWED:
            subject = _("Your calendar follows your own feed: %(title)s", title=title)
            sentence = _(
                "Your calendar follows your own feed now. This message takes out of it what "
                "earlier mails put there, so that nothing shows twice."
            )
        case Reason.FEED_LEFT:
            subject = _("By mail again: %(title)s", title=title)
            sentence = _(
                "Your calendar does not follow your own feed any more: from now on mails "
                "keep it up to date, and this message brings the session."
            )
        case Change.TIME:
            return time_news(untold)
        case Change.LANGUAGES:
            return language_news(untold)
        case Change.PLACE:
            subject = _("New meeting link: %(title)s", title=title)
            sentence = _(
                "The session has a new meeting link. Your own link to join stays the same."
            )
        case Change.ALARM:
            return _of_alarm(untold)
        case Reason.REVISED | Reason.ZONE_RULES:
            return ()  # told by what changed
        case (
            Reason.CANCELLED
            | Reason.DECLINED
            | Reason.REMOVED
            | Reason.APPROVAL_WITHDRAWN
            | Reason.ERASED
            | Reason.SESSION_CANCELLED
        ):
            return ()  # told by withdrawals
        case _:
            assert_never(topic)
    return ((subject, sentence),)


def _of_membership(how: Topic, title: str) -> News:
    """How somebody has come to the seat."""
    registered = _("You are registered: %(title)s", title=title)
    moved = _("Your new session: %(title)s", title=title)
    match how:
        case Reason.PROMOTED:
            return (
                _("You have a seat now: %(title)s", title=title),
                _(
                    "A seat has become free, and it is yours: you are not on the waiting list "
                    "any more. If you cannot come, please give it back, so that the next person "
                    "has it."
                ),
            )
        case Reason.APPROVED:
            return registered, _(
                "The organisers have approved your registration. Your seat is confirmed."
            )
        case Reason.ADDED:
            return registered, _(
                "The organisers have registered you for this session. Your seat is confirmed."
            )
        case Reason.MOVED:
            return moved, _(
                "The organisers have moved you to this session. Your seat is confirmed. If it "
                "does not suit you, you can move back, as long as there are seats."
            )
        case Reason.SWAPPED:
            return moved, _("You have moved to this session. Your seat is confirmed.")
        case _:
            return registered, _("You are registered. Your seat is confirmed.")


def _reinstatement(entry: Entry) -> str:
    if entry.sent_method is Method.CANCEL:
        return str(_("The session takes place after all. Your seat is still yours."))
    return str(
        _(
            "The session was cancelled for a short while, and takes place after all. Your seat is "
            "still yours."
        )
    )


def _of_alarm(untold: Untold) -> Sequence[News]:
    if untold.entry.part is not Method.REQUEST:  # nothing that could ring
        return ()
    subject, minutes = (
        _("Calendar alarm: %(title)s", title=untold.title),
        untold.entry.session.alarm_minutes,
    )
    if minutes is None:
        sentence = _("The invite no longer asks your calendar to ring before this session.")
    else:
        sentence = _(
            "The invite now asks your calendar to ring before this session: %(time)s before the "
            "start.",
            time=duration(minutes),
        )
    return ((subject, sentence),)
