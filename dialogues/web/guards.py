"""Who may open the organisers' pages: each view has a least role, by construction.

``office_pages`` makes a blueprint for organisers; its argument, or the decorator ``open_to`` on one
view, says otherwise. What says nothing stays shut to editors.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, current_app, g, redirect, request, url_for
from flask_login import LoginManager, current_user
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from dialogues.support.refusals import N_, Refusal
from dialogues.support.roles import Role
from dialogues.web.addresses import PREFIX
from dialogues.web.headers import ResponseT

ViewT = TypeVar("ViewT", bound=Callable[..., Any])

login_manager = LoginManager()
_least_roles: dict[Callable[..., Any], Role] = {}


class RoleIsNotEnough(Refusal):
    """The page is for people with more to do than the one who asks for it."""

    sentence = N_("This page is not part of your role.")
    status = 403


class SignedOut(Exception):
    """Somebody who is not signed in, or no longer, has sent a form."""


class OfficePages(Blueprint):
    """Pages under ``/<language>/office`` that only staff open, of ``least`` role or above."""

    def __init__(self, name: str, import_name: str, least: Role) -> None:
        super().__init__(name, import_name, url_prefix=f"{PREFIX}/office")
        self.least = least
        self.before_request(_require_role)
        self.after_request(_keep_out_of_caches)


def office_pages(name: str, import_name: str, least: Role = Role.ORGANISER) -> OfficePages:
    """A blueprint that is guarded by construction; ``open_to`` may open single views to others."""
    return OfficePages(name, import_name, least)


def open_to(least: Role) -> Callable[[ViewT], ViewT]:
    """Let a view be opened by staff of ``least`` role and above, whatever its blueprint says."""

    def mark(view: ViewT) -> ViewT:
        _least_roles[view] = least
        return view

    return mark


def least_role(endpoint: str) -> Role | None:
    """The least role that opens an endpoint; None where it is not one of the organisers' pages."""
    pages = current_app.blueprints.get(endpoint.rpartition(".")[0])
    if not isinstance(pages, OfficePages):
        return None
    return _least_roles.get(current_app.view_functions[endpoint], pages.least)


def has_role(least: Role) -> bool:
    """Whether who is signed in, if anybody, is of ``least`` role or above."""
    return bool(current_user.is_authenticated and current_user.role.covers(least))


def may_open(endpoint: str) -> bool:
    """Whether who is signed in may open an endpoint: what templates ask before they link to it."""
    least = least_role(endpoint)
    return least is None or has_role(least)


def may_open_path(path: str) -> bool:
    """Whether who is signed in may open a path of this site."""
    try:
        endpoint, _arguments = current_app.create_url_adapter(request).match(  # type: ignore[union-attr]
            path.partition("?")[0], method="GET"
        )
    except HTTPException:
        return False
    return may_open(endpoint)


def _require_role() -> Response | None:
    if not current_user.is_authenticated:
        if request.method == "POST":
            raise SignedOut
        way_back = request.full_path.rstrip("?")
        return redirect(url_for("sign_in.ask", next=way_back))
    g.actor = f"staff:{current_user.id}"
    if not may_open(request.endpoint or ""):
        raise RoleIsNotEnough
    return None


def _keep_out_of_caches(response: ResponseT) -> ResponseT:
    # Who signs out leaves nothing for the next person's back button.
    response.headers.setdefault("Cache-Control", "no-store")
    return response
