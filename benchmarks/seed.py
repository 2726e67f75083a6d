"""Rows to measure with: a Dialogue, its sessions, and people who are registered for one."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import insert

from benchmarks.servers import Place
from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import db
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.languages.rules import LANGUAGES
from dialogues.people.models import Participant
from dialogues.people.rules import Category
from dialogues.people.staff_service import add_staff
from dialogues.programme.models import Admission, Dialogue, DialogueSession, DialogueText, Status
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.support import clock, zones
from dialogues.support.codes import opaque_id
from dialogues.support.roles import Role
from dialogues.web.application import DialoguesApp

ROME = "Europe/Rome"
_ZONES = ("Africa/Nairobi", "Asia/Shanghai", "Europe/London", "Africa/Dakar", "America/Lima")
_COUNTRIES = ("SN", "VN", "CN", "FR", "BR", "EG", "KE", "IN", "JO", "FJ", "MX")
_CATEGORIES = tuple(Category)
_ABOUT = (
    "How countries bring ministries, coalitions and agencies together around one plan, who "
    "decides, who pays, and what has been learnt since the first pathways were written."
)


@contextmanager
def application(place: Place, **settings: str) -> Iterator[DialoguesApp]:
    """The application over the database of ``place``, its context pushed."""
    environment = {**place.environment, **settings}
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def sessions(dialogues: int = 1, each: int = 1) -> Sequence[DialogueSession]:
    """Published sessions of Dialogues in six languages, one Dialogue a day, stored."""
    now = clock.now()
    first = zones.local(now, ROME).date() + dt.timedelta(days=30)
    stored = []
    for day in range(dialogues):
        dialogue = _dialogue(now)
        start = dt.datetime.combine(first + dt.timedelta(days=day), dt.time(8))
        dialogue.sessions = [
            _session(start + number * dt.timedelta(hours=8), now) for number in range(each)
        ]
        db.session.add(dialogue)
        stored += dialogue.sessions
    db.session.commit()
    return stored


def _dialogue(now: dt.datetime) -> Dialogue:
    return Dialogue(
        public_id=opaque_id(),
        source_language="en",
        status=Status.PUBLISHED,
        allows_several=False,
        themes=(),
        created_at=now,
        updated_at=now,
        texts={
            language: DialogueText(
                language=language,
                title="Understanding food systems transformation: governance and institutions",
                description=_ABOUT,
            )
            for language in LANGUAGES
        },
    )


def _session(local_start: dt.datetime, now: dt.datetime) -> DialogueSession:
    starts_at, public_id = zones.instant(local_start, ROME), opaque_id()
    return DialogueSession(
        public_id=public_id,
        status=Status.PUBLISHED,
        local_start=local_start,
        fold=0,
        zone=ROME,
        minutes=90,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=90),
        zone_version=zones.DATABASE_VERSION,
        floor_language="en",
        interpretation=("zh", "ru", "ar"),
        registration_open=True,
        admission=Admission.OPEN,
        categories=(),
        join_url="https://meet.example.org/room",
        reminders=(),
        uid=f"{public_id}@dialogues.example.org",
        sequence=0,
        created_at=now,
        updated_at=now,
    )


def people(session: DialogueSession, count: int) -> None:
    """Registrations in the six languages, whose calendars hold what they should, stored."""
    now = clock.now().replace(microsecond=0)
    addresses = [f"person{number}@{session.public_id}.example.org" for number in range(count)]
    persons = _stored(Participant, (_participant(address, now) for address in addresses))
    seats = _stored(
        Registration,
        (_registration(number, person, session, now) for number, person in enumerate(persons)),
    )
    pairs = zip(seats, addresses, strict=True)
    _stored(Entry, (_entry(seat, address, session, now) for seat, address in pairs))
    db.session.commit()


def _stored(model: Any, rows: Iterable[dict[str, Any]]) -> Sequence[int]:
    """Insert rows in few statements; their ids, in the same order."""
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)
    return db.session.scalars(statement, list(rows)).all()


def _participant(address: str, now: dt.datetime) -> dict[str, Any]:
    return {
        "email": address,
        "created_at": now,
        "public_id": opaque_id(16),
        "feed_version": 1,
        "follows_feed": False,
    }


def _registration(
    number: int, participant_id: int, session: DialogueSession, now: dt.datetime
) -> dict[str, Any]:
    channels = (session.floor_language, *session.interpretation)
    return {
        "public_id": opaque_id(),
        "participant_id": participant_id,
        "session_id": session.id,
        "status": RegistrationStatus.CONFIRMED,
        "name": f"Person {number}",
        "country": _COUNTRIES[number % len(_COUNTRIES)],
        "category": _CATEGORIES[number % len(_CATEGORIES)],
        "listening_language": channels[number % len(channels)],
        "language": LANGUAGES[number % len(LANGUAGES)],
        "zone": _ZONES[number % len(_ZONES)],
        "wants_news": False,
        "searchable": f"person {number} person{number}@example.org",
        "manage_version": 1,
        "join_version": 1,
        "created_at": now,
        "updated_at": now,
    }


def _entry(
    registration_id: int, attendee: str, session: DialogueSession, now: dt.datetime
) -> dict[str, Any]:
    return {
        "session_id": session.id,
        "registration_id": registration_id,
        "uid": session.uid,
        "attendee": attendee,
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


def organiser(app: DialoguesApp) -> FlaskClient:
    """An organiser who has signed in."""
    staff, _is_new = add_staff("organiser@example.org", "An Organiser", Role.ORGANISER)
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = staff.get_id(), True
    return client
