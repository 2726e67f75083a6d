"""What calendar mails say first: everything that changed since the recipient was last told."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from dialogues.interpretation.rules import is_offered, twins_first_in
from dialogues.invites.models import Entry
from dialogues.languages.names import language_name
from dialogues.languages.times import one_line, zone_name
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.programme.queries import open_twins
from dialogues.registration.links import manage_link
from dialogues.registration.mail import second_name, session_facts
from dialogues.support import clock

_MOVES = ("rescheduled", "zone_rules")
_MEMBERSHIP = ("registered", "returned", "swapped")


def invite_words(
    entry: Entry, untold: Sequence[dict[str, Any]], row: OutboxMail
) -> tuple[str, tuple[str, ...]]:
    """Subject and first paragraphs of an invite, from the payloads of what was not sent yet.

    Who was never told of the seat is told of it; of anything else, what changed, each once.
    """
    title = entry.session.dialogue.text(row.language).title
    reasons = list(dict.fromkeys(payload["reason"] for payload in untold))
    joined = [reason for reason in reasons if reason in _MEMBERSHIP]
    if joined:
        news = [_of_membership(joined[-1], title)]
    else:
        news = [
            *_of_time(entry, untold, title, row),
            *(_of_text(reason, title) for reason in reasons if reason not in _MOVES),
        ]
    news = news or [_of_text("repeated", title)]
    opening = [sentence for _subject, sentence in news]
    other = next(filter(None, (payload.get("other_name") for payload in untold)), None)
    opening += second_name(other, entry.registration.name)
    listening = entry.registration.listening_language
    if not is_offered(listening, entry.session):
        opening.append(
            _(
                "Your listening language, %(language)s, is no longer offered in this session. "
                "You can choose another language or another session.",
                language=language_name(listening, row.language),
            )
        )
    return news[0][0], tuple(opening)


def _of_membership(reason: str, title: str) -> tuple[str, str]:
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
) -> list[tuple[str, str]]:
    moved = next((payload for payload in untold if payload["reason"] in _MOVES), None)
    if moved is None:
        return []
    started, ended = (
        dt.datetime.fromisoformat(moved[name])
        for name in ("previous_starts_at", "previous_ends_at")
    )
    if (started, ended) == (entry.session.starts_at, entry.session.ends_at):
        return []  # moved back before anybody was told
    if moved["reason"] == "zone_rules":
        # In UTC: on the clocks of the zone itself nothing has moved.
        return [
            (
                _("Clocks change: %(title)s", title=title),
                _(
                    "The rules for the clocks in %(zone)s have changed. The session keeps its time "
                    "there, and moves in other zones. By the earlier rules it was: %(previous)s.",
                    zone=zone_name(entry.session.zone, row.language),
                    previous=one_line(started, ended, "UTC", row.language),
                ),
            )
        ]
    return [
        (
            _("New time: %(title)s", title=title),
            _(
                "The session you registered for has a new time. It was: %(previous)s.",
                previous=one_line(started, ended, row.zone, row.language),
            ),
        )
    ]


def _of_text(reason: str, title: str) -> tuple[str, str]:
    match reason:
        case "language_changed":
            return (
                _("Your listening language: %(title)s", title=title),
                _("Your listening language has been changed."),
            )
        case "details_changed":
            return (
                _("New languages: %(title)s", title=title),
                _("The languages of the session you registered for have changed."),
            )
        case _repeated:
            return (
                _("You are registered: %(title)s", title=title),
                _("You are registered for this session. This is your confirmation again."),
            )


def withdrawal_letter(entry: Entry, row: OutboxMail) -> Letter:
    """What goes with a CANCEL: who cancelled, or where the person went."""
    title = entry.session.dialogue.text(row.language).title
    facts = session_facts(entry.session, row.zone, row.language)
    manage = manage_link(entry.registration)
    match row.payload["reason"]:
        case "session_cancelled":
            return _session_cancelled(entry, row, title, facts)
        case "swapped":
            moved_to = entry.registration.session
            return Letter(
                subject=_("You have left this session: %(title)s", title=title),
                opening=(
                    _(
                        "You have moved to the other session of this Dialogue: %(when)s. "
                        "This message takes the earlier choice out of your calendar.",
                        when=one_line(moved_to.starts_at, moved_to.ends_at, row.zone, row.language),
                    ),
                ),
                facts=facts,
                button=(_("See your registration"), manage),
            )
        case _cancelled:
            return Letter(
                subject=_("Your registration is cancelled: %(title)s", title=title),
                opening=(
                    _("You have cancelled your registration, and your seat is free for others."),
                    _("This message takes the session out of your calendar."),
                ),
                facts=facts,
                button=(_("Register again, if seats are left"), manage),
            )


def _session_cancelled(
    entry: Entry, row: OutboxMail, title: str, facts: tuple[tuple[str, str], ...]
) -> Letter:
    twins = open_twins(entry.session, clock.now())
    home = url_for("publishing.home", language=row.language, _external=True)
    return Letter(
        subject=_("Cancelled: %(title)s", title=title),
        opening=(
            _("The organisers have cancelled this session."),
            _("Your calendar will show it as cancelled, or ask you to remove it."),
            *(
                _(
                    "The other session of this Dialogue takes place: %(when)s. You can move "
                    "there with one press.",
                    when=one_line(twin.starts_at, twin.ends_at, row.zone, row.language),
                )
                for twin in twins_first_in(entry.registration.listening_language, twins)
            ),
        ),
        facts=facts,
        button=(
            (_("Move to the other session"), manage_link(entry.registration))
            if twins
            else (_("See what else is planned"), home)
        ),
    )
