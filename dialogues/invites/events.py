"""Sessions as events of a calendar: what all that is published or mailed of them shares."""

from typing import Any

from dialogues.invites.ical import CalendarEvent
from dialogues.programme.models import DialogueSession, Status


def session_event(session: DialogueSession, language: str, **more: Any) -> CalendarEvent:
    """A session with its title in ``language`` or else in the Dialogue's own, and ``more`` fields.

    Cancelled where the session or its Dialogue is.
    """
    text = session.dialogue.text(language)
    return CalendarEvent(
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=session.zone,
        local_start=session.local_start,
        summary=text.title,
        status="CANCELLED" if is_cancelled(session) else "CONFIRMED",
        language=text.language,
        **more,
    )


def is_cancelled(session: DialogueSession) -> bool:
    """Whether a session is cancelled, alone or with its Dialogue."""
    return Status.CANCELLED in (session.status, session.dialogue.status)
