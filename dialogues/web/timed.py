"""A form that knows how long a person had it, and has a field that only programs fill in."""

import time
from typing import Any

from flask import current_app, g, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import StringField, ValidationError

from dialogues.web.forms import BaseForm

_SHORTEST_S = 2.0
"""Nobody fills in a form in less (DESIGN 10)."""


class TimedForm(BaseForm):
    """A form whose token, made with its page, says since when a visitor has had it.

    A page that shows the form again, with what is wrong, keeps the token: who corrects one field
    need not wait.
    """

    website = StringField(_l("Leave this field empty"))
    """Hidden from people. Its name is one that programs like and no browser fills in."""

    def __init__(self, *arguments: Any, **values: Any) -> None:
        _keep_token()
        super().__init__(*arguments, **values)

    @property
    def seems_automatic(self) -> bool:
        """Whether a program seems to have sent it: nothing that a person is refused for."""
        is_trapped = any(request.form.getlist(self.website.name))
        return is_trapped or _seconds_open() < _SHORTEST_S


def _keep_token() -> None:
    token = request.form.get("csrf_token")
    try:
        validate_csrf(token)
    except ValidationError:
        return
    g.csrf_token = token


def _seconds_open() -> float:
    """Since when the visitor has had the page; up to a second too many, as tokens tell whole ones.

    0 where the token is none of ours, which the form refuses for itself.
    """
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        _raw, made_at = signer.loads(request.form.get("csrf_token", ""), return_timestamp=True)
    except BadData:
        return 0.0
    return time.time() - float(made_at.timestamp())
