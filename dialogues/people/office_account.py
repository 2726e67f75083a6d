"""One's own account, for everybody on the staff; and the page for who may not open a page."""

from flask import make_response, render_template, request, session
from flask_login import current_user, logout_user
from werkzeug import Response

from dialogues.people import queries, service
from dialogues.people.roles import ROLES_EXPLAINED
from dialogues.support.roles import Role
from dialogues.web.forms import PressForm
from dialogues.web.guards import RoleIsNotEnough, office_pages
from dialogues.web.headers import personal

pages = office_pages("account_office", __name__, Role.EDITOR)


@pages.route("/account", methods=["GET", "POST"])
def account() -> str | tuple[str, int]:
    """Who one is here, and a button that signs one out on every device."""
    form = PressForm()
    if request.method == "GET" or not form.validate():
        status = 422 if request.method == "POST" else 200
        return render_template(
            "people/account.html", person=current_user, roles=ROLES_EXPLAINED, form=form
        ), status
    service.sign_out_everywhere(current_user)
    logout_user()
    session.clear()
    return render_template("people/signed_out.html")


@pages.app_errorhandler(RoleIsNotEnough)
def not_part_of_role(refusal: RoleIsNotEnough) -> Response:
    """Say which role one has, and who could give another."""
    page = render_template(
        "people/not_enough.html",
        person=current_user,
        roles=ROLES_EXPLAINED,
        administrators=queries.active_administrators(),
    )
    return personal(make_response(page, refusal.status))
