"""What organisers look at before they confirm it, and what they are told after."""

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import FormField, SelectMultipleField
from wtforms.form import BaseForm as WTForm

from dialogues.languages.names import language_list
from dialogues.languages.rules import LANGUAGES, one_after_another
from dialogues.programme.effects import Effect, effect_of, preview
from dialogues.programme.models import Admission, Dialogue, DialogueSession
from dialogues.programme.snapshots import session_record
from dialogues.support import clock
from dialogues.web.addresses import current_language
from dialogues.web.forms import PressForm

_NOT_TYPED = ("csrf_token", "action", "seen", "tell")


@dataclass(frozen=True)
class SessionShown:
    """What a confirmation page shows of a session that a preview has taken back."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: str
    floor_language: str
    interpretation: tuple[str, ...]
    capacity: int | None
    join_url: str | None
    short_link: str | None
    admission: Admission
    categories: tuple[str, ...]
    registration_opens_at: dt.datetime | None
    registration_closes_at: dt.datetime | None
    record: dict[str, Any]


def shown(session: DialogueSession) -> SessionShown:
    """A session as it is now."""
    return SessionShown(
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=session.zone,
        floor_language=session.floor_language,
        interpretation=session.interpretation,
        capacity=session.capacity,
        join_url=session.join_url,
        short_link=session.short_link,
        admission=session.admission,
        categories=session.categories,
        registration_opens_at=session.registration_opens_at,
        registration_closes_at=session.registration_closes_at,
        record=session_record(session),
    )


def lacking_texts(languages: Container[str]) -> str:
    """The names of those of the six that are not among ``languages``; empty where all are."""
    lacking = [code for code in LANGUAGES if code not in languages]
    return language_list(lacking, current_language())


def typed() -> list[tuple[str, str]]:
    """What was typed, for the confirmation page to carry on to its button."""
    return [
        (name, value) for name, value in request.form.items(multi=True) if name not in _NOT_TYPED
    ]


def as_typed(form: WTForm) -> Iterator[tuple[str, str]]:
    """What somebody would have to type to fill ``form`` as it is filled now."""
    for field in form:
        if isinstance(field, FormField):
            yield from as_typed(field.form)
        elif isinstance(field, SelectMultipleField):
            yield from ((field.name, str(value)) for value in field.data or ())
        elif field.name not in _NOT_TYPED:
            text = field._value() if hasattr(field, "_value") else field.data
            yield field.name, "" if text is None else str(text)


def confirmed(
    dialogue: Dialogue,
    is_due: bool,
    verb: Callable[[], None],
    page: Callable[[Effect[None], PressForm], str],
    done: str,
    way_back: str | None = None,
) -> str | Response:
    """Carry out ``verb`` where a person has confirmed it, or show what it would do.

    ``done`` and ``way_back`` are said after. Counting mails needs a transaction that may write:
    a GET leads to the Dialogue's page, as does a ``verb`` that is not due any more.
    """
    form = PressForm()
    is_pressed = form.validate_on_submit()
    if request.method != "POST" or not is_due:
        return to_dialogue(dialogue)
    is_confirmation = request.form.get("action") == "confirm"
    if is_pressed and is_confirmation:
        say_done(done, effect_of(verb), way_back)
        return to_dialogue(dialogue)
    return make_response(page(preview(verb), form), 422 if is_confirmation else 200)


def say_done(
    done: str, effect: Effect[Any], way_back: str | None = None, promoted: int = 0
) -> None:
    """Say on the next page what happened, to how many a mail goes, and how to take it back.

    And how many were ``promoted`` from the waiting list.
    """
    told = (
        ngettext("%(num)s person gets a mail.", "%(num)s people get a mail.", effect.mails)
        if effect.mails
        else _("Nobody gets a mail about it.")
    )
    seated = ngettext(
        "%(num)s person who waited has a seat now.",
        "%(num)s people who waited have seats now.",
        promoted,
    )
    sentences = filter(None, (done, seated if promoted else None, told, way_back))
    flash(one_after_another(sentences, current_language()), "success")


def is_open_to_all(sessions: Iterable[DialogueSession]) -> bool:
    """Whether anybody can register for each of some published sessions at once."""
    now = clock.now()
    return all(
        session.admission is not Admission.INVITATION
        and not session.categories
        and (session.registration_opens_at is None or session.registration_opens_at <= now)
        for session in sessions
    )


def dialogue_published(sessions: Iterable[DialogueSession]) -> str:
    """What is said of a Dialogue that was published with some sessions."""
    if is_open_to_all(sessions):
        return str(_("The Dialogue is published. Its short links are open for registration."))
    return str(_("The Dialogue is published. Its short links say who can register, and when."))


def to_dialogue(dialogue: Dialogue) -> Response:
    """The way to a Dialogue's page."""
    return redirect(url_for("programme_office.dialogue", public_id=dialogue.public_id), 303)
