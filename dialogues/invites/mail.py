"""The mails that carry calendar parts, each in its recipient's language and zone."""

import datetime as dt

from flask import url_for
from flask_babel import gettext as _

from dialogues.database import db
from dialogues.interpretation.rules import is_offered
from dialogues.invites import queries
from dialogues.invites.ical import CalendarEvent, calendar_bytes
from dialogues.invites.models import Entry, Method
from dialogues.languages.names import language_name
from dialogues.languages.times import one_line
from dialogues.outbox.delivery import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Status
from dialogues.registration.links import join_link, manage_link
from dialogues.registration.mail import organisation_name, session_facts


def compose_invite(row: OutboxMail) -> Mail | None:
    """The REQUEST that puts an entry into a calendar; None where the entry has moved on."""
    entry = _current(row)
    if entry is None:
        return None
    registration, session = entry.registration, entry.session
    title = session.dialogue.text(row.language).title
    subject, opening = _invite_words(row, entry, title)
    letter = Letter(
        subject=subject,
        opening=opening,
        facts=(
            *session_facts(session, row.zone, row.language),
            (
                _("You listen in"),
                language_name(registration.listening_language, row.language),
            ),
            (_("To join, from 15 minutes before the start"), join_link(registration)),
        ),
        button=(
            _("Change language, swap session or cancel"),
            manage_link(registration),
        ),
        closing=(
            _(
                "Your calendar may ask you to press Accept before it keeps this session. "
                "Your seat is held in any case."
            ),
        ),
    )
    return _with_calendar(row, entry, letter)


def compose_withdrawal(row: OutboxMail) -> Mail | None:
    """The CANCEL that takes an entry out of a calendar; None where the entry has moved on."""
    entry = _current(row)
    if entry is None:
        return None
    title = entry.session.dialogue.text(row.language).title
    letter = _withdrawal_letter(row, entry, title)
    return _with_calendar(row, entry, letter)


def _current(row: OutboxMail) -> Entry | None:
    entry = queries.entry_for_mail(row.entry_id) if row.entry_id else None
    if entry is None or (entry.method, entry.sequence, entry.dtstamp) != (
        row.method,
        row.sequence,
        row.dtstamp,
    ):
        return None
    return entry


def _invite_words(row: OutboxMail, entry: Entry, title: str) -> tuple[str, tuple[str, ...]]:
    """Subject, and first lines that say what happened."""
    registration, session = entry.registration, entry.session
    match row.payload["reason"]:
        case "rescheduled":
            previous = one_line(
                dt.datetime.fromisoformat(row.payload["previous_starts_at"]),
                dt.datetime.fromisoformat(row.payload["previous_ends_at"]),
                row.zone,
                row.language,
            )
            opening = [
                _(
                    "The session you registered for has a new time. It was: %(previous)s.",
                    previous=previous,
                )
            ]
            subject = _("New time: %(title)s", title=title)
        case "swapped":
            opening = [_("You have moved to this session. Your seat is confirmed.")]
            subject = _("Your new session: %(title)s", title=title)
        case "language_changed":
            opening = [_("Your listening language has been changed.")]
            subject = _("Your listening language: %(title)s", title=title)
        case "details_changed":
            opening = [_("The languages of the session you registered for have changed.")]
            subject = _("New languages: %(title)s", title=title)
        case "repeated":
            opening = [_("You are registered for this session. This is your confirmation again.")]
            subject = _("You are registered: %(title)s", title=title)
            if other := row.payload.get("other_name"):
                opening.append(
                    _(
                        "Somebody also asked for a seat for %(other)s with this address. One "
                        "address holds one seat in a Dialogue, and it is held for %(name)s. To "
                        "register another person, please use another address.",
                        other=other,
                        name=registration.name,
                    )
                )
        case _reason:
            opening = [_("You are registered. Your seat is confirmed.")]
            subject = _("You are registered: %(title)s", title=title)
    if not is_offered(registration.listening_language, session):
        opening.append(
            _(
                "Your listening language, %(language)s, is no longer offered in this session. "
                "You can choose another language or another session.",
                language=language_name(registration.listening_language, row.language),
            )
        )
    return subject, tuple(opening)


def _withdrawal_letter(row: OutboxMail, entry: Entry, title: str) -> Letter:
    facts = session_facts(entry.session, row.zone, row.language)
    manage = manage_link(entry.registration)
    match row.payload["reason"]:
        case "session_cancelled":
            return Letter(
                subject=_("Cancelled: %(title)s", title=title),
                opening=(
                    _("The organisers have cancelled this session."),
                    _("Your calendar will show it as cancelled, or ask you to remove it."),
                ),
                facts=facts,
                button=(
                    _("See what else is planned"),
                    url_for("publishing.home", language=row.language, _external=True),
                ),
            )
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
        case _reason:
            return Letter(
                subject=_("Your registration is cancelled: %(title)s", title=title),
                opening=(
                    _("You have cancelled your registration, and your seat is free for others."),
                    _("This message takes the session out of your calendar."),
                ),
                facts=facts,
                button=(_("Register again, if seats are left"), manage),
            )


def _with_calendar(row: OutboxMail, entry: Entry, letter: Letter) -> Mail:
    entry_id = entry.id

    def sent() -> None:
        db.session.execute(
            db.update(Entry.__table__)
            .where(Entry.id == entry_id)
            .values(
                sent_method=row.method,
                sent_sequence=row.sequence,
                sent_dtstamp=row.dtstamp,
            )
        )

    return letter.to_mail(
        organisation_name(),
        calendar=calendar_bytes([_event(entry, row.language)], method=row.method),
        method=row.method,
        on_sent=sent,
    )


def _event(entry: Entry, language: str) -> CalendarEvent:
    registration, session = entry.registration, entry.session
    is_live = entry.method is Method.REQUEST
    text = session.dialogue.text(language)
    page = url_for(
        "publishing.dialogue",
        language=language,
        public_id=session.dialogue.public_id,
        _external=True,
    )
    link = join_link(registration)
    lines = [
        _(
            "You listen in: %(language)s",
            language=language_name(registration.listening_language, language),
        ),
        _("To join, from 15 minutes before the start: %(link)s", link=link),
        _("About the Dialogue: %(link)s", link=page),
    ]
    return CalendarEvent(
        uid=entry.uid,
        sequence=entry.sequence,
        dtstamp=entry.dtstamp,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=session.zone,
        local_start=session.local_start,
        summary=text.title,
        description="\n".join(lines) if is_live else "",
        url=page,
        location=link if is_live else None,
        status="CANCELLED" if session.status is Status.CANCELLED else "CONFIRMED",
        organizer=entry.organizer,
        organizer_name=organisation_name(),
        attendee=entry.attendee,
        attendee_name=registration.name,
        partstat=entry.partstat.value,
        language=language,
    )
