"""The mails that carry calendar parts, each in its recipient's language and zone."""

from flask import url_for
from flask_babel import gettext as _

from dialogues.invites import mail_queries, queries
from dialogues.invites.addresses import open_reply_address
from dialogues.invites.ical import CalendarEvent, calendar_bytes
from dialogues.invites.models import Entry, Method
from dialogues.invites.withdrawals import withdrawal_letter
from dialogues.invites.words import invite_words
from dialogues.languages.names import language_name
from dialogues.outbox.composing import Mail
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
    words = invite_words(entry, mail_queries.untold(row), row)
    letter = Letter(
        subject=words.subject,
        opening=words.opening,
        facts=(
            *session_facts(session, row.zone, row.language),
            (
                _("You listen in"),
                language_name(registration.listening_language, row.language),
            ),
            (_("To join, from 15 minutes before the start"), join_link(registration)),
            *words.offers,
        ),
        button=(
            _("Change language, swap session or cancel"),
            manage_link(registration),
        ),
        closing=_closing(entry),
    )
    return _with_calendar(row, entry, letter)


def compose_withdrawal(row: OutboxMail) -> Mail | None:
    """The CANCEL that takes an entry out of a calendar; None where the entry has moved on."""
    entry = _current(row)
    if entry is None:
        return None
    return _with_calendar(row, entry, withdrawal_letter(entry, row, entry.part))


def _closing(entry: Entry) -> tuple[str, ...]:
    """What the reader's calendar makes of the mail."""
    if entry.part is Method.REQUEST:
        return (
            _(
                "Your calendar may ask you to press Accept before it keeps this session. "
                "Your seat is held in any case."
            ),
            *_answering(entry),
        )
    return (_("Your calendar shows this session when it next reads your feed."),)


def _answering(entry: Entry) -> tuple[str, ...]:
    if open_reply_address(entry.token) is None:
        return ()
    return (_("Answers from your calendar count: if you decline there, you give your seat back."),)


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
    part = entry.part
    sent = {
        "entry": entry.id,
        # Without a part, the calendar goes on holding what a CANCEL left in it: nothing.
        "sent_method": part or Method.CANCEL,
        "sent_sequence": row.sequence,
        "sent_dtstamp": row.dtstamp,
        "sent_starts_at": entry.session.starts_at,
        "sent_ends_at": entry.session.ends_at,
    }
    return letter.to_mail(
        calendar=calendar_bytes([_event(entry, row.language, part)], method=part) if part else None,
        method=part,
        on_sent=lambda: queries.record_sent(sent),
        envelope_sender=open_reply_address(entry.token),
    )


def _event(entry: Entry, language: str, method: Method) -> CalendarEvent:
    registration, session = entry.registration, entry.session
    is_live = method is Method.REQUEST
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
        rsvp=is_live and open_reply_address(entry.token) is not None,
        alarm_minutes=session.alarm_minutes,
        language=text.language,
    )
