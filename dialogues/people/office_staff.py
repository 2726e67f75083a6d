"""The staff, for administrators: who they are, who may do what, who comes and goes."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from dialogues.config import settings
from dialogues.people import queries, service, staff_service
from dialogues.people.forms import InvitationForm, StaffForm
from dialogues.people.models import Staff
from dialogues.people.roles import ROLES
from dialogues.support.roles import Role
from dialogues.web.addresses import current_language
from dialogues.web.forms import PressForm, ViewAnswer, refuse, say
from dialogues.web.guards import office_pages

pages = office_pages("staff_office", __name__, Role.ADMINISTRATOR)
_GET_AND_POST = ["GET", "POST"]


@pages.get("/staff")
def staff() -> str:
    """Everybody who is or was on the staff."""
    return render_template("people/staff.html", people=queries.all_staff(), roles=ROLES)


@pages.route("/staff/new", methods=_GET_AND_POST)
def invite() -> ViewAnswer:
    """Somebody new, who gets a mail with a link that signs them in."""
    form = InvitationForm(data={"role": Role.ORGANISER, "language": current_language()})
    if request.method == "GET" or not form.validate():
        status = 422 if request.method == "POST" else 200
        return render_template("people/invite.html", form=form), status
    try:
        person = staff_service.invite(
            form.address, str(form.name.data), form.chosen_role, str(form.language.data)
        )
    except staff_service.AddressIsOnTheStaff as refusal:
        refuse(form.email, refusal)
        return render_template("people/invite.html", form=form), 422
    _say_invited(person)
    return _to(person)


@pages.route("/staff/<int(max=2147483647):staff_id>", methods=_GET_AND_POST)
def member(staff_id: int) -> ViewAnswer:
    """One member of staff: name and role to change, what else can be done, and their history."""
    person = _person(staff_id)
    form = StaffForm(data={"name": person.name, "role": person.role.value})
    if request.method == "GET" or not form.validate():
        return _member_page(person, form), 422 if request.method == "POST" else 200
    try:
        has_changed = staff_service.change(
            person, str(form.name.data), form.chosen_role, current_user
        )
    except (staff_service.NotOneself, staff_service.LastAdministrator) as refusal:
        refuse(form.role, refusal)
        return _member_page(person, form), 422
    if has_changed:
        flash(
            _(
                "%(name)s is now: %(role)s. This counts at once, also where they are signed in. "
                "To take it back, change it again.",
                name=person.name,
                role=ROLES[person.role],
            ),
            "success",
        )
    else:
        flash(_("Nothing was changed."), "success")
    return _to(person)


@pages.route("/staff/<int(max=2147483647):staff_id>/remove", methods=_GET_AND_POST)
def remove(staff_id: int) -> ViewAnswer:
    """Say what removing somebody does; then do it."""
    person, form = _person(staff_id), PressForm()
    if request.method == "GET" or not form.validate():
        status = 422 if request.method == "POST" else 200
        return render_template(
            "people/remove.html",
            person=person,
            is_oneself=person.id == current_user.id,
            changes=queries.count_changes_by(person.id),
            form=form,
        ), status
    try:
        if staff_service.remove(person, current_user):
            flash(
                _(
                    "%(name)s is removed, and signed out everywhere. To take this back, press "
                    "“Take back onto the staff”.",
                    name=person.name,
                ),
                "success",
            )
    except (staff_service.NotOneself, staff_service.LastAdministrator) as refusal:
        flash(say(refusal), "warning")
    return _to(person)


@pages.post("/staff/<int(max=2147483647):staff_id>/take-back")
def take_back(staff_id: int) -> Response:
    """Let somebody who was removed work here again."""
    person = _person(staff_id)
    if PressForm().is_fresh() and staff_service.take_back(person):
        flash(
            _(
                "%(name)s is on the staff again, and signs in with their address. To take this "
                "back, remove them.",
                name=person.name,
            ),
            "success",
        )
    return _to(person)


@pages.post("/staff/<int(max=2147483647):staff_id>/sign-out")
def sign_out(staff_id: int) -> Response:
    """Sign somebody out on every device."""
    person = _person(staff_id)
    if not PressForm().is_fresh():
        return _to(person)
    service.sign_out_everywhere(person)
    flash(
        _(
            "%(name)s is signed out everywhere, and signs in again with their address.",
            name=person.name,
        ),
        "success",
    )
    return _to(person)


def _say_invited(person: Staff) -> None:
    if settings().smtp_url is not None:
        sentence = _(
            "%(name)s is on the staff. A mail to %(email)s is on its way, with a link that works "
            "once, within 7 days. To take this back, remove them below.",
            name=person.name,
            email=person.email,
        )
    else:
        sentence = _(
            "%(name)s is on the staff. No mail server is set up, so no mail can leave: the command "
            "“%(command)s” prints a link that signs them in. To take this back, remove them below.",
            name=person.name,
            command=f"dialogues sign-in-link {person.email}",
        )
    flash(sentence, "success")


def _member_page(person: Staff, form: StaffForm) -> str:
    return render_template("people/member.html", person=person, form=form, roles=ROLES)


def _to(person: Staff) -> Response:
    return redirect(url_for("staff_office.member", staff_id=person.id), 303)


def _person(staff_id: int) -> Staff:
    return queries.staff_by_id(staff_id) or abort(404)
