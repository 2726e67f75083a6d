"""The Flask application: every request is one transaction."""

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from dialogues.database import db, reading, transact

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class DialoguesApp(Flask):
    """Flask, with GET reading only, and other methods committed once where they succeed.

    An answer of 400 or above stores nothing: what was refused is rolled back.
    """

    def full_dispatch_request(self) -> Response:
        """Answer a request, reading only where its method says so."""
        with reading(request.method in READING_METHODS):
            return super().full_dispatch_request()

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Let guards read, in a transaction of their own: the view's is tried again as a whole."""
        with reading():
            answer = super().preprocess_request()
        if request.method not in READING_METHODS:
            db.session.rollback()
        return answer

    def dispatch_request(self) -> Response:
        """Call the view, in a transaction that is tried again where the database asks for it."""
        if request.method in READING_METHODS:
            return self.make_response(super().dispatch_request())
        _ = request.form  # read whole, before the transaction: slow senders must not hold the lock
        return transact(
            lambda: self.make_response(super(DialoguesApp, self).dispatch_request()),
            keep=lambda response: response.status_code < 400,
        )
