"""The mail that tells who waits what became of the session."""

from flask_babel import gettext as _

from dialogues.interpretation.listening import listening_sentence
from dialogues.interpretation.rules import is_offered
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.queries import has_later_one
from dialogues.programme.models import Status
from dialogues.registration import queries
from dialogues.registration.links import manage_link
from dialogues.registration.mail import session_facts, swap_offer
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.twins import twins_for
from dialogues.registration.waiting_notices import What


def compose_news(row: OutboxMail) -> Mail | None:
    """The news of a session for somebody who waits; None where it is overtaken.

    So it is where the person waits no longer, or was told something newer of the session.
    """
    registration = queries.by_id(row.subject_id)
    what = What(row.payload["what"])
    if (
        registration is None
        or registration.status not in (RegistrationStatus.WAITLISTED, RegistrationStatus.PENDING)
        or registration.session_id != row.payload["session"]
        or (registration.session.status is Status.CANCELLED) is not (what is What.CANCELLED)
        or has_later_one(row)
    ):
        return None
    session = registration.session
    subject, sentence = _words(what, session.dialogue.text(row.language).title)
    return Letter(
        subject=subject,
        opening=(
            sentence,
            *_lost_language(registration, what, row.language),
            *_what_follows(registration, what),
        ),
        facts=(
            *session_facts(session, row.zone, row.language),
            *(swap_offer(registration, twin, row) for twin in twins_for(registration)),
        ),
        button=(_("See your registration"), manage_link(registration)),
    ).to_mail()


def _words(what: What, title: str) -> tuple[str, str]:
    match what:
        case What.CANCELLED:
            return (
                _("Cancelled: %(title)s", title=title),
                _("The organisers have cancelled this session."),
            )
        case What.REINSTATED:
            return (
                _("It takes place after all: %(title)s", title=title),
                _("The session was cancelled, and takes place after all."),
            )
        case What.MOVED:
            return (
                _("New time: %(title)s", title=title),
                _("The session has a new time. It stands below."),
            )
        case What.LANGUAGES:
            return (
                _("Other languages: %(title)s", title=title),
                _("The session is interpreted into other languages now. They stand below."),
            )


def _lost_language(registration: Registration, what: What, language: str) -> tuple[str, ...]:
    wanted, session = registration.listening_language, registration.session
    if what is What.CANCELLED or is_offered(wanted, session):
        return ()
    return (listening_sentence(wanted, session, language),)


def _what_follows(registration: Registration, what: What) -> tuple[str, ...]:
    if what is What.CANCELLED:
        return (_("You wait no longer. If another session has seats, you can move there."),)
    if registration.status is RegistrationStatus.PENDING:
        return (_("Your registration still awaits approval. We write to you when it is decided."),)
    return (_("You keep your place on the waiting list. We write to you when a seat is free."),)
