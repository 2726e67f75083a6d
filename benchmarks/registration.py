"""Registration, whole: the form, the checks, the row and the mail that is owed."""

import itertools
import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlencode

from flask.testing import FlaskClient
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import event

from benchmarks.client import Visitor, ask, request
from benchmarks.figures import Row, compared, interleaved
from benchmarks.pages import get, rate
from benchmarks.servers import SECRET_KEY, Place, Server, bare, dialogues_web, memory_of_children
from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.database import db

AT_LEAST_OF_AN_INSERT = 0.25
AT_LEAST_A_SECOND = 170
MOST_MEMORY_MB = 120
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_FORM = re.compile(rb'href="(/en/sessions/[^"?]+/register)"')
SEATS = 1_000_000

_numbers = itertools.count()


class _EarlierSigner(TimestampSigner):
    """Signs as if it were a minute ago: nobody fills in a form as fast as a benchmark."""

    def get_timestamp(self) -> int:
        """A Unix time."""
        return super().get_timestamp() - 60


_SIGNER = URLSafeTimedSerializer(SECRET_KEY, salt="wtf-csrf-token", signer=_EarlierSigner)


def aged(token: str) -> str:
    """``token`` as of a page that was opened a minute ago."""
    return str(_SIGNER.dumps(_SIGNER.loads(token)))


def filled(token: str) -> bytes:
    """A filled form of somebody new."""
    email = f"{os.getpid()}.{next(_numbers)}.{secrets.token_hex(4)}@example.org"
    return urlencode(
        {
            "csrf_token": token,
            "name": "A Person",
            "email": email,
            "country": "SN",
            "category": "national_convenor",
            "listening_language": "en",
            "zone": "Africa/Dakar",
            "privacy": "y",
        }
    ).encode()


def measure(place: Place, rounds: int, seconds: float) -> list[Row]:
    """Registrations beside one INSERT, the queries of one, and the memory after them."""
    _limit_seats(place)
    plain = place.folder / "plain.sqlite"
    shutil.copyfile(place.folder / "dialogues.sqlite", plain)
    with dialogues_web(place) as ours, bare(place, f"sqlite:///{plain}", 1) as theirs:
        path = _form_path(ours)
        few = _count(place), _queries(place, path)
        whole, post, insert = interleaved(
            rounds,
            [
                rate(ours, lambda _number: _register(path), seconds),
                rate(ours, _posting(ours, path), seconds),
                rate(theirs, lambda _number: _insert(), seconds),
            ],
        )
        memory_mb = max(memory_of_children(ours.pid)) / 1024
    many = _count(place), _queries(place, path)
    return [
        Row(
            "registration, form and POST, 16 clients (requests/s)",
            str(whole),
            f"{whole.median / 2:,.0f} registrations/s",
            "",
            f"≥ {AT_LEAST_A_SECOND}",
            whole.median >= AT_LEAST_A_SECOND,
        ),
        compared(
            "registration, POST alone (requests/s)",
            *(post, "bare Flask view, one INSERT", insert, AT_LEAST_OF_AN_INSERT),
        ),
        Row(
            f"queries of the POST at {few[0]:,} and at {many[0]:,} registrations",
            f"{few[1]} and {many[1]}",
            "",
            "",
            "the same",
            few[1] == many[1],
        ),
        Row(
            "memory of one web process after all this (RSS)",
            f"{memory_mb:.0f} MB",
            "",
            "",
            f"≤ {MOST_MEMORY_MB} MB",
            memory_mb <= MOST_MEMORY_MB,
        ),
    ]


def _register(path: str) -> Visitor:
    """People who each open the form and send it."""
    while True:
        form = (yield get(path)).expect(200)
        token = _TOKEN.search(form.text)
        assert token, "the form has no token"
        (yield _post(path, form.cookies, token[1])).expect(303)


def _post(path: str, cookies: str, token: str) -> bytes:
    """The request of somebody in a network of their own."""
    of_network = f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.1"
    headers = {"Cookie": cookies, "X-Forwarded-For": of_network}
    return request("POST", path, headers, filled(aged(token)))


def _posting(server: Server, path: str) -> Callable[[int], Visitor]:
    """People who only send it, with a token that was fetched before."""
    form = ask(server.address, get(path)).expect(200)
    token = _TOKEN.search(form.text)
    assert token, "the form has no token"

    def visitor(_number: int) -> Visitor:
        while True:
            (yield _post(path, form.cookies, token[1])).expect(303)

    return visitor


def _insert() -> Visitor:
    while True:
        (yield request("POST", "/insert", {}, filled("x" * 90))).expect(200)


def _form_path(server: Server) -> str:
    home = ask(server.address, request("GET", "/en/", {})).expect(200)
    found = _FORM.search(home.body)
    assert found, "the home page leads to no form"
    return found[1].decode()


def _limit_seats(place: Place) -> None:
    """Give sessions a capacity, so that each registration has a decision about seats in it."""
    with closing(sqlite3.connect(place.folder / "dialogues.sqlite")) as connection, connection:
        connection.execute("UPDATE dialogue_session SET capacity = ?", (SEATS,))


def _count(place: Place) -> int:
    with closing(sqlite3.connect(place.folder / "dialogues.sqlite")) as connection:
        return int(connection.execute("SELECT count(*) FROM registration").fetchone()[0])


def _queries(place: Place, path: str) -> int:
    """How many statements a POST makes, those that begin and end its transaction left out."""
    app = create_app(Settings.from_environment(place.environment))
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    client: FlaskClient = app.test_client()
    token = _TOKEN.search(client.get(path).text)
    assert token
    statements.clear()
    answer = client.post(
        path, data=filled(aged(token[1])), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 303, answer.status
    engine.dispose()
    return len(statements)
