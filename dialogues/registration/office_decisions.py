"""Approving and declining registrations: one, those that are ticked, or all of a filter.

What that does is shown first, in numbers, then confirmed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from dialogues.languages.rules import one_after_another
from dialogues.programme.confirming import say_done
from dialogues.programme.effects import effect_of, preview
from dialogues.programme.queries import session_by_public_id
from dialogues.registration import admission_service, queries, room_queries
from dialogues.registration.decision_forms import DecisionForm
from dialogues.registration.models import Registration
from dialogues.registration.refusals import RegistrationIsNotOpen
from dialogues.registration.room import Room, room_of
from dialogues.support import clock
from dialogues.web.addresses import current_language, local_path
from dialogues.web.forms import ViewAnswer, say

APPROVE, DECLINE = "approve", "decline"
ALL = "all"
NAMED = 10
"""How many people a confirmation names before it counts the rest."""


@dataclass(frozen=True)
class Decision:
    """What is to be done, and to whom: the button that was pressed says both."""

    verb: str
    chosen: Sequence[str] | None
    """Public ids; None for all whom the filter of the address selects."""

    @property
    def button(self) -> str:
        """The value of a button that means it."""
        return f"{self.verb} {ALL}" if self.chosen is None else self.verb

    @property
    def approves(self) -> bool:
        """Whether it lets people come."""
        return self.verb == APPROVE


def decide(public_id: str) -> ViewAnswer:
    """Say what a decision does; then do it. What became otherwise since is shown again."""
    if request.method != "POST":
        return redirect(_room(public_id).path())
    session = queries.locked_session(public_id) or abort(404)
    form = DecisionForm()
    is_valid, is_confirmation = form.validate(), request.form.get("action") == "confirm"
    room, decision = room_of(session), _pressed()
    people = room_queries.pending(session.id, room.wanted, decision.chosen)
    if not people:
        flash(_("Nobody is chosen who awaits approval. Tick the people first."), "warning")
        return redirect(_way_back(room), 303)
    if decision.approves and not session.takes_place(clock.now()):
        flash(say(RegistrationIsNotOpen()), "warning")
        return redirect(_way_back(room), 303)
    seen = _seen(room, people)
    if is_confirmation and is_valid and request.form.get("seen") == seen:
        _carry_out(decision, people, form.sentence.data or None)
        return redirect(_way_back(room), 303)
    page = _confirmation(room, decision, people, form, seen, is_late=is_confirmation and is_valid)
    return page, (409 if is_valid else 422) if is_confirmation else 200


def _pressed() -> Decision:
    """``approve`` or ``decline``; after it ``all``, one public id, or nothing for the ticked."""
    verb, _space, whom = request.form.get("decide", "").partition(" ")
    if verb not in (APPROVE, DECLINE):
        abort(400)
    if whom == ALL:
        return Decision(verb, None)
    return Decision(verb, [whom] if whom else request.form.getlist("chosen"))


def _seen(room: Room, people: Sequence[Registration]) -> str:
    """What a confirmation depends on: who is decided about, and how many seats are free."""
    confirmed, waiting = queries.confirmed_and_waiting(room.session.id)
    return f"{len(people)}.{people[-1].id}.{room.session.capacity}.{confirmed}.{waiting}"


def _confirmation(
    room: Room,
    decision: Decision,
    people: Sequence[Registration],
    form: DecisionForm,
    seen: str,
    is_late: bool,
) -> str:
    names = [one.name for one in people[:NAMED]]  # a preview has its rows read again
    effect = preview(lambda: _do(decision, people, None))
    return render_template(
        "registration/decide.html",
        session=room.session,
        decision=decision,
        names=names,
        count=len(people),
        seats=effect.result,
        effect=effect,
        form=form,
        seen=seen,
        is_late=is_late,
        way_back=_way_back(room),
    )


def _do(decision: Decision, people: Sequence[Registration], sentence: str | None) -> int:
    """Carry a decision out; how many people get seats by it."""
    if decision.approves:
        return admission_service.approve(people)
    admission_service.decline(people, sentence)
    return 0


def _carry_out(decision: Decision, people: Sequence[Registration], sentence: str | None) -> None:
    count = len(people)
    effect = effect_of(lambda: _do(decision, people, sentence))
    seats, waiting = effect.result, count - effect.result
    if decision.approves:
        said = []
        if seats:
            said.append(ngettext("%(num)s person has a seat.", "%(num)s people have seats.", seats))
        if waiting:
            said.append(
                ngettext(
                    "%(num)s person waits for a seat.", "%(num)s people wait for seats.", waiting
                )
            )
        done = one_after_another(said, current_language())
        way_back = _("To take an approval back, open the person's page.")
    else:
        done = ngettext("%(num)s person is declined.", "%(num)s people are declined.", count)
        way_back = _("To take that back, add the person by hand.")
    say_done(done, effect, way_back)


def _way_back(room: Room) -> str:
    """The page of the button: the list as it was filtered, or somebody's page."""
    return local_path(request.form.get("return")) or room.path()


def _room(public_id: str) -> Room:
    return room_of(session_by_public_id(public_id) or abort(404))
