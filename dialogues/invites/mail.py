"""The mails that carry calendar parts, each in its recipient's language and zone."""

from flask import url_for
from flask_babel import gettext as _

from dialogues.interpretation.listening import listening_fact, listening_sentence
from dialogues.invites import queries
from dialogues.invites.addresses import open_reply_address
from dialogues.invites.entries import record_sent
from dialogues.invites.events import session_event
from dialogues.invites.ical import CalendarEvent, calendar_bytes
from dialogues.invites.models import Entry, Method
from dialogues.invites.news import invite_words
from dialogues.invites.preloading import untold
from dialogues.invites.withdrawals import withdrawal_letter
from dialogues.languages.times import zone_name
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter, sender_name
from dialogues.outbox.models import OutboxMail
from dialogues.programme.agenda_times import lines_of
from dialogues.programme.models import DialogueSession
from dialogues.registration.links import join_link, manage_link
from dialogues.registration.mail import session_facts


def compose_invite(row: OutboxMail) -> Mail | None:
    """The REQUEST that puts an entry into a calendar; None where nothing of it is news.

    So it is where the entry has moved on, and where the mail would carry no calendar part and
    was owed for the sake of that.
    """
    entry = _current(row)
    words = entry and invite_words(entry, untold(entry.id, row.id), row)
    if not (entry and words):
        return None
    registration, session = entry.registration, entry.session
    letter = Letter(
        subject=words.subject,
        opening=words.opening,
        facts=(
            *session_facts(session, row.zone, row.language),
            listening_fact(registration.listening_language, session, row.language),
            (_("To join, from 15 minutes before the start"), join_link(registration)),
            *_agenda_facts(session, row.language),
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
    return _with_calendar(row, entry, withdrawal_letter(entry, row))


def _agenda_facts(session: DialogueSession, language: str) -> tuple[tuple[str, str], ...]:
    """The agenda, a line for each item, and where all of it is; nothing where there is none.

    What earlier Dialogues left open stands there, as it is on the day on which it is read.
    """
    lines = lines_of(session, language)
    if not lines:
        return ()
    place = zone_name(session.zone, language)
    return (
        (_("Agenda, on the clocks of %(place)s", place=place), "\n".join(lines)),
        (
            _("With speakers, links and what earlier Dialogues left open"),
            f"{_page(session, language)}#agenda",
        ),
    )


def _page(session: DialogueSession, language: str) -> str:
    return url_for(
        "publishing.dialogue",
        language=language,
        public_id=session.dialogue.public_id,
        _external=True,
    )


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
    if not _hears_answers(entry):
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
        on_sent=lambda: record_sent(sent),
        envelope_sender=open_reply_address(entry.token),
    )


def _event(entry: Entry, language: str, method: Method) -> CalendarEvent:
    registration, session = entry.registration, entry.session
    is_live = method is Method.REQUEST
    page = _page(session, language)
    link = join_link(registration)
    lines = [
        listening_sentence(registration.listening_language, session, language),
        _("To join, from 15 minutes before the start: %(link)s", link=link),
        _("About the Dialogue: %(link)s", link=page),
    ]
    for label, fact in _agenda_facts(session, language):
        lines += ["", _("%(label)s:", label=label), fact]
    return session_event(
        session,
        language,
        uid=entry.uid,
        sequence=entry.sequence,
        dtstamp=entry.dtstamp,
        description="\n".join(lines) if is_live else "",
        url=page,
        location=link if is_live else None,
        organizer=entry.organizer,
        organizer_name=sender_name(),
        attendee=entry.attendee,
        attendee_name=registration.name,
        partstat=entry.partstat.value,
        rsvp=is_live and _hears_answers(entry),
        alarm_minutes=session.alarm_minutes,
    )


def _hears_answers(entry: Entry) -> bool:
    """Whether answers are processed that go to the organiser whom the entry was made with."""
    return entry.organizer == open_reply_address(entry.token)
