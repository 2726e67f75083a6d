"""Static files: addresses that change with their content, so that browsers may keep them."""

import functools
import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for


def connect(app: Flask) -> None:
    """Let browsers keep for a year what they asked for under its present fingerprint."""
    app.after_request(_keep_static_files)


@functools.cache
def fingerprint(folder: str, path: str) -> str:
    """A short hash of a static file's content, made once a process; empty where there is none."""
    file = Path(folder, path)
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""


def static_url(path: str) -> str:
    """The address of a static file, which changes with its content."""
    mark = fingerprint(str(current_app.static_folder), path)
    return url_for("static", filename=path, v=mark or None)


def _keep_static_files(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 304):
        path = (request.view_args or {}).get("filename", "")
        if request.args.get("v") == fingerprint(str(current_app.static_folder), path):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
