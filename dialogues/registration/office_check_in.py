"""Checking people in on the day: one press in the list of the room, and one to take it back."""

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialogues.programme.queries import session_by_public_id
from dialogues.registration import admission_service, queries
from dialogues.registration.refusals import HasNoSeat
from dialogues.registration.room import room_of
from dialogues.web.addresses import local_path
from dialogues.web.forms import PressForm, say


def check_in(public_id: str) -> Response:
    """Record that somebody is here, or is not after all; then back to their row of the list."""
    session = session_by_public_id(public_id) or abort(404)
    way_back = local_path(request.form.get("return")) or room_of(session).path()
    if not PressForm().is_fresh():
        return redirect(way_back, 303)
    registration = queries.by_public_id(request.form.get("registration", ""))
    if registration is None or registration.session is not session:
        abort(404)
    is_here = request.form.get("here") != "no"
    try:
        admission_service.check_in(registration, is_here)
        flash(_said(registration.name, is_here), "success")
    except HasNoSeat as refusal:
        flash(say(refusal), "warning")
    return redirect(f"{way_back}#person-{registration.public_id}", 303)


def _said(name: str, is_here: bool) -> str:
    sentence = (
        _("%(name)s is checked in. “Undo” beside the name takes that back.", name=name)
        if is_here
        else _("%(name)s is not checked in any more. “Check in” takes that back.", name=name)
    )
    return str(sentence)
