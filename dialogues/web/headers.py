"""Security headers of every answer."""

from typing import TypeVar

from flask import Flask
from werkzeug.wrappers import Response

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


MEETING_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY.replace(
    "form-action 'self'", "form-action 'self' https: http:"
)
"""For the page whose press forwards to the meeting's own site."""

ResponseT = TypeVar("ResponseT", bound=Response)


def personal(response: ResponseT) -> ResponseT:
    """Keep a page of one person out of caches, search engines and other sites' logs."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def as_file(response: ResponseT, name: str) -> ResponseT:
    """Have a browser keep an answer as a file; ``name`` is ours, of ASCII without quotes."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def connect(app: Flask, is_https: bool) -> None:
    """Add the headers where a view has not set its own."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if is_https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
