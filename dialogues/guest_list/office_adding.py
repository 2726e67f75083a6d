"""Adding people to a guest list: paste or choose a file, look at what was understood, invite."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from dialogues.guest_list import service
from dialogues.guest_list.forms import AddForm
from dialogues.guest_list.office import pages, session_or_404
from dialogues.guest_list.pasted import Guest, Reading, read
from dialogues.guest_list.refusals import ListIsTooLong, NobodyToInvite
from dialogues.guest_list.rules import MOST_GUESTS
from dialogues.guest_list.tables import text_of
from dialogues.programme.models import DialogueSession
from dialogues.programme.sheet_report import sentence, sentences
from dialogues.support.sheet_refusals import Problem, SheetIsRefused
from dialogues.support.sheets import MOST_BYTES
from dialogues.web.addresses import current_language
from dialogues.web.forms import ViewAnswer, refuse

_MOST_TYPED_BYTES = 4_000_000
_SHOWN = 200
"""How many lines of each kind a page shows; of more, how many there are."""


@pages.before_request
def _take_long_lists() -> None:
    # Flask takes half a megabyte, which 5,000 names in Arabic exceed.
    request.max_form_memory_size = _MOST_TYPED_BYTES


@pages.route("/sessions/<public_id>/guests/add", methods=["GET", "POST"])
def add(public_id: str) -> ViewAnswer:
    """The form; then what was understood; then, of that and no other list, the invitations."""
    session = session_or_404(public_id)
    form = AddForm(language=current_language())
    if request.method == "GET":
        return _form(session, form)
    found_in_file = _take_file(form) if form.validate() else []
    if form.errors:
        return _form(session, form), 422
    # All that needs no database comes first: from its first statement on others wait for us.
    reading = read(form.text.data or "", str(form.language.data))
    if len(reading.guests) > MOST_GUESTS:
        refuse(form.text, ListIsTooLong(most=MOST_GUESTS))
        return _form(session, form), 422
    reading.problems[:0] = found_in_file
    wanted = service.sort_out(session, reading.guests)
    seal = _seal(wanted.new)
    if not wanted.new:
        refuse(form.text, NobodyToInvite())
    elif request.form.get("action") == "invite" and request.form.get("seal") == seal:
        return _invited(session, wanted.new)
    page = _preview(session, form, reading, wanted, seal)
    return (page, 422) if form.errors else page


def _take_file(form: AddForm) -> list[Problem]:
    """Let a file's lines be the text of the form, so that they can be corrected there."""
    file: FileStorage | None = form.file.data
    if not file:
        return []
    if (form.text.data or "").strip():
        form.file.errors = [_("Paste a list or choose a file, not both at once.")]
        return []
    try:
        form.text.data, problems = text_of(file.read(MOST_BYTES + 1))
    except SheetIsRefused as refused:
        form.file.errors = sentences(refused)
        return []
    return problems


def _seal(guests: Sequence[Guest]) -> str:
    """The same only for the same people: what is invited is what the page showed."""
    plain = json.dumps([(guest.email, guest.name, guest.language) for guest in guests])
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _invited(session: DialogueSession, guests: Sequence[Guest]) -> Response:
    count = service.invite(session, guests)
    flash(
        ngettext(
            "%(num)s person is invited, and the mail is on its way. To take that back, revoke the "
            "invitation.",
            "%(num)s people are invited, and their mails are on their way. To take that back, "
            "revoke the invitations.",
            count,
        ),
        "success",
    )
    return redirect(url_for("guest_list_office.guests", public_id=session.public_id), 303)


def _form(session: DialogueSession, form: AddForm) -> str:
    return render_template("guest_list/add.html", session=session, form=form)


def _preview(
    session: DialogueSession, form: AddForm, reading: Reading, wanted: service.Sorted, seal: str
) -> str:
    return render_template(
        "guest_list/preview.html",
        session=session,
        form=form,
        problems=reading.problems,
        repeated=reading.repeated,
        wanted=wanted,
        by_language=Counter(guest.language for guest in wanted.new),
        nameless=sum(not guest.name for guest in wanted.new),
        sentence=sentence,
        shown=_SHOWN,
        seal=seal,
    )
