"""Erasing somebody who asks for it by post: for administrators."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogues.privacy import service
from dialogues.privacy.telling import what_goes, what_was_erased
from dialogues.registration.queries import by_public_id
from dialogues.support.roles import Role
from dialogues.web.forms import PressForm
from dialogues.web.guards import office_pages

pages = office_pages("privacy_office", __name__, Role.ADMINISTRATOR)


@pages.route("/registrations/<public_id>/erase-person", methods=["GET", "POST"])
def erase(public_id: str) -> Response:
    """Erase all that is held about the person of a registration, after one confirmation."""
    registration = by_public_id(public_id) or abort(404)
    person, form = registration.participant, PressForm()
    back = url_for("registration_person.person", public_id=public_id)
    if person.erased_at:
        return redirect(back, 303)
    if form.validate_on_submit():
        if erased := service.erase(person):
            flash(what_was_erased(erased), "success")
        return redirect(back, 303)
    body = render_template(
        "privacy/office_erase.html",
        registration=registration,
        back=back,
        form=form,
        **what_goes(person),
    )
    return make_response(body, 422 if request.method == "POST" else 200)
