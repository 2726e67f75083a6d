"""Who may open the organisers' pages."""

from flask import Blueprint, g, redirect, request, url_for
from flask_login import LoginManager, current_user
from werkzeug import Response

from dialogues.web.addresses import prefixed_pages
from dialogues.web.headers import ResponseT

login_manager = LoginManager()


def office_pages(name: str, import_name: str) -> Blueprint:
    """A blueprint under ``/<language>/office`` that only staff open: guarded by construction."""
    blueprint = prefixed_pages(name, import_name, "/office")
    blueprint.before_request(_require_staff)
    blueprint.after_request(_keep_out_of_caches)
    return blueprint


def _keep_out_of_caches(response: ResponseT) -> ResponseT:
    # Who signs out leaves nothing for the next person's back button.
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _require_staff() -> Response | None:
    if current_user.is_authenticated:
        g.actor = f"staff:{current_user.id}"
        return None
    way_back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.ask", next=way_back))
