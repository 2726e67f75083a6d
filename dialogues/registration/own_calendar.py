"""A person's own calendar: its secret address, and whether their calendar follows it."""

from collections.abc import Callable

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialogues.people import participants
from dialogues.people.models import Participant
from dialogues.programme.queries import lock_sessions_of
from dialogues.registration.links import MANAGE, feed_link, registration_of
from dialogues.registration.models import Registration
from dialogues.registration.pages import pages
from dialogues.registration.queries import latest_language_of
from dialogues.registration.upcoming_queries import upcoming_of
from dialogues.support import clock
from dialogues.web.addresses import absolute
from dialogues.web.forms import PressForm
from dialogues.web.headers import personal
from dialogues.web.qr import code_of


@pages.get("/manage/<token>/calendar")
def own_calendar(token: str) -> Response:
    """The address of one's calendar, and the switch that stops calendar parts in mails."""
    return _show(registration_of(MANAGE, token), token, PressForm())


@pages.post("/manage/<token>/calendar/follow")
def follow_feed(token: str) -> AnyResponse:
    """Have mails without calendar parts: the calendar follows the feed."""
    return _press(
        token,
        participants.follow_feed,
        _(
            "From now on your mails come without calendar entries. A mail for each session to "
            "come takes out what earlier mails put into your calendar."
        ),
    )


@pages.post("/manage/<token>/calendar/leave")
def leave_feed(token: str) -> AnyResponse:
    """Have mails with calendar parts again."""
    return _press(
        token,
        participants.leave_feed,
        _(
            "From now on your mails come with calendar entries again. A mail for each session to "
            "come is on its way. Please remove the subscription from your calendar."
        ),
    )


@pages.post("/manage/<token>/calendar/new-address")
def renew_feed(token: str) -> AnyResponse:
    """End the secret address, and make another."""
    return _press(
        token,
        participants.revoke_feed,
        _("The earlier address has stopped working. Please subscribe again with the new one."),
    )


def _press(token: str, change: Callable[[Participant], None], done: str) -> AnyResponse:
    registration = registration_of(MANAGE, token)
    form = PressForm()
    if not form.validate():
        return _show(registration, token, form)
    person = registration.participant
    # The sessions before the person: in this order whatever is about seats locks them.
    seats = upcoming_of(person.email, clock.now())
    lock_sessions_of([seat.session.dialogue_id for seat in seats])
    change(person)
    flash(done, "success")
    return personal(redirect(url_for("registration.own_calendar", token=token), 303))


def _show(registration: Registration, token: str, form: PressForm) -> Response:
    person = registration.participant
    language = latest_language_of(person.id)
    body = render_template(
        "registration/calendar.html",
        registration=registration,
        session=registration.session,
        person=person,
        token=token,
        form=form,
        feed=feed_link(person, language),
        feed_language=language,
        code=code_of(absolute(url_for("registration.own_calendar", token=token))),
    )
    return personal(make_response(body, 422 if form.is_submitted() else 200))
