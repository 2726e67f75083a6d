"""What calendars answered, and which mails came back, for organisers."""

import datetime as dt
from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug import Response

from dialogues.config import settings
from dialogues.invites import replies_queries
from dialogues.invites.models import Reply, ReplyEffect, ReplyKind
from dialogues.invites.replies import put_away
from dialogues.languages.times import one_line
from dialogues.programme.models import DialogueSession
from dialogues.programme.queries import session_by_public_id
from dialogues.support import clock
from dialogues.web.addresses import current_language, local_path
from dialogues.web.forms import PressForm
from dialogues.web.guards import office_pages
from dialogues.web.waiting import Waiting

pages = office_pages("invites_office", __name__)

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
_LAST_PAGE = 10_000


@pages.get("/answers")
def answers() -> str:
    """The answers that ask for attention, in all sessions that are not over."""
    number = _page()
    return _shown(replies_queries.replies_waiting(clock.now(), number), number, None)


@pages.get("/sessions/<public_id>/answers")
def session_answers(public_id: str) -> str:
    """All answers about one session."""
    session = session_by_public_id(public_id) or abort(404)
    number = _page()
    return _shown(replies_queries.replies_in(session.id, number), number, session)


@pages.post("/answers/<int(max=2147483647):reply_id>/done")
def done(reply_id: int) -> Response:
    """Put an answer away that asked for attention."""
    reply = replies_queries.reply_by_id(reply_id) or abort(404)
    if PressForm().validate():
        put_away(reply)
        flash(_("Done. The answer asks for no more attention."), "success")
    else:
        flash(_("The page was open for too long. Please press the button again."), "warning")
    way_back = local_path(request.form.get("return"))
    return redirect(way_back or url_for("invites_office.answers"), 303)


def answers_waiting() -> Waiting | None:
    """How many answers ask for attention, for the organisers' first page."""
    count = replies_queries.count_waiting(clock.now())
    if not count:
        return None
    sentence = ngettext(
        "%(num)s answer from a calendar, or mail that came back, asks for attention.",
        "%(num)s answers from calendars, or mails that came back, ask for attention.",
        count,
    )
    return Waiting(sentence, url_for("invites_office.answers"))


def _page() -> int:
    return max(1, min(request.args.get("page", 1, type=int), _LAST_PAGE))


def _shown(replies: Sequence[Reply], number: int, session: DialogueSession | None) -> str:
    return render_template(
        "invites/answers.html",
        replies=replies[: replies_queries.PAGE],
        session=session,
        number=number,
        has_older=len(replies) > replies_queries.PAGE,
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
