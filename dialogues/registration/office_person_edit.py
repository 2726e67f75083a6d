"""Correcting what a person said of themselves, for organisers."""

from flask import render_template
from flask_babel import gettext as _

from dialogues.interpretation.rules import listening_languages
from dialogues.programme.confirming import say_done
from dialogues.programme.effects import effect_of
from dialogues.registration import admission_service
from dialogues.registration.admission_service import Details
from dialogues.registration.models import Registration
from dialogues.registration.office_person import (
    locked_or_404,
    pages,
    person_path,
    registration_or_404,
    shown,
    to_person,
)
from dialogues.registration.person_forms import DetailsForm, as_stored, stored_details
from dialogues.registration.refusals import LanguageIsNotOffered
from dialogues.web.forms import ViewAnswer, refuse


@pages.get("/registrations/<public_id>/edit")
def edit(public_id: str) -> ViewAnswer:
    """The form, filled with what is stored."""
    registration = registration_or_404(public_id)
    if registration.erased_at:
        return shown(registration, refusal=_("The data of this person are erased.")), 409
    return _form(registration, DetailsForm(data=as_stored(registration)))


@pages.post("/registrations/<public_id>/edit")
def save(public_id: str) -> ViewAnswer:
    """Keep what was typed, unless somebody else changed the same meanwhile."""
    form, registration = DetailsForm(), locked_or_404(public_id)
    if registration.erased_at:
        return shown(registration, refusal=_("The data of this person are erased.")), 409
    if not form.validate():
        return _form(registration, form), 422
    if form.seen.data != stored_details(registration):
        form.seen.data = stored_details(registration)
        return _form(registration, form, is_late=True), 409
    try:
        effect = effect_of(lambda: admission_service.edit(registration, Details(**form.values())))
    except LanguageIsNotOffered as refusal:
        refuse(form.listening_language, refusal)
        return _form(registration, form), 422
    if effect.result:
        done = _("What you corrected of %(name)s is kept.", name=registration.name)
        say_done(done, effect, _("To take that back, edit the details again."))
    return to_person(registration)


def _form(registration: Registration, form: DetailsForm, is_late: bool = False) -> str:
    channels = listening_languages(registration.session)
    own = registration.listening_language
    form.offer_channels(channels if own in channels else (*channels, own))
    return render_template(
        "registration/office_person_edit.html",
        registration=registration,
        session=registration.session,
        leave=person_path(registration),
        form=form,
        is_late=is_late,
        stored=as_stored(registration),
    )
