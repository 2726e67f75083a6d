"""The HTML of a mail, for a frame on an organisers' page."""

from flask import Response

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


def framed(html: str) -> Response:
    """A mail's HTML alone, where it runs nothing and loads nothing; links open elsewhere."""
    content = html.replace("<head>", '<head><base target="_blank">', 1)
    response = Response(content, mimetype="text/html")
    response.headers["Content-Security-Policy"] = _POLICY
    return response
