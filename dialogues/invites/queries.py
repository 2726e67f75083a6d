"""Named reads of entries."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogues.database import db
from dialogues.invites.models import Entry, Method
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Registration

_WHAT_MAILS_SAY = (
    joinedload(Entry.registration, innerjoin=True),
    joinedload(Entry.session, innerjoin=True).joinedload(DialogueSession.dialogue, innerjoin=True),
)


def entry_of(registration: Registration) -> Entry | None:
    """The entry of a registration in its present session."""
    return entry_in(registration.session_id, registration.participant.email)


def entry_in(session_id: int, attendee: str) -> Entry | None:
    """The entry of an address in a session."""
    return db.session.scalar(
        select(Entry).where(Entry.session_id == session_id, Entry.attendee == attendee)
    )


def live_entries(session_id: int) -> Sequence[Entry]:
    """The entries of a session that calendars should hold, with their registrations."""
    return db.session.scalars(
        select(Entry)
        .where(Entry.session_id == session_id, Entry.method == Method.REQUEST)
        .options(joinedload(Entry.registration), joinedload(Entry.session))
        .order_by(Entry.id)
    ).all()


def entry_for_mail(entry_id: int) -> Entry | None:
    """An entry with all that its mail says: registration, session and Dialogue."""
    return db.session.get(Entry, entry_id, options=_WHAT_MAILS_SAY)


def load_for_mails(entry_ids: Sequence[int]) -> None:
    """Read together what :func:`entry_for_mail` then finds in the session."""
    db.session.scalars(select(Entry).where(Entry.id.in_(entry_ids)).options(*_WHAT_MAILS_SAY)).all()
