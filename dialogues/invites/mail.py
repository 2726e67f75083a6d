"""The mails that carry calendar parts, each in its recipient's language and zone."""

from flask import url_for
from flask_babel import gettext as _

from dialogues.database import db
from dialogues.invites import queries
from dialogues.invites.ical import CalendarEvent, calendar_bytes
from dialogues.invites.models import Entry, Method
from dialogues.invites.words import invite_words, withdrawal_letter
from dialogues.languages.names import language_name
from dialogues.outbox.delivery import Mail
from dialogues.outbox.letters import Letter, sender_name
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Status
from dialogues.registration.links import join_link, manage_link
from dialogues.registration.mail import session_facts


def compose_invite(row: OutboxMail) -> Mail | None:
    """The REQUEST that puts an entry into a calendar; None where the entry has moved on."""
    entry = _current(row)
    if entry is None:
        return None
    registration, session = entry.registration, entry.session
    subject, opening = invite_words(entry, queries.untold(row), row)
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
    return _with_calendar(row, entry, withdrawal_letter(entry, row))


def _current(row: OutboxMail) -> Entry | None:
    entry = queries.entry_for_mail(row.entry_id) if row.entry_id else None
    if entry is None or (entry.method, entry.sequence, entry.dtstamp) != (
        row.method,
        row.sequence,
        row.dtstamp,
    ):
        return None
    return entry


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
        organizer_name=sender_name(),
        attendee=entry.attendee,
        attendee_name=registration.name,
        partstat=entry.partstat.value,
        language=text.language,
    )
