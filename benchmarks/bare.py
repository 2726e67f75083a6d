"""What Dialogues is compared with: views that do next to nothing, on the same server.

``python -m benchmarks.bare HOST:PORT PROCESSES DATABASE_URL BYTES``; without a database, a server
that does not even read what it is asked: what it answers in a second is the client's ceiling.
"""

import os
import selectors
import socket
import sys
from typing import Any

from flask import Flask, Response, request

from dialogues import database
from dialogues.cli import web
from dialogues.database import db
from dialogues.jobs.web import WebServer
from dialogues.people.models import Participant
from dialogues.support import clock
from dialogues.support.codes import opaque_id

THREADS = web.make_context("web", [], resilient_parsing=True).params["threads"]


def create_app(database_url: str, size: int) -> Flask:
    """A constant of ``size`` bytes, a 304, and one INSERT committed through the ORM."""
    app = Flask("bare")
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    body = b"x" * size

    @app.get("/page")
    def page() -> bytes:
        return body

    @app.get("/unchanged")
    def unchanged() -> Response:
        return Response(status=304)

    @app.post("/insert")
    def insert() -> str:
        db.session.add(
            Participant(
                email=request.form["email"],
                created_at=clock.now(),
                public_id=opaque_id(16),
                feed_version=1,
                follows_feed=False,
            )
        )
        db.session.commit()
        return "stored"

    return app


class BareServer(WebServer):
    """The server of ``dialogues web``, with the bare views."""

    def __init__(self, host: str, port: int, workers: int, database_url: str, size: int) -> None:
        self._bare = (database_url, size)
        super().__init__(host, port, workers, THREADS, has_parent=False)

    def load(self) -> Any:
        return create_app(*self._bare)


def answer_without_reading(host: str, port: int, processes: int, size: int) -> None:
    """Answer whatever comes with the same bytes."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size
    listener = socket.create_server((host, port), backlog=128)
    listener.setblocking(False)
    first = os.getpid()
    for _process in range(processes - 1):
        if os.fork() == 0:
            break
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    while first in (os.getpid(), os.getppid()):  # nobody else ends the others
        for key, _events in selector.select(timeout=1):
            ready = key.fileobj
            assert isinstance(ready, socket.socket)
            try:
                if ready is listener:
                    connection, _address = listener.accept()
                    selector.register(connection, selectors.EVENT_READ)
                elif ready.recv(1 << 16):
                    ready.sendall(answer)
                else:
                    selector.unregister(ready)
                    ready.close()
            except OSError:
                continue  # another process was first, or the client has gone


def main() -> None:
    place, processes, database_url, size = sys.argv[1:]
    host, _colon, port = place.partition(":")
    if database_url:
        BareServer(host, int(port), int(processes), database_url, int(size)).run()
    else:
        answer_without_reading(host, int(port), int(processes), int(size))


if __name__ == "__main__":
    main()
