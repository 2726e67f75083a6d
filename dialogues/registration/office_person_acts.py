"""What organisers do to a registration after they have seen, in numbers, what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request
from flask_babel import gettext as _

from dialogues.languages.names import language_name
from dialogues.languages.times import one_line
from dialogues.programme.confirming import say_done
from dialogues.programme.effects import Effect, effect_of, preview
from dialogues.programme.models import DialogueSession
from dialogues.registration import admission_service, queries
from dialogues.registration.decision_forms import DecisionForm
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.office_person import (
    locked_or_404,
    pages,
    person_path,
    registration_or_404,
    shown,
    to_person,
)
from dialogues.registration.refusals import AlreadyCancelled
from dialogues.support.codes import fingerprint
from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language
from dialogues.web.forms import PressForm, ViewAnswer, say


@dataclass(frozen=True)
class After:
    """What came of an act."""

    promoted: int
    """How many people who waited in the session that was left have seats now."""
    listening_language: str
    capacity: int | None
    """Of the session in which the registration is."""


@dataclass(frozen=True)
class Act:
    """Something to confirm: ``name`` says to the template what it is."""

    name: str
    verb: Callable[[Registration, str | None], object]
    done: Callable[[Registration, After], str]
    take_back: str
    target: DialogueSession | None = None


@pages.get("/registrations/<public_id>/remove")
@pages.get("/registrations/<public_id>/unapprove")
@pages.get("/registrations/<public_id>/move")
def back_to_person(public_id: str) -> ViewAnswer:
    """Nothing is done without a press: back to the page with the button."""
    return to_person(registration_or_404(public_id))


@pages.post("/registrations/<public_id>/remove")
def remove(public_id: str) -> ViewAnswer:
    """End a registration, with a reason that the person reads."""
    return _confirmed(
        locked_or_404(public_id),
        Act(
            "remove",
            _remove,
            lambda one, _after: _("%(name)s is removed from the session.", name=one.name),
            _("To take that back, add the person by hand."),
        ),
    )


@pages.post("/registrations/<public_id>/unapprove")
def unapprove(public_id: str) -> ViewAnswer:
    """Take an approval back, with a sentence that the person reads."""
    return _confirmed(
        locked_or_404(public_id),
        Act(
            "unapprove",
            admission_service.withdraw_approval,
            lambda one, _after: _("%(name)s awaits approval again.", name=one.name),
            _("To take that back, approve the registration."),
        ),
    )


@pages.post("/registrations/<public_id>/move")
def move(public_id: str) -> ViewAnswer:
    """Move somebody to a twin; one that is full gets a seat more."""
    registration = locked_or_404(public_id)
    if not PressForm().is_fresh():
        return to_person(registration)
    target = queries.locked_session(request.form.get("to", "")) or abort(404)
    if target is registration.session:  # pressed twice
        return to_person(registration)
    return _confirmed(
        registration,
        Act(
            "move",
            lambda one, _sentence: admission_service.move_to(one, target, raises_capacity=True),
            _moved,
            _("To take that back, move the person back on their page."),
            target,
        ),
    )


def _remove(registration: Registration, because: str | None) -> None:
    if not admission_service.remove(registration, because):
        raise AlreadyCancelled


def _moved(registration: Registration, after: After) -> str:
    session, language = registration.session, current_language()
    when = one_line(session.starts_at, session.ends_at, session.zone, language)
    return str(
        _(
            "%(name)s has a seat in the session on %(when)s now, and listens in %(language)s.",
            name=registration.name,
            when=when,
            language=language_name(after.listening_language, language),
        )
    )


def _confirmed(registration: Registration, act: Act) -> ViewAnswer:
    """Say what an act does; then do it. What became otherwise since is shown again."""
    form, seen = DecisionForm(), _seen(registration, act.target)
    is_confirmation = request.form.get("action") == "confirm"
    is_valid = form.validate()
    before = _Before(registration, act.target)

    def carry_out() -> After:
        act.verb(registration, form.sentence.data or None)
        return before.after()

    try:
        if is_confirmation and is_valid and request.form.get("seen") == seen:
            effect = effect_of(carry_out)
            done = act.done(registration, effect.result)
            say_done(done, effect, act.take_back, effect.result.promoted)
            return redirect(person_path(registration), 303)
        effect = preview(carry_out)
    except Refusal as refusal:
        return _refused(registration, refusal)
    page = _page(act, before, effect, form, seen, is_late=is_confirmation and is_valid)
    return page, (409 if is_valid else 422) if is_confirmation else 200


class _Before:
    """A registration as it was, to tell what an act came to."""

    def __init__(self, registration: Registration, target: DialogueSession | None) -> None:
        self.registration, self.session, self.target = registration, registration.session, target
        self.name = registration.name
        self.listening_language = registration.listening_language
        self.capacity = target.capacity if target else None
        self.has_seat = registration.status is RegistrationStatus.CONFIRMED
        self.seats, _waiting = queries.confirmed_and_waiting(registration.session_id)

    def after(self) -> After:
        """What came of it, now that it is done."""
        seats, _waiting = queries.confirmed_and_waiting(self.session.id)
        return After(
            promoted=seats - self.seats + self.has_seat,
            listening_language=self.registration.listening_language,
            capacity=self.target.capacity if self.target else None,
        )


def _page(
    act: Act,
    before: _Before,
    effect: Effect[After],
    form: DecisionForm,
    seen: str,
    is_late: bool,
) -> str:
    values: dict[str, Any] = {
        "act": act,
        "before": before,
        "after": effect.result,
        "effect": effect,
        "registration": before.registration,
        "session": before.session,
        "leave": person_path(before.registration),
        "form": form,
        "seen": seen,
        "is_late": is_late,
    }
    return render_template("registration/office_person_confirm.html", **values)


def _refused(registration: Registration, refusal: Refusal) -> ViewAnswer:
    return shown(registration, refusal=say(refusal)), refusal.status


def _seen(registration: Registration, target: DialogueSession | None) -> str:
    """What a confirmation depends on: what the person has, and the seats here and there."""
    sessions = [registration.session, *([target] if target else [])]
    return fingerprint(
        registration.status,
        *((one.id, one.capacity, queries.confirmed_and_waiting(one.id)) for one in sessions),
    )
