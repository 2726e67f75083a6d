"""What of registration asks for an organiser's attention, session by session."""

from flask import url_for
from flask_babel import ngettext

from dialogues.languages.times import clock_time
from dialogues.programme.models import DialogueSession
from dialogues.registration.figures_queries import Standing, figures_of, sessions_with
from dialogues.registration.models import RegistrationStatus
from dialogues.support import clock
from dialogues.web.addresses import current_language
from dialogues.web.attention import Attention


def approvals_that_wait() -> list[Attention]:
    """The sessions to come in which registrations wait for approval, and how many do."""
    return [
        _attention(
            session,
            RegistrationStatus.PENDING,
            ngettext(
                "%(num)s person waits for your approval: %(title)s, %(day)s, %(hours)s.",
                "%(num)s people wait for your approval: %(title)s, %(day)s, %(hours)s.",
                figures.pending,
                **_named(session),
            ),
        )
        for session, figures in _sessions_with(RegistrationStatus.PENDING)
    ]


def people_who_wait() -> list[Attention]:
    """The full sessions to come in which people wait for a seat, and how many do."""
    return [
        _attention(
            session,
            RegistrationStatus.WAITLISTED,
            ngettext(
                "Full, and %(num)s person waits for a seat: %(title)s, %(day)s, %(hours)s.",
                "Full, and %(num)s people wait for a seat: %(title)s, %(day)s, %(hours)s.",
                figures.waitlisted,
                **_named(session),
            ),
        )
        for session, figures in _sessions_with(RegistrationStatus.WAITLISTED)
        if session.capacity is not None and figures.confirmed >= session.capacity
    ]


def _sessions_with(status: RegistrationStatus) -> list[tuple[DialogueSession, Standing]]:
    sessions = sessions_with(status, clock.now())
    figures = figures_of(session.id for session in sessions)
    return [(session, figures[session.id]) for session in sessions]


def _named(session: DialogueSession) -> dict[str, str]:
    language = current_language()
    time = clock_time(session.starts_at, session.ends_at, session.zone, language)
    title = session.dialogue.text(language).title
    return {"title": title, "day": time.date, "hours": time.hours}


def _attention(session: DialogueSession, status: RegistrationStatus, sentence: str) -> Attention:
    path = url_for("registration_office.session", public_id=session.public_id, status=status.value)
    return Attention(str(sentence), path)
