"""One person's registration, as organisers see it, and what they do with it in one press.

What is confirmed first is in ``office_person_acts``.
"""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialogues.outbox.composing import kind_name
from dialogues.outbox.office import STATES
from dialogues.outbox.queries import latest_to
from dialogues.people.categories import CATEGORIES
from dialogues.people.queries import active_administrators
from dialogues.programme.confirming import say_done
from dialogues.programme.effects import effect_of
from dialogues.programme.models import Admission, DialogueSession, Status
from dialogues.registration import admission_service, queries, service
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.person_forms import NoteForm, stored_note
from dialogues.registration.room import STATUSES
from dialogues.registration.rules import is_near
from dialogues.support import clock
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language, local_path
from dialogues.web.forms import BaseForm, PressForm, ViewAnswer, say
from dialogues.web.guards import office_pages

pages = office_pages("registration_person", __name__)


@pages.get("/registrations/<public_id>")
def person(public_id: str) -> str:
    """All that is known of a registration, and what can be done with it."""
    return shown(registration_or_404(public_id))


@pages.post("/registrations/<public_id>/note")
def note(public_id: str) -> ViewAnswer:
    """Keep organisers' note, unless somebody else wrote another one meanwhile."""
    form, registration = NoteForm(), locked_or_404(public_id)
    if registration.erased_at:
        return shown(registration, refusal=_("The data of this person are erased.")), 409
    if not form.validate():
        return shown(registration, note_form=form), 422
    if form.seen.data != stored_note(registration):
        return shown(registration, note_form=form, is_late=True), 409
    effect = effect_of(lambda: admission_service.write_note(registration, form.note.data or None))
    say_done(
        _("The note is kept: organisers alone see it."),
        effect,
        _("To take that back, change the note again."),
    )
    return to_person(registration)


@pages.post("/registrations/<public_id>/again")
def again(public_id: str) -> ViewAnswer:
    """Mail once more what the person was told last: the invite, or that they wait."""
    registration = registration_or_404(public_id)
    return _mailed(
        registration,
        lambda: admission_service.send_again(registration),
        _("It left less than a minute ago, so nothing was sent. Please wait a minute."),
    )


@pages.post("/registrations/<public_id>/links")
def links(public_id: str) -> ViewAnswer:
    """Mail the person the links to all that they have in sessions to come."""
    registration = registration_or_404(public_id)
    return _mailed(
        registration,
        lambda: service.ask_for_links(registration.participant.email, current_language()),
        _("The same links left within the hour, so nothing was sent."),
    )


def _mailed(registration: Registration, verb: Callable[[], None], too_early: str) -> ViewAnswer:
    if not PressForm().is_fresh():
        return to_person(registration)
    try:
        effect = effect_of(verb)
    except Refusal as refusal:
        return shown(registration, refusal=say(refusal)), refusal.status
    if effect.mails:
        address = registration.participant.email
        flash(_("It is mailed once more, to %(address)s.", address=address), "success")
    else:
        flash(too_early, "warning")
    return to_person(registration)


def shown(
    registration: Registration,
    *,
    note_form: NoteForm | None = None,
    is_late: bool = False,
    refusal: str | None = None,
) -> str:
    """The page of a registration.

    ``note_form`` is one that could not be kept, since it is wrong or ``is_late``; ``refusal`` says
    why something else was not done.
    """
    session, now = registration.session, clock.now()
    waits = registration.is_active and registration.status is not RegistrationStatus.CONFIRMED
    if note_form is None:
        note_form = NoteForm(formdata=None, note=registration.note, seen=stored_note(registration))
    elif is_late:
        note_form.seen.data = stored_note(registration)
    others = queries.all_of_person(registration.participant_id)
    return render_template(
        "registration/office_person.html",
        registration=registration,
        session=session,
        back=way_back(registration.session),
        place=queries.place_in_queue(registration),
        others=[one for one in others if one is not registration],
        targets=_targets(registration),
        mails=latest_to(registration.participant.email),
        kind_name=kind_name,
        STATES=STATES,
        statuses=STATUSES,
        categories=CATEGORIES,
        takes_place=session.takes_place(now),
        is_near=is_near(session.starts_at, now) and session.status is Status.PUBLISHED,
        waits=waits,
        administrators=active_administrators,
        can_lose_approval=registration.approved_at is not None
        and registration.status in (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED)
        and session.admission is Admission.APPROVAL,
        note_form=note_form,
        is_late=is_late,
        refusal=refusal,
        form=BaseForm(formdata=None),
    )


def _targets(registration: Registration) -> list[DialogueSession]:
    """The sessions of the Dialogue that organisers can move somebody to, full ones too."""
    if not registration.is_active:
        return []
    now = clock.now()
    beside = queries.sessions_beside(registration.session.public_id)
    return [one for one in beside if one is not registration.session and one.takes_place(now)]


def registration_or_404(public_id: str) -> Registration:
    """A registration with its participant, session and Dialogue."""
    return queries.by_public_id(public_id) or abort(404)


def locked_or_404(public_id: str) -> Registration:
    """A registration as it is now, the sessions of its Dialogue locked."""
    registration = registration_or_404(public_id)
    queries.locked_session(registration.session.public_id)
    queries.read_again([registration])
    return registration


def way_back(session: DialogueSession) -> str:
    """The list of a session from which somebody came, as it was filtered."""
    room = url_for("registration_office.session", public_id=session.public_id)
    return local_path(request.args.get("back")) or room


def to_person(registration: Registration) -> Response:
    """The way to a person's page, which keeps the way back to the list."""
    return redirect(person_path(registration), 303)


def person_path(registration: Registration) -> str:
    """The address of a person's page, with the way back to the list."""
    back = local_path(request.args.get("back"))
    return url_for("registration_person.person", public_id=registration.public_id, back=back)
