"""People on organisers' pages: how they came there, and what is pressed about them."""

import html
import re
from typing import Any

from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.programme.models import DialogueSession
from dialogues.registration.facts import Confirmation
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.seats import tell
from tests.builders import (
    a_registration,
)

CONFIRMED, WAITLISTED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED
PENDING, CANCELLED = RegistrationStatus.PENDING, RegistrationStatus.CANCELLED


def path(registration: Registration, act: str = "") -> str:
    return f"/en/office/registrations/{registration.public_id}{act}"


def seated(session: DialogueSession, name: str = "Amina Diop", **fields: Any) -> Registration:
    """Somebody whose calendar was told."""
    registration = a_registration(session, name=name, **fields)
    tell(registration, Confirmation.REGISTERED)
    db.session.commit()
    return registration


def waiting(session: DialogueSession, name: str, number: int = 1) -> Registration:
    return a_registration(session, name=name, status=WAITLISTED, queue_number=number)


def now_of(registration: Registration) -> Registration:
    db.session.expire_all()
    return db.session.get_one(Registration, registration.id)


def hidden(page: str) -> dict[str, str]:
    names = "seen|to"
    found = re.findall(rf'name="({names})"[^>]* value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def confirm(client: FlaskClient, at: str, page: str, **more: str) -> Any:
    return client.post(at, data={**hidden(page), "action": "confirm", **more})


def details(page: str, **otherwise: str) -> dict[str, str]:
    typed = {
        "name": "Amina Diop",
        "country": "SN",
        "category": "national_convenor",
        "organisation": "",
        "listening_language": "en",
        "needed_language": "",
        "language": "en",
        "zone": "Africa/Dakar",
    }
    return {**typed, **hidden(page), **otherwise}
