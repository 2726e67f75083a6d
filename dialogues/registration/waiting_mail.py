"""Mails to people who have no seat: they wait for one, or for approval, or wait no longer."""

from collections.abc import Sequence

from flask_babel import gettext as _

from dialogues.interpretation.listening import listening_fact
from dialogues.interpretation.rules import twin_with
from dialogues.languages.names import language_name
from dialogues.languages.times import one_line
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import Admission, DialogueSession
from dialogues.registration import queries
from dialogues.registration.links import manage_link
from dialogues.registration.mail import (
    how_data_are_used,
    organisers_wrote,
    second_name,
    session_facts,
    swap_offer,
    what_else_is_planned,
    what_is_stored,
    what_one_can_do,
)
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.twins import twins_for


def compose_waitlisted(row: OutboxMail) -> Mail | None:
    """The mail that says which place in the queue somebody has now; None who waits no longer."""
    registration = _in_state(row, RegistrationStatus.WAITLISTED)
    if registration is None:
        return None
    is_added = "is_added" in row.payload
    is_decided = registration.session.admission is Admission.APPROVAL and registration.approved_at
    return _waiting_letter(
        registration,
        row,
        _("On the waiting list: %(title)s", title=_title(registration, row)),
        (
            *([_("The organisers have registered you for this session.")] if is_added else []),
            *(
                [_("The organisers have approved your registration.")]
                if is_decided and not is_added
                else []
            ),
            _(
                "Every seat in this session is taken. You are on the waiting list; your place in "
                "it is %(place)s.",
                place=queries.place_in_queue(registration),
            ),
            _(
                "Every seat that becomes free goes to who has waited longest. When that is you, "
                "it is yours at once, and the invitation comes by mail. Until then your calendar "
                "shows nothing, and you need do nothing."
            ),
        ),
    )


def compose_pending(row: OutboxMail) -> Mail | None:
    """The mail that says that organisers have yet to decide; None where they have."""
    registration = _in_state(row, RegistrationStatus.PENDING)
    if registration is None:
        return None
    is_withdrawn = "because" in row.payload
    return _waiting_letter(
        registration,
        row,
        _("Awaits approval: %(title)s", title=_title(registration, row)),
        (
            _("The organisers have taken back the approval of your registration.")
            if is_withdrawn
            else _("We have your registration. It awaits approval by the organisers."),
            *organisers_wrote(row.payload.get("because")),
            _(
                "You have no seat yet. As soon as the organisers have decided, you get a mail: "
                "the invitation, or what they say instead."
            ),
        ),
    )


def compose_ended(row: OutboxMail) -> Mail | None:
    """The mail that says who ended the waiting; None for who waits again, or has a seat."""
    registration = _in_state(row, RegistrationStatus.CANCELLED)
    if registration is None:
        return None
    title = _title(registration, row)
    by = Ending(row.payload["by"])
    was_waiting = row.payload["was"] == RegistrationStatus.WAITLISTED
    return Letter(
        subject=_("Your registration has ended: %(title)s", title=title),
        opening=(_who_ended(by, was_waiting), *organisers_wrote(row.payload["because"])),
        facts=session_facts(registration.session, row.zone, row.language),
        button=_way_on(registration, by, row.language),
    ).to_mail()


def _who_ended(by: Ending, was_waiting: bool) -> str:
    match by:
        case Ending.DECLINED:
            return str(_("The organisers have not approved your registration."))
        case Ending.ORGANISER if was_waiting:
            return str(_("The organisers have taken you off the waiting list."))
        case Ending.ORGANISER:
            return str(_("The organisers have removed your registration."))
        case Ending.TWIN:
            return str(_("You are registered for the other session of this Dialogue."))
        case Ending.ERASED:
            return str(_("Your data are erased, and your registration with them."))
        case Ending.PERSON | Ending.REPLY:
            if was_waiting:
                return str(_("You have left the waiting list. Your place in it is gone."))
            return str(_("You have withdrawn your registration."))


def _way_on(registration: Registration, by: Ending, language: str) -> tuple[str, str] | None:
    """What there is to press: only what people ended themselves can they take back."""
    if by in (Ending.PERSON, Ending.REPLY):
        return _("Register again"), manage_link(registration)
    if by is Ending.ERASED:
        return None
    return what_else_is_planned(language)


def _waiting_letter(
    registration: Registration, row: OutboxMail, subject: str, opening: Sequence[str]
) -> Mail:
    session, twins = registration.session, twins_for(registration)
    is_added = "is_added" in row.payload
    return Letter(
        subject=subject,
        opening=(
            *opening,
            *_of_twins(registration, twins, row),
            *second_name(row.payload.get("other_name"), registration),
            *([what_is_stored()] if is_added else []),
        ),
        facts=(
            *session_facts(session, row.zone, row.language),
            listening_fact(registration.listening_language, session, row.language),
            *(swap_offer(registration, twin, row) for twin in twins),
            *([how_data_are_used(row.language)] if is_added else []),
        ),
        button=(what_one_can_do(registration), manage_link(registration)),
    ).to_mail()


def _of_twins(
    registration: Registration, twins: Sequence[DialogueSession], row: OutboxMail
) -> list[str]:
    """Where seats are free, and whether the reader's language is offered there."""
    found = twin_with(registration.own_languages, registration.session, twins)
    sentences = [
        _(
            "The other session of this Dialogue has seats: %(when)s. You can move there by the "
            "link below.",
            when=one_line(twin.starts_at, twin.ends_at, row.zone, row.language),
        )
        for twin in twins
    ]
    if found:
        sentences.append(
            _(
                "There you can listen in %(language)s, which this session does not offer.",
                language=language_name(found[0], row.language),
            )
        )
    return sentences


def _in_state(row: OutboxMail, status: RegistrationStatus) -> Registration | None:
    registration = queries.by_id(row.subject_id)
    return registration if registration and registration.status is status else None


def _title(registration: Registration, row: OutboxMail) -> str:
    return registration.session.dialogue.text(row.language).title
