"""Registering: what people send with the form, and registrations made by the service."""

from dialogues.database import db, transact
from dialogues.people.rules import Category
from dialogues.programme.models import DialogueSession
from dialogues.registration import service
from dialogues.registration.application import Application
from dialogues.registration.models import Registration
from tests.builders import a_session

GOOD = {
    "name": "A Person",
    "email": "Person@Example.org ",
    "country": "VN",
    "category": "un_agency",
    "listening_language": "en",
    "privacy": "y",
    "zone": "",
}


def form_of(session: DialogueSession, language: str = "en") -> str:
    return f"/{language}/sessions/{session.public_id}/register"


def only_registration() -> Registration:
    db.session.expire_all()
    return db.session.scalars(db.select(Registration)).one()


def an_application(email: str = "minister@example.org", **changes: object) -> Application:
    values: dict[str, object] = {
        "name": "A Person",
        "email": email,
        "country": "VN",
        "category": Category.NATIONAL_CONVENOR,
        "listening_language": "en",
        "language": "en",
        "zone": "Asia/Ho_Chi_Minh",
        **changes,
    }
    return Application(**values)  # type: ignore[arg-type]


def registered(session: DialogueSession, **changes: object) -> Registration:
    """The registration that was made last, after one more by the service."""
    service.register(session.public_id, an_application(**changes))  # type: ignore[arg-type]
    latest = db.select(Registration).order_by(Registration.id.desc()).limit(1)
    return db.session.scalars(latest).one()


def register_people(count: int) -> None:
    public_id = a_session().public_id
    languages = ("ar", "zh", "en", "fr", "ru", "es")

    def work() -> None:
        for number in range(count):
            email, language = f"person{number}@example.org", languages[number % 6]
            service.register(public_id, an_application(email, language=language))

    transact(work)
    db.session.remove()
