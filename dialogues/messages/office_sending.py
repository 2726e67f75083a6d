"""A message before and after it goes: preview, test, confirmation, progress, pause and stop."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from dialogues.config import settings
from dialogues.languages.names import language_list
from dialogues.languages.rules import LANGUAGES
from dialogues.messages import queries, service
from dialogues.messages.audience import (
    LEFT_OUT,
    Reach,
    audience_of,
    in_words,
    reach_of,
    stored_filter,
)
from dialogues.messages.labels import MAIL_STATES, STATES
from dialogues.messages.letters import mail_for, reading_in, sample_reader
from dialogues.messages.models import Message, MessageState
from dialogues.messages.queries import Audience
from dialogues.messages.rules import MESSAGE
from dialogues.outbox.composing import Mail
from dialogues.outbox.frames import framed
from dialogues.outbox.models import MailState
from dialogues.outbox.queries import counts_about, mails_about
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language, page_number
from dialogues.web.forms import PressForm, ViewAnswer, say

REFRESH_AFTER_S = 5


def message(public_id: str) -> str:
    """A draft as its readers will see it; once confirmed, how far it has come, and to whom."""
    found = _message(public_id)
    return _draft_page(found) if found.state is MessageState.DRAFT else _progress_page(found)


def preview(public_id: str) -> Response:
    """The HTML of the mail in a language (``?in=``), for a frame."""
    found = _message(public_id)
    language = _language_asked(found)
    if language is None:
        abort(404)
    return framed(_preview_mail(found, _audience(found), language).html)


def test(public_id: str) -> AnyResponse:
    """Mail it to who is signed in, in each language that it is written in."""
    found = _message(public_id)

    def send() -> str:
        languages = service.send_test(found, current_user, settings().timezone)
        return str(
            _(
                "A test is on its way to %(address)s, in: %(languages)s. Nobody else gets it.",
                address=current_user.email,
                languages=language_list(languages, current_language()),
            )
        )

    return _pressed(found, send)


def send(public_id: str) -> ViewAnswer:
    """Say to how many people it goes; then send it to them."""
    found, form = _message(public_id), PressForm()
    if found.state is not MessageState.DRAFT or service.lacking_languages(found):
        return _to(found)
    audience = _audience(found)
    if request.method == "GET" or not form.validate():
        return _confirm_page(found, form, audience), 200 if request.method == "GET" else 422
    count = request.form.get("count", -1, type=int)
    try:
        service.confirm(found, audience, request.form.get("seen", ""), count)
    except Refusal as refusal:
        return _confirm_page(found, form, audience, say(refusal)), refusal.status
    flash(
        ngettext(
            "The message is on its way to %(num)s person. You can pause it, or leave this page.",
            "The message is on its way to %(num)s people. You can pause it, or leave this page.",
            found.recipients or 0,
        ),
        "success",
    )
    return _to(found)


def pause(public_id: str) -> AnyResponse:
    """Keep back what has not left."""
    found = _message(public_id)
    return _pressed(
        found,
        lambda: ngettext(
            "The message is paused: %(num)s mail is kept back. You can let it go on.",
            "The message is paused: %(num)s mails are kept back. You can let it go on.",
            service.pause(found),
        ),
    )


def resume(public_id: str) -> AnyResponse:
    """Let go what was kept back."""
    found = _message(public_id)
    return _pressed(
        found,
        lambda: ngettext(
            "The message goes on: %(num)s mail is on its way again. You can pause it.",
            "The message goes on: %(num)s mails are on their way again. You can pause it.",
            service.resume(found),
        ),
    )


def stop(public_id: str) -> ViewAnswer:
    """Say how many got it and how many will not; then give those up."""
    found, form = _message(public_id), PressForm()
    if request.method == "POST" and form.validate():
        return _pressed(found, lambda: _stopped(found))
    if found.state not in (MessageState.GOING, MessageState.PAUSED):
        return _to(found)
    counts = counts_about(MESSAGE, found.id)
    page = render_template(
        "messages/stop.html", message=found, form=form, counts=counts, to_go=_to_go(counts)
    )
    return page, 200 if request.method == "GET" else 422


def _stopped(found: Message) -> str:
    withdrawn = service.stop(found)
    sent = counts_about(MESSAGE, found.id)[MailState.SENT]
    return str(
        _(
            "The message is stopped for good: %(sent)s mails have left, %(withdrawn)s never will. "
            "To reach those people after all, write a new message.",
            sent=sent,
            withdrawn=withdrawn,
        )
    )


def _pressed(found: Message, verb: Callable[[], str]) -> AnyResponse:
    """Do what a button says, and tell what was done, or why not."""
    if not PressForm().is_fresh():
        return _to(found)
    try:
        flash(verb(), "success")
    except Refusal as refusal:
        flash(say(refusal), "warning")
    return _to(found)


def _draft_page(found: Message) -> str:
    audience, lacking = _audience(found), service.lacking_languages(found)
    language = _language_asked(found)
    mail = _preview_mail(found, audience, language) if language else None
    return render_template(
        "messages/draft.html",
        **_described(found),
        reach=_reach(found, audience),
        LEFT_OUT=LEFT_OUT,
        lacking=language_list(lacking, current_language()),
        written=_written(found),
        shown=language,
        mail=mail,
        form=PressForm(),
    )


def _progress_page(found: Message) -> str:
    counts = counts_about(MESSAGE, found.id)
    asked = request.args.get("state")
    state = MailState(asked) if asked in list(MailState) else None
    return render_template(
        "messages/progress.html",
        **_described(found),
        counts=counts,
        to_go=_to_go(counts),
        refresh_after=REFRESH_AFTER_S,
        is_moving=found.state is MessageState.GOING and counts[MailState.OWED] > 0,
        written=list(found.texts),
        page=mails_about(MESSAGE, found.id, state, page_number()),
        state=state,
        states=STATES,
        mail_states=MAIL_STATES,
        form=PressForm(),
    )


def _confirm_page(
    found: Message, form: PressForm, audience: Audience, refused: str | None = None
) -> str:
    return render_template(
        "messages/send.html",
        **_described(found),
        reach=_reach(found, audience),
        LEFT_OUT=LEFT_OUT,
        seen=service.version(found),
        refused=refused,
        form=form,
    )


def _described(found: Message) -> dict[str, object]:
    """What every page of a message shows of it."""
    session = found.session
    words = in_words(session, stored_filter(found.filters)) if session else []
    return {"message": found, "words": words, "source": found.texts.get(found.source_language)}


def _reach(found: Message, audience: Audience) -> Reach:
    return reach_of(audience, set(_written(found)), found.source_language)


def _written(found: Message) -> list[str]:
    """The languages in which a message is whole, the source first."""
    lacking = service.lacking_languages(found)
    codes = sorted(LANGUAGES, key=lambda code: code != found.source_language)
    return [code for code in codes if code in found.texts and code not in lacking]


def _language_asked(found: Message) -> str | None:
    """The language of the preview: the one asked for, the page's, or the first there is."""
    written = _written(found)
    for language in (request.args.get("in"), current_language()):
        if language in written:
            return language
    return next(iter(written), None)


def _preview_mail(found: Message, audience: Audience, language: str) -> Mail:
    """The mail in a language, for the first whom it goes to; links lead nowhere."""
    somebody = queries.somebody(audience, language)
    with reading_in(language):
        name = somebody.name if somebody else _("A participant")
        zone = somebody.zone if somebody else settings().timezone
        return mail_for(found, sample_reader(name, language, zone))


def _to_go(counts: dict[MailState, int]) -> int:
    return counts[MailState.OWED] + counts[MailState.HELD]


def _audience(found: Message) -> Audience:
    return audience_of(found.dialogue_id, found.session_id, found.filters)


def _to(found: Message) -> AnyResponse:
    return redirect(url_for("messages_office.message", public_id=found.public_id), 303)


def _message(public_id: str) -> Message:
    return queries.by_public_id(public_id) or abort(404)
