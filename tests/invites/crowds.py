"""Many registrations at once, with the entries of a calendar that is up to date."""

from typing import Any

from sqlalchemy import insert

from dialogues.database import db
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.people.models import Participant
from dialogues.programme.models import DialogueSession
from dialogues.registration.models import Category, Registration, RegistrationStatus
from dialogues.support import clock

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def populate(session: DialogueSession, people: int) -> None:
    """Register ``people`` new people, in all languages, whose invites have been sent."""
    now = clock.now().replace(microsecond=0)
    address = f"{{}}@{session.public_id}.example.org".format
    persons = _inserted(
        Participant,
        [
            {
                "email": address(number),
                "created_at": now,
                "public_id": f"{session.public_id}{number}",
                "feed_version": 1,
                "follows_feed": False,
            }
            for number in range(people)
        ],
    )
    seats = _inserted(
        Registration,
        [
            {
                "public_id": f"{session.public_id}{number}",
                "participant_id": person,
                "session_id": session.id,
                "status": RegistrationStatus.CONFIRMED,
                "name": f"Person {number}",
                "country": "SN",
                "category": Category.NATIONAL_CONVENOR,
                "listening_language": session.floor_language,
                "language": LANGUAGES[number % 6],
                "zone": "Africa/Dakar",
                "wants_news": False,
                "manage_version": 1,
                "join_version": 1,
                "created_at": now,
                "updated_at": now,
            }
            for number, person in enumerate(persons)
        ],
    )
    _inserted(
        Entry,
        [
            {
                "session_id": session.id,
                "registration_id": seat,
                "uid": session.uid,
                "attendee": address(number),
                "organizer": "dialogues@example.org",
                "partstat": PartStat.ACCEPTED,
                "method": Method.REQUEST,
                "sequence": session.sequence,
                "dtstamp": now,
                "sent_method": Method.REQUEST,
                "sent_sequence": session.sequence,
                "sent_dtstamp": now,
                "sent_starts_at": session.starts_at,
                "sent_ends_at": session.ends_at,
            }
            for number, seat in enumerate(seats)
        ],
    )
    db.session.commit()


def _inserted(model: Any, rows: list[dict[str, Any]]) -> list[int]:
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))
