"""The page where a person stops news of the next Dialogues, by one press (RFC 8058)."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialogues.people.models import Participant
from dialogues.registration import news_service
from dialogues.registration.links import person_of_unsubscribe
from dialogues.web.addresses import registrants_pages
from dialogues.web.forms import PressForm
from dialogues.web.headers import personal
from dialogues.web.limiting import unlimited

pages = registrants_pages("unsubscribe", __name__)
pages.after_request(personal)


@pages.get("/unsubscribe/<token>")
def page(token: str) -> Response:
    """One button; opening the page changes nothing, since mail scanners open every link."""
    return _show(person_of_unsubscribe(token), token)


@pages.post("/unsubscribe/<token>")
@unlimited
def unsubscribe(token: str) -> Response:
    """Stop the news: pressed on the page, or by the reader's mail program on their behalf.

    The one POST without a token against forgery: mail programs send neither cookies nor our
    form, but always the same pair (RFC 8058, 3.2). The signed address is what gives the power.
    """
    person = person_of_unsubscribe(token)
    if request.form.get("List-Unsubscribe") == "One-Click":
        news_service.stop_news(person)
    return _show(person, token)


@pages.post("/unsubscribe/<token>/undo")
def undo(token: str) -> AnyResponse:
    """Ask for the news again."""
    person = person_of_unsubscribe(token)
    if not PressForm().validate():
        return _show(person, token, 422)
    if news_service.want_news(person):
        flash(_("You will hear of the next Dialogues again."), "success")
    return redirect(url_for(".page", token=token), 303)


def _show(person: Participant, token: str, status: int = 200) -> Response:
    body = render_template(
        "messages/unsubscribe.html",
        token=token,
        hears=news_service.wants_news(person),
        form=PressForm(),
    )
    return make_response(body, status)
