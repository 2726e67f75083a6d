"""A stranger cannot learn by page, cookie, mail or time whether an address is registered.

The database's work stands for the time: how many statements it answers.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Admission, DialogueSession
from dialogues.registration.models import Ending, RegistrationStatus
from dialogues.web.application import DialoguesApp
from tests.builders import (
    a_dialogue,
    a_member_of_staff,
    a_registration,
    a_session,
    an_entry,
    an_unfinished_registration,
)
from tests.registration.finishing import path_of
from tests.registration.registering import GOOD, form_of

Count = Callable[[Callable[[], object]], int]
STRANGER, EMAIL = "nobody@example.org", "person@example.org"
KINDS = ("confirmed", "waitlisted", "pending", "cancelled", "removed", "twin")
SESSIONS: dict[str, dict[str, Any]] = {
    "open": {"capacity": 50},
    "full": {"capacity": 2},
    "approval": {"capacity": 50, "admission": Admission.APPROVAL},
}
PLACES = [
    (session, kind)
    for session in SESSIONS
    for kind in KINDS
    if (session, kind) != ("open", "waitlisted")  # who waits has been promoted there
]
_TOKEN = re.compile(r'(?<=name="csrf_token" type="hidden" value=")[^"]+')


def a_place(session: str, kind: str | None) -> tuple[DialogueSession, DialogueSession]:
    """A session and its twin, with others in it, in which the known address is ``kind``."""
    dialogue = a_dialogue()
    here, twin = a_session(dialogue, **SESSIONS[session]), a_session(dialogue, hour=16)
    for _other in range(2):
        a_registration(here)
    if session == "full":
        a_registration(here, status=RegistrationStatus.WAITLISTED, queue_number=7)
    if kind is not None:
        register(twin if kind == "twin" else here, kind)
    return here, twin


def register(session: DialogueSession, kind: str) -> None:
    """Have the known address be ``kind`` in a session."""
    status = RegistrationStatus({"twin": "confirmed", "removed": "cancelled"}.get(kind, kind))
    registration = a_registration(session, email=EMAIL, name="Their Own Name", status=status)
    if kind == "waitlisted":
        registration.queue_number = 9
    if status is RegistrationStatus.CANCELLED:
        registration.ended_by = Ending.ORGANISER if kind == "removed" else Ending.PERSON
    if status is RegistrationStatus.CONFIRMED:
        an_entry(registration)
    db.session.commit()


class Stranger:
    """Sends something, and notes all that comes of it: pages, cookie, work, mails."""

    def __init__(self, app: DialoguesApp, count: Count) -> None:
        self._client: FlaskClient = app.test_client()
        self._count = count

    def sees(
        self, method: str, path: str, data: dict[str, str], *names: str
    ) -> tuple[str, int, list[str]]:
        """The pages and the cookie, without tokens and ``names``; statements; who is written to."""
        pages: list[Any] = []

        def send() -> None:
            pages.append(self._client.open(path, method=method, data=data))

        self._client.get(path)  # the cookie, and what a process reads once
        statements = self._count(send)
        if pages[0].status_code in (302, 303):
            pages.append(self._client.get(pages[0].location))
        text = repr([self._told(page) for page in pages]) + self._cookie()
        for number, name in enumerate(names):
            text = text.replace(name, f"<{number}>")
        return text, statements, owed()

    def _told(self, page: Any) -> object:
        own = ("Set-Cookie", "Content-Length")
        headers = sorted((name, value) for name, value in page.headers if name not in own)
        return page.status_code, headers, _TOKEN.sub("", page.text)

    def _cookie(self) -> str:
        with self._client.session_transaction() as cookie:
            return repr({name: cookie[name] for name in cookie if name != "csrf_token"})


def owed() -> list[str]:
    """Whom a mail is owed to since this was asked last."""
    db.session.rollback()
    found = list(db.session.scalars(db.select(OutboxMail.recipient).distinct()))
    db.session.execute(db.delete(OutboxMail))
    db.session.commit()
    return found


@pytest.mark.parametrize(("session", "kind"), PLACES)
@pytest.mark.parametrize(
    ("trap", "apart"), [("", 4), ("filled", 0)], ids=["at-once", "from-the-mailbox"]
)
def test_registering_looks_the_same(
    app: DialoguesApp, count_statements: Count, session: str, kind: str, trap: str, apart: int
) -> None:
    seen = []
    for email, this in ((STRANGER, None), (EMAIL, kind)):
        here, twin = a_place(session, this)
        names = (here.public_id, here.dialogue.public_id, twin.public_id, email)
        data = {**GOOD, "website": trap, "email": email}
        seen.append(Stranger(app, count_statements).sees("POST", form_of(here), data, *names))
    (pages, statements, mailed), (known_pages, known_statements, known_mailed) = seen
    assert pages == known_pages
    assert (mailed, known_mailed) == ([STRANGER], [EMAIL])
    assert abs(statements - known_statements) <= apart


@pytest.mark.parametrize(("session", "kind"), PLACES)
def test_finishing_looks_the_same(
    app: DialoguesApp, count_statements: Count, session: str, kind: str
) -> None:
    """To the owner of the mailbox, too: the mail that follows tells the rest."""
    seen = []
    for email, this in ((STRANGER, None), (EMAIL, kind)):
        here, twin = a_place(session, this)
        path = path_of(app, an_unfinished_registration(here, email))
        token = path.rpartition("/")[2]
        names = (here.public_id, here.dialogue.public_id, twin.public_id, token, email)
        stranger = Stranger(app, count_statements)
        for method, mailed in (("GET", []), ("POST", [email])):
            pages, _statements, written_to = stranger.sees(method, path, {}, *names)
            assert written_to == mailed
            seen.append(pages)
    assert seen[:2] == seen[2:]


@pytest.mark.parametrize("kind", KINDS)
def test_asking_for_links_looks_the_same(
    app: DialoguesApp, count_statements: Count, kind: str
) -> None:
    a_place("open", kind)
    path, seen = "/en/my-registration", []
    for email in (STRANGER, EMAIL):
        pages, statements, mailed = Stranger(app, count_statements).sees(
            "POST", path, {"email": email}, email
        )
        assert mailed == [email]
        seen.append((pages, statements))
    assert seen[0] == seen[1]


def test_asking_to_sign_in_looks_the_same(app: DialoguesApp, count_statements: Count) -> None:
    a_member_of_staff(EMAIL)
    a_member_of_staff("former@example.org", is_active=False)
    path, seen = "/en/office/sign-in", []
    for email in (STRANGER, EMAIL, "former@example.org"):
        pages, statements, mailed = Stranger(app, count_statements).sees(
            "POST", path, {"email": email}, email
        )
        assert mailed == [email]
        seen.append((pages, statements))
    assert {pages for pages, _statements in seen} == {seen[0][0]}
    assert [statements - seen[0][1] for _pages, statements in seen] == [0, 2, 0]
