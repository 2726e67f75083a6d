"""Signing in and out. These pages stand under the organisers' address, and are open to all."""

from flask import g, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug import Response

from dialogues.people import queries, service
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import local_path, prefixed_pages
from dialogues.web.forms import AddressForm, PressForm, ViewAnswer, say
from dialogues.web.guards import login_manager
from dialogues.web.headers import personal
from dialogues.web.limiting import FOR_ONE_ADDRESS, Allowance, require

_LINKS_ASKED = Allowance("sign-in links asked", 300)

pages = prefixed_pages("sign_in", __name__, "/office")

login_manager.user_loader(queries.staff_of_cookie)

pages.after_request(personal)


@pages.route("/sign-in", methods=["GET", "POST"])
def ask() -> ViewAnswer:
    """Ask for a link by mail; the answer is the same for every address."""
    form = AddressForm()
    require(_LINKS_ASKED, FOR_ONE_ADDRESS)
    way_back = local_path(request.args.get("next"))
    if request.method == "GET" or not form.validate():
        status = 422 if request.method == "POST" else 200
        return render_template("people/ask.html", form=form, way_back=way_back), status
    service.mail_sign_in_link(form.address, g.language, way_back)
    return render_template("people/asked.html")


@pages.route("/sign-in/<token>", methods=["GET", "POST"])
def redeem(token: str) -> ViewAnswer:
    """Show a button; pressing it uses the link up and signs in."""
    form = PressForm()
    try:
        if request.method == "GET" or not form.validate():
            service.live_link(token)
            status = 422 if request.method == "POST" else 200
            return render_template("people/redeem.html", form=form), status
        staff = service.redeem(token)
    except Refusal as refusal:
        return render_template("people/spent.html", sentence=say(refusal)), refusal.status
    session.clear()
    login_user(staff)
    session.permanent = True
    way_back = local_path(request.args.get("next"))
    return redirect(way_back or url_for("programme_office.desk"))


@pages.post("/sign-out")
def sign_out() -> Response:
    """Forget who was signed in on this device."""
    if PressForm().validate():
        logout_user()
        session.clear()
    return redirect(url_for("publishing.home"))
