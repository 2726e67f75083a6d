"""Pages for what went wrong: a plain sentence each, never a stack trace, never a database query."""

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import refresh
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException
from wtforms import BooleanField, FileField, SelectField
from wtforms.fields import HiddenField, RadioField, SubmitField

from dialogues.languages.rules import ENDONYMS, LANGUAGES, in_a_row
from dialogues.languages.times import moment
from dialogues.support import clock, zones
from dialogues.support.made import NotMadeInTime
from dialogues.support.refusals import N_, Refusal
from dialogues.web.addresses import current_language, preferred_language, viewer_zone
from dialogues.web.asked import labels_of_request, last_part
from dialogues.web.forms import BaseForm, OptionsWidget, say
from dialogues.web.guards import SignedOut
from dialogues.web.headers import personal
from dialogues.web.limiting import Excess

RETRY_AFTER_SECONDS = 10
_MOST_SHOWN = 20_000  # characters of one field on the page; its form keeps all of them
_PROSE = re.compile(r"\s|[^\x00-\x7f]")
_CARRIED = frozenset(
    {"csrf_token", "document", "rows", "seen_as", "act", "action", "base", "kept", "renders"}
)
"""What forms carry, and nobody has typed."""

_HEADINGS = {
    404: N_("This page does not exist"),
    405: N_("This address cannot be used in that way"),
    410: N_("This link is no longer valid"),
    413: N_("What you sent is too large"),
    500: N_("Something went wrong on our side"),
}
_SENTENCES = {
    404: N_("Please check the address. If you pasted it, please check that you copied all of it."),
    405: N_("Please go back to the page that you came from and try again from there."),
    410: N_("Please ask for a new link."),
    413: N_("Please go back and send a smaller file or a shorter text."),
    500: N_("We have been told about it. Please try again in a few minutes."),
}
_OTHER_HEADING = N_("We could not do what you asked")
_OTHER_SENTENCE = N_("The request could not be understood. Please go back and try again.")


@dataclass(frozen=True)
class Kept:
    """One thing that a person typed, with the words in which the form asked for it."""

    label: str
    value: str


