"""Registering by a mailed link: the page that says so, and the one with the button."""

from flask import make_response, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from dialogues.programme.queries import session_by_public_id
from dialogues.registration.doors import FINISHED
from dialogues.registration.pages import pages, show_registered
from dialogues.registration.refusals import AlreadyFinished, LinkIsUnknown
from dialogues.registration.unfinished_links import unfinished_of
from dialogues.registration.unfinished_service import application_of, finish, require_open
from dialogues.support.refusals import Refusal
from dialogues.web.forms import PressForm, say
from dialogues.web.headers import personal
from dialogues.web.limiting import require


@pages.get("/sessions/<public_id>/mailed")
def mailed(public_id: str) -> AnyResponse:
    """Where the link went: from what was submitted alone, the same for every address."""
    submitted, session = cookie.get("unfinished"), session_by_public_id(public_id)
    if session is None or not submitted or submitted["session"] != public_id:
        return redirect(url_for("registration.register", public_id=public_id))
    page = render_template("registration/mailed.html", session=session, submitted=submitted)
    return personal(make_response(page))


@pages.route("/finish/<token>", methods=["GET", "POST"])
def finish_registration(token: str) -> AnyResponse:
    """Show what was typed and a button; pressing it registers, once."""
    form = PressForm()
    require(FINISHED)
    try:
        unfinished = unfinished_of(token)
        if form.validate_on_submit():
            application, outcome = finish(unfinished)
            return show_registered(unfinished.session.public_id, application, outcome)
        require_open(unfinished)
    except LinkIsUnknown:
        raise
    except Refusal as refusal:
        page = render_template(
            "registration/unfinishable.html",
            sentence=say(refusal),
            is_finished=isinstance(refusal, AlreadyFinished),
        )
        return personal(make_response(page, refusal.status))
    page = render_template(
        "registration/finish.html",
        form=form,
        session=unfinished.session,
        application=application_of(unfinished),
        expires_at=unfinished.expires_at,
    )
    return personal(make_response(page, 422 if request.method == "POST" else 200))
