"""What invites say first: everything that changed since the recipient was last told."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _

from dialogues.interpretation.rules import is_offered
from dialogues.invites.mail_queries import twins_with_room
from dialogues.invites.models import Entry, Method
from dialogues.languages.names import language_name
from dialogues.languages.times import duration, one_line, zone_name
from dialogues.outbox.models import OutboxMail
from dialogues.registration.links import swap_link
from dialogues.registration.mail import second_name
from dialogues.support import zones

News = tuple[str, str]
"""A subject, and the sentence that it stands for."""

_MOVES = ("time", "zone_rules")
_MEMBERSHIP = ("registered", "returned", "swapped")


class Words(NamedTuple):
    """What an invite begins with; ``offers`` are labels and links."""

    subject: str
    opening: tuple[str, ...]
    offers: tuple[tuple[str, str], ...]


def invite_words(entry: Entry, untold: Sequence[dict[str, Any]], row: OutboxMail) -> Words:
    """The words of an invite, from the payloads of what was not sent yet.

    Who was never told of the seat is told of it; of anything else, what changed, each once.
    """
    news = _news(entry, untold, row)
    other = next(filter(None, (payload.get("other_name") for payload in untold)), None)
    lost, offers = _lost_language(entry, row)
    return Words(
        subject=news[0][0],
        opening=(
            *(sentence for _subject, sentence in news),
            *second_name(other, entry.registration.name),
            *lost,
        ),
        offers=offers,
    )


def _news(entry: Entry, untold: Sequence[dict[str, Any]], row: OutboxMail) -> list[News]:
    title = entry.session.dialogue.text(row.language).title
    reasons = list(dict.fromkeys(reason for payload in untold for reason in _reasons(payload)))
    joined = [reason for reason in reasons if reason in _MEMBERSHIP]
    if joined:
        return [_of_membership(joined[-1], title)]
    news = [
        *_of_time(entry, untold, title, row),
        *(
            _of_text(reason, entry, title)
            for reason in reasons
            if reason not in (*_MOVES, "repeated")
        ),
    ]
    return news or [
        (
            _("You are registered: %(title)s", title=title),
            _("You are registered for this session. This is your confirmation again."),
        )
    ]


def _reasons(payload: dict[str, Any]) -> list[str]:
    """What a payload tells: the changes of a session that was revised, else its one reason."""
    return payload["changes"] if payload["reason"] == "revised" else [payload["reason"]]


def _of_membership(reason: str, title: str) -> News:
    if reason == "swapped":
        return (
            _("Your new session: %(title)s", title=title),
            _("You have moved to this session. Your seat is confirmed."),
        )
    return (
        _("You are registered: %(title)s", title=title),
        _("You are registered. Your seat is confirmed."),
    )


def _of_time(
    entry: Entry, untold: Sequence[dict[str, Any]], title: str, row: OutboxMail
) -> list[News]:
    moves = [payload for payload in untold if set(_reasons(payload)) & set(_MOVES)]
    if not moves:
        return []
    session, known = entry.session, moves[0]
    before = (
        dt.datetime.fromisoformat(known["previous_starts_at"]),
        dt.datetime.fromisoformat(known["previous_ends_at"]),
    )
    if before == (session.starts_at, session.ends_at):
        return [_of_no_move(entry, known, title, row)]
    if all(move["reason"] == "zone_rules" for move in moves):
        return [_of_clocks(entry, before, title, row)]
    return [
        (
            _("New time: %(title)s", title=title),
            _(
                "The session you registered for has a new time: %(when)s. It was: %(previous)s.",
                when=one_line(session.starts_at, session.ends_at, row.zone, row.language),
                previous=one_line(*before, row.zone, row.language),
            ),
        )
    ]


def _of_no_move(entry: Entry, known: dict[str, Any], title: str, row: OutboxMail) -> News:
    """The instants are what they were: the zone alone is another, or a move was taken back."""
    zone = entry.session.zone
    if known.get("previous_zone", zone) != zone:
        return (
            _("Same time, other clocks: %(title)s", title=title),
            _(
                "The session now follows the clocks in %(zone)s. For you its time stays the same.",
                zone=zone_name(zone, row.language),
            ),
        )
    return (
        _("Same time as announced: %(title)s", title=title),
        _(
            "A new time was set and taken back; the session takes place when it was announced "
            "first."
        ),
    )


def _of_clocks(
    entry: Entry, before: tuple[dt.datetime, dt.datetime], title: str, row: OutboxMail
) -> News:
    session = entry.session
    here = zones.local(session.starts_at, row.zone).replace(tzinfo=None)
    # On the clocks of the zone itself nothing has moved, and its earlier rules are gone.
    zone = "UTC" if here == session.local_start else row.zone
    return (
        _("Clocks change: %(title)s", title=title),
        _(
            "The rules for the clocks in %(zone)s have changed. The session keeps its time "
            "there, and moves in other zones. By the earlier rules it was: %(previous)s.",
            zone=zone_name(session.zone, row.language),
            previous=one_line(*before, zone, row.language),
        ),
    )


def _of_text(reason: str, entry: Entry, title: str) -> News:
    match reason:
        case "languages":
            return (
                _("New languages: %(title)s", title=title),
                _("The languages of the session you registered for have changed."),
            )
        case "place":
            return (
                _("New meeting link: %(title)s", title=title),
                _("The session has a new meeting link. Your own link to join stays the same."),
            )
        case "alarm":
            return _of_alarm(entry.session.alarm_minutes, title)
        case "texts_edited":
            return (
                _("New description: %(title)s", title=title),
                _(
                    "The organisers have changed the title or the description of this Dialogue. "
                    "Its title is now: %(title)s",
                    title=title,
                ),
            )
        case "reinstated":
            return _of_reinstatement(entry, title)
        case "feed_followed":
            return (
                _("Your calendar follows your own feed: %(title)s", title=title),
                _(
                    "Your calendar follows your own feed now. This message takes out of it what "
                    "earlier mails put there, so that nothing shows twice."
                ),
            )
        case "feed_left":
            return (
                _("By mail again: %(title)s", title=title),
                _(
                    "Your calendar does not follow your own feed any more: from now on mails "
                    "keep it up to date, and this message brings the session."
                ),
            )
        case "language_changed":
            return (
                _("Your listening language: %(title)s", title=title),
                _("Your listening language has been changed."),
            )
    raise ValueError(f"nothing is said of {reason!r}")


def _of_alarm(minutes: int | None, title: str) -> News:
    subject = _("Calendar alarm: %(title)s", title=title)
    if minutes is None:
        return subject, _("The invite no longer asks your calendar to ring before this session.")
    return subject, _(
        "The invite now asks your calendar to ring before this session: %(time)s before the start.",
        time=duration(minutes),
    )


def _of_reinstatement(entry: Entry, title: str) -> News:
    subject = _("It takes place after all: %(title)s", title=title)
    if entry.sent_method is Method.CANCEL:
        return subject, _("The session takes place after all. Your seat is still yours.")
    return subject, _(
        "The session was cancelled for a short while, and takes place after all. Your seat is "
        "still yours."
    )


def _lost_language(
    entry: Entry, row: OutboxMail
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """What to say, and where to go, where a person's listening language is not offered any more."""
    registration, session = entry.registration, entry.session
    wanted = registration.listening_language
    if is_offered(wanted, session):
        return (), ()
    language = language_name(wanted, row.language)
    lost = _(
        "Your listening language, %(language)s, is no longer offered in this session.",
        language=language,
    )
    twins = [twin for twin in twins_with_room(session) if is_offered(wanted, twin)]
    if not twins:
        return (lost, _("You can choose another language with the button below.")), ()
    offers = [
        (
            one_line(twin.starts_at, twin.ends_at, row.zone, row.language),
            swap_link(registration, twin),
        )
        for twin in twins
    ]
    return (
        (
            lost,
            *(
                _(
                    "The other session of this Dialogue offers it: %(when)s. You can move there "
                    "by the link below, or choose another language here.",
                    when=when,
                )
                for when, _link in offers
            ),
        ),
        tuple((_("To move to the session on %(when)s", when=when), link) for when, link in offers),
    )
