"""What calendars answered, and which mails came back, for organisers."""

import datetime as dt

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug import Response

from dialogues.config import settings
from dialogues.languages.times import one_line
from dialogues.programme.models import DialogueSession
from dialogues.programme.queries import session_by_public_id
from dialogues.registration.models import Registration
from dialogues.replies import queries
from dialogues.replies.models import Reply
from dialogues.replies.rules import ReplyEffect, ReplyKind
from dialogues.replies.service import mark_handled
from dialogues.support import clock
from dialogues.web.addresses import current_language, local_path, page_number
from dialogues.web.attention import Attention
from dialogues.web.forms import PressForm
from dialogues.web.guards import office_pages

pages = office_pages("replies_office", __name__)

KINDS = {
    ReplyKind.ACCEPTED: _l("Accepted"),
    ReplyKind.TENTATIVE: _l("Accepted tentatively"),
    ReplyKind.DECLINED: _l("Declined"),
    ReplyKind.DELEGATED: _l("Sends somebody else"),
    ReplyKind.COUNTER: _l("Proposes another time"),
    ReplyKind.BOUNCE: _l("Mail came back"),
}
EFFECTS = {
    ReplyEffect.NOTED: _l(
        "This came from another address than the registered one. Nothing has changed."
    ),
    ReplyEffect.ASKED: _l(
        "This came from another address than the registered one. The registrant keeps the seat, "
        "and was asked by mail."
    ),
    ReplyEffect.OUTDATED: _l(
        "This is about an earlier state of the session, or came after a later answer. "
        "Nothing has changed."
    ),
}
"""What followed, where it goes without saying neither from the kind nor from the answer."""


@pages.app_template_global()
def answers_of(registration: Registration) -> list[tuple[Reply, str, str]]:
    """What calendars answered about a registration: each with its kind and effect in words."""
    return [
        (reply, str(KINDS[reply.kind]), str(EFFECTS.get(reply.effect, "")))
        for reply in queries.replies_of(registration)
    ]


@pages.get("/answers")
def answers() -> str:
    """The answers that ask for attention, in all sessions that are not over."""
    return _shown(queries.unhandled_replies(clock.now(), page_number()), None)


@pages.get("/sessions/<public_id>/answers")
def session_answers(public_id: str) -> str:
    """All answers about one session."""
    session = session_by_public_id(public_id) or abort(404)
    return _shown(queries.replies_in(session.id, page_number()), session)


@pages.post("/answers/<int(max=2147483647):reply_id>/done")
def done(reply_id: int) -> Response:
    """Note that an answer needs no more attention, and go back to the page of the button."""
    reply = queries.reply_by_id(reply_id) or abort(404)
    if PressForm().is_fresh():
        mark_handled(reply)
        flash(_("Done. The answer asks for no more attention."), "success")
    way_back = local_path(request.form.get("return"))
    return redirect(way_back or url_for("replies_office.answers"), 303)


def replies_asking_for_attention() -> list[Attention]:
    """How many answers ask for attention, for the organisers' first page."""
    count = queries.count_unhandled(clock.now())
    if not count:
        return []
    sentence = ngettext(
        "%(num)s answer from a calendar, or mail that came back, asks for attention.",
        "%(num)s answers from calendars, or mails that came back, ask for attention.",
        count,
    )
    return [Attention(sentence, url_for("replies_office.answers"))]


def _shown(page: queries.Replies, session: DialogueSession | None) -> str:
    return render_template(
        "replies/answers.html",
        page=page,
        session=session,
        kinds=KINDS,
        effects=EFFECTS,
        proposed=_proposed,
        planned=_planned,
        takes_answers=settings().rsvp_address is not None,
        form=PressForm(),
    )


def _proposed(reply: Reply) -> str | None:
    """The time that somebody proposes, on the clocks of the session's zone; None if unreadable."""
    starts_at, session = reply.proposed_starts_at, reply.entry.session
    if starts_at is None:
        return None
    ends_at = reply.proposed_ends_at or starts_at + dt.timedelta(minutes=session.minutes)
    return one_line(starts_at, ends_at, session.zone, current_language())


def _planned(session: DialogueSession) -> str:
    return one_line(session.starts_at, session.ends_at, session.zone, current_language())
