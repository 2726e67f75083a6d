"""Registering somebody by hand, in any session that is still to take place."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from dialogues.interpretation.rules import is_offered, listening_languages
from dialogues.people.rules import Category
from dialogues.programme.confirming import say_done
from dialogues.programme.effects import effect_of
from dialogues.programme.models import DialogueSession
from dialogues.programme.queries import session_by_public_id
from dialogues.registration import admission_service, queries
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.office_person import pages, way_back
from dialogues.registration.person_forms import PersonForm
from dialogues.registration.refusals import AddressIsRegistered, LanguageIsNotOffered
from dialogues.support import clock
from dialogues.web.addresses import current_language
from dialogues.web.forms import ViewAnswer, refuse

SEAT, WAIT, RAISE = "seat", "wait", "raise"


@dataclass(frozen=True)
class Seats:
    """What somebody who is added now can have."""

    is_full: bool
    capacity: int | None
    raised: int
    """The seats that there are after adding one person with a seat."""

    @property
    def raising(self) -> str:
        """What the button sends that adds a seat: who pressed it has read this number."""
        return f"{RAISE} {self.raised}"

    @property
    def offered(self) -> tuple[str, ...]:
        """What the buttons send."""
        return (WAIT, self.raising) if self.is_full else (SEAT,)


@pages.get("/sessions/<public_id>/registrations/new")
def new(public_id: str) -> ViewAnswer:
    """The form, empty."""
    session = session_by_public_id(public_id) or abort(404)
    if not session.takes_place(clock.now()):
        return _not_possible(session), 409
    form = PersonForm(formdata=None, language=current_language())
    if is_offered(current_language(), session):
        form.listening_language.data = current_language()
    return _form(session, form)


@pages.post("/sessions/<public_id>/registrations/new")
def add(public_id: str) -> ViewAnswer:
    """Register the person as the button says that was pressed; what it says must still hold."""
    form = PersonForm()
    session = queries.locked_session(public_id) or abort(404)
    if not session.takes_place(clock.now()):
        return _not_possible(session), 409
    is_valid, pressed = form.validate(), request.form.get("add", SEAT)
    if not is_valid:
        return _form(session, form), 422
    if pressed not in seats_of(session).offered:
        return _form(session, form, is_late=True), 409
    raises = pressed not in (SEAT, WAIT)
    try:
        effect = effect_of(
            lambda: admission_service.add(public_id, form.typed(), raises_capacity=raises)
        )
    except AddressIsRegistered as refusal:
        refuse(form.email, refusal)
        return _form(session, form, held=str(refusal.values["public_id"])), 409
    except LanguageIsNotOffered as refusal:
        refuse(form.listening_language, refusal)
        return _form(session, form), 422
    say_done(
        _said(effect.result, session, raises),
        effect,
        _("To take that back, remove the person on their page."),
    )
    return _to_list(session, effect.result)


def seats_of(session: DialogueSession) -> Seats:
    """What there is for one person more: nobody passes those who wait, unless a seat is added."""
    taken, waiting = queries.confirmed_and_waiting(session.id)
    capacity = session.capacity
    is_full = capacity is not None and (taken >= capacity or waiting > 0)
    return Seats(is_full, capacity, max(capacity or 0, taken + 1))


def _said(registration: Registration, session: DialogueSession, raises: bool) -> str:
    name = registration.name
    sentence = _("%(name)s is registered and has a seat.", name=name)
    if registration.status is RegistrationStatus.WAITLISTED:
        sentence = _(
            "%(name)s is on the waiting list, at place %(place)s.",
            name=name,
            place=queries.place_in_queue(registration),
        )
    elif raises:
        sentence = _(
            "%(name)s is registered and has a seat. The session has %(seats)s seats now.",
            name=name,
            seats=session.capacity,
        )
    return str(sentence)


def _to_list(session: DialogueSession, registration: Registration) -> Response:
    back = way_back(session)
    return redirect(f"{back}#person-{registration.public_id}", 303)


def _form(
    session: DialogueSession, form: PersonForm, is_late: bool = False, held: str | None = None
) -> str:
    form.offer(Category, listening_languages(session))
    return render_template(
        "registration/office_by_hand.html",
        session=session,
        seats=seats_of(session),
        back=way_back(session),
        form=form,
        is_late=is_late,
        held=held,
    )


def _not_possible(session: DialogueSession) -> str:
    return render_template(
        "registration/office_by_hand_not.html",
        session=session,
        back=way_back(session),
    )
