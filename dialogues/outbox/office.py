"""The mail viewer: what was sent, what is owed, what failed; without a mail server, its text."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response as WerkzeugResponse

from dialogues.config import settings
from dialogues.outbox import queries, service
from dialogues.outbox.composing import kind_name
from dialogues.outbox.frames import framed
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.reading import read
from dialogues.web.addresses import page_number
from dialogues.web.forms import PressForm, say
from dialogues.web.guards import office_pages
from dialogues.web.headers import as_file

pages = office_pages("outbox_office", __name__)

STATES = {
    MailState.OWED: _l("Waiting to be sent"),
    MailState.HELD: _l("Kept back"),
    MailState.SENT: _l("Sent"),
    MailState.SUPERSEDED: _l("Replaced by a later mail"),
    MailState.FAILED: _l("Failed"),
}


@pages.get("/mail")
def mails() -> str:
    """All mails, newest first, or those in one state."""
    wanted = request.args.get("state")
    state = MailState(wanted) if wanted in list(MailState) else None
    return render_template(
        "outbox/mails.html",
        page=queries.mails(state, page_number()),
        has_mail_server=settings().smtp_url is not None,
        state=state,
        states=STATES,
        kind_name=kind_name,
    )


@pages.get("/mail/<int(max=2147483647):mail_id>")
def mail(mail_id: int) -> str:
    """One mail as its reader sees it."""
    row = _mail(mail_id)
    stored = read(row.body) if row.body else None
    return render_template(
        "outbox/mail.html",
        mail=row,
        stored=stored,
        states=STATES,
        kind_name=kind_name,
        form=PressForm(),
    )


@pages.get("/mail/<int(max=2147483647):mail_id>/html")
def html(mail_id: int) -> Response:
    """The HTML part alone, for a frame that runs nothing and loads nothing."""
    return framed(read(_body(mail_id)).html)


@pages.get("/mail/<int(max=2147483647):mail_id>.eml")
def download(mail_id: int) -> Response:
    """The message as it was sent, for a mail program."""
    response = Response(_body(mail_id), mimetype="message/rfc822")
    return as_file(response, f"mail-{mail_id}.eml")


@pages.post("/mail/<int(max=2147483647):mail_id>/again")
def again(mail_id: int) -> WerkzeugResponse:
    """Owe a failed mail once more."""
    row = _mail(mail_id)
    if not PressForm().is_fresh():
        return redirect(url_for(".mail", mail_id=mail_id))
    try:
        service.try_again(row)
    except service.MailHasNotFailed as refusal:
        flash(say(refusal), "warning")
    else:
        flash(_("The mail will be sent again."), "success")
    return redirect(url_for(".mail", mail_id=mail_id))


def _mail(mail_id: int) -> OutboxMail:
    return queries.mail(mail_id) or abort(404)


def _body(mail_id: int) -> bytes:
    return _mail(mail_id).body or abort(404)