def connect(app: Flask) -> None:
    """Answer failures and refusals with pages."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(Excess, _excess)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(PoolTimeoutError, _unavailable)
    app.register_error_handler(NotMadeInTime, _unavailable)
    app.register_error_handler(Exception, _failure)


def _http_error(error: HTTPException) -> Response:
    answer = error.get_response()
    code = error.code or 500
    if error.response is not None or code < 400:
        return make_response(answer)
    if code == 500:
        return _failure_page()
    _speak()
    heading = _HEADINGS.get(code, _OTHER_HEADING)
    sentence = _SENTENCES.get(code, _OTHER_SENTENCE)
    response = _page("errors/error.html", code, heading=_(heading), sentence=_(sentence))
    if "Allow" in answer.headers:
        response.headers["Allow"] = answer.headers["Allow"]
    return response


def _refusal(refusal: Refusal) -> Response:
    _speak()
    heading = _HEADINGS.get(refusal.status, _OTHER_HEADING)
    return _page("errors/error.html", refusal.status, heading=_(heading), sentence=say(refusal))


def _excess(excess: Excess) -> Response:
    _speak()
    until = excess.until + dt.timedelta(seconds=59)  # told by the minute, and not too early
    try:
        typed = request.form.get("zone", "")
    except HTTPException as unreadable:  # too large, or cut off, and not read until now
        return _http_error(unreadable)
    zone = viewer_zone() or (typed if zones.is_known(typed) else "UTC")
    response = _keeping(
        excess.status,
        heading=_("Please wait a little"),
        sentence=_(excess.sentence, time=moment(until, zone, current_language())),
    )
    if response.status_code == excess.status:
        seconds = math.ceil((excess.until - clock.now()).total_seconds())
        response.headers["Retry-After"] = str(max(1, seconds))
    return response


def _signed_out(_error: SignedOut) -> Response:
    """To where one signs in; but whoever has written something is shown it first.

    It cannot be sent again from here: whoever sent it, it may not have been that person.
    """
    _speak()
    try:
        kept = _readable(_fields())
    except HTTPException as unreadable:  # as above
        return _http_error(unreadable)
    if not any(_PROSE.search(one.value) for one in kept):
        return make_response(redirect(url_for("sign_in.ask")))
    return _page(
        "errors/kept.html",
        403,
        heading=_("You are no longer signed in"),
        sentence=_(
            "Nothing has been changed. Please sign in in another window, and copy from here what "
            "you typed."
        ),
        kept=kept,
    )


def _database_error(error: DBAPIError) -> Response:
    # InterfaceError is how psycopg names a connection that is gone.
    if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
        return _unavailable(error)
    return _failure(error)


def _unavailable(error: Exception) -> Response:
    # Not the statement: its parameters are what people typed.
    current_app.logger.error("unavailable: %s", getattr(error, "orig", error))
    _speak()
    response = _keeping(
        503,
        heading=_("We are very busy at the moment"),
        sentence=_("Please try again in about ten seconds."),
    )
    if response.status_code == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _failure(error: Exception) -> Response:
    current_app.logger.error("request failed", exc_info=error)
    if current_app.config["PROPAGATE_EXCEPTIONS"] or current_app.testing:
        raise error
    return _failure_page()


def _failure_page() -> Response:
    """The page for a failure; it may itself have failed where pages are made."""
    try:
        _speak()
        heading, sentence = _(_HEADINGS[500]), _(_SENTENCES[500])
        return _page("errors/error.html", 500, heading=heading, sentence=sentence)
    except Exception as error:
        current_app.logger.error("the page for a failure failed", exc_info=error)
        return _plain_page(_HEADINGS[500], _SENTENCES[500])


def _plain_page(heading: str, sentence: str) -> Response:
    """A page of its own, in the language of the sources: neither template nor catalogue."""
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f"<title>{heading}</title><h1>{heading}</h1><p>{sentence}</p></html>"
    )
    return make_response(body, 500, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})


def _keeping(status: int, heading: str, sentence: str) -> Response:
    """A page that keeps what was typed, and can send it to the same address again."""
    if request.method != "POST":
        return _page("errors/error.html", status, heading=heading, sentence=sentence)
    try:
        fields = _fields()
        had_files = any(file.filename for file in request.files.values())
    except HTTPException as unreadable:  # too large, or cut off, and not read until now
        return _http_error(unreadable)
    return _page(
        "errors/kept.html",
        status,
        heading=heading,
        sentence=sentence,
        had_files=had_files,
        fields=fields,
        kept=_readable(fields),
        token=generate_csrf(),
    )


def _page(template: str, status: int, **values: Any) -> Response:
    # Its address may hold what was, or nearly is, somebody's secret.
    return personal(make_response(render_template(template, status=status, **values), status))


def _speak() -> None:
    """Speak the language of the address, else the one that the visitor prefers."""
    first = request.path.split("/", 2)[1]
    g.language = first if first in LANGUAGES else preferred_language()
    refresh()


def _fields() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


def _readable(fields: list[tuple[str, str]]) -> list[Kept]:
    """What was typed, in the form's own words where the form was made before the failure."""
    return [
        Kept(one.label, one.value[:_MOST_SHOWN] + "…" * (len(one.value) > _MOST_SHOWN))
        for one in _labelled(fields)
    ]


def _labelled(fields: list[tuple[str, str]]) -> list[Kept]:
    form: BaseForm | None = g.get("form")
    if form is None:
        labels = labels_of_request()
        return [
            Kept(label, value)
            for name, value in fields
            if last_part(name) not in _CARRIED
            and value.strip()
            and (label := labels.get(last_part(name), _in_words(name)))
        ]
    left_out = HiddenField | FileField | SubmitField
    asked = [field for field in form if not isinstance(field, left_out) and field.raw_data]
    return [
        Kept(str(field.label.text), text) for field in asked if (text := _as_chosen(field).strip())
    ]


def _in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _as_chosen(field: Any) -> str:
    if isinstance(field, BooleanField):
        return _("Yes") if field.data else ""
    typed = [value for value in field.raw_data if isinstance(value, str)]
    if isinstance(field.widget, OptionsWidget):
        typed = [field.widget.label_of(value) for value in typed]
    elif isinstance(field, SelectField | RadioField):
        # A form that failed early offers no languages yet.
        offered = (
            {str(option.data): str(option.label.text) for option in field} if field.choices else {}
        )
        typed = [{**ENDONYMS, **offered}.get(value, value) for value in typed]
    return in_a_row(typed, current_language())
