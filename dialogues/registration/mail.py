"""Mails about registrations that carry no calendar part, and the words that all of them share."""

from flask import url_for
from flask_babel import gettext as _

from dialogues.config import settings
from dialogues.languages.names import language_list, language_name
from dialogues.languages.times import clock_times, one_line
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.people.participant_queries import participant_by_email
from dialogues.programme.models import DialogueSession
from dialogues.programme.queries import session_by_public_id
from dialogues.registration import queries
from dialogues.registration.links import data_link, manage_link, swap_link
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.twins import twins_for


def session_facts(
    session: DialogueSession, zone: str | None, language: str
) -> tuple[tuple[str, str], ...]:
    """What a session is and when: for the reader, where known, in its own zone, and in UTC."""
    times = clock_times(session.starts_at, session.ends_at, session.zone, zone, language)
    labels = [_("When, for you"), _("When, there"), _("In UTC")]
    if zone is None:
        labels.pop(0)
    elif times[0].zone == session.zone:
        labels.pop(1)
    return (
        (_("Dialogue"), session.dialogue.text(language).title),
        *(
            (label, one_line(session.starts_at, session.ends_at, time.zone, language))
            for label, time in zip(labels, times, strict=False)
        ),
        (
            _("Languages"),
            _(
                "%(floor)s, with interpretation into: %(languages)s",
                floor=language_name(session.floor_language, language),
                languages=language_list(session.interpretation, language),
            )
            if session.interpretation
            else language_name(session.floor_language, language),
        ),
    )


def compose_twin_held(row: OutboxMail) -> Mail | None:
    """The mail that says what the address has in the other session, and whether it can swap."""
    registration = queries.by_id(row.subject_id)
    wanted = session_by_public_id(row.payload["wanted"])
    if registration is None or wanted is None:
        return None
    if not registration.is_active or registration.session_id == wanted.id:
        return None
    can_move = wanted in twins_for(registration)
    subject, held = _held_elsewhere(registration, row.language)
    return Letter(
        subject=subject,
        opening=(
            _(
                "You asked for the session on %(when)s. One address holds one seat in a Dialogue.",
                when=one_line(wanted.starts_at, wanted.ends_at, row.zone, row.language),
            ),
            held,
            _(
                "If you would rather come to the other one, you can swap: open the link below, "
                "and confirm."
            )
            if can_move
            else _(
                "You cannot move to the other one at the moment, so you keep what you have here."
            ),
            *second_name(row.payload.get("other_name"), registration),
        ),
        facts=(
            *session_facts(registration.session, row.zone, row.language),
            *([swap_offer(registration, wanted, row)] if can_move else []),
        ),
        button=(what_one_can_do(registration), manage_link(registration)),
        closing=(_("If this was not you, nothing has changed and you need do nothing."),),
    ).to_mail()


def _held_elsewhere(registration: Registration, language: str) -> tuple[str, str]:
    title = registration.session.dialogue.text(language).title
    match registration.status:
        case RegistrationStatus.WAITLISTED:
            return (
                _("You are waiting for the other session: %(title)s", title=title),
                _("You are on the waiting list of the session below."),
            )
        case RegistrationStatus.PENDING:
            return (
                _("You asked for the other session: %(title)s", title=title),
                _("Your registration for the session below awaits approval."),
            )
        case _:
            return (
                _("Your seat is in the other session: %(title)s", title=title),
                _("Your seat is in the session below."),
            )


def compose_links(row: OutboxMail) -> Mail | None:
    """The mail that brings what an address can open; None where nobody registered with it."""
    person = participant_by_email(row.recipient)
    if person is None:
        return None
    theirs = [one for one in queries.by_ids(row.payload["registrations"]) if one.is_active]
    return Letter(
        subject=_("Your registrations"),
        opening=(
            _("You asked for the links with which you change or cancel your registrations.")
            if theirs
            else _("You have no registrations for sessions to come."),
            _("By the last link, which works for 24 hours, you see, take or erase your data."),
        ),
        facts=(
            *((_named(one, row.language), manage_link(one)) for one in theirs),
            (_("All that is held about you"), data_link(person, row.language)),
        ),
        closing=(_("If this was not you, nothing has changed and you need do nothing."),),
    ).to_mail()


def _named(registration: Registration, language: str) -> str:
    title = registration.session.dialogue.text(language).title
    match registration.status:
        case RegistrationStatus.WAITLISTED:
            return str(_("%(title)s (on the waiting list)", title=title))
        case RegistrationStatus.PENDING:
            return str(_("%(title)s (awaits approval)", title=title))
        case _:
            return title


def what_one_can_do(registration: Registration) -> str:
    """What the button says that leads to the page of a registration."""
    match registration.status:
        case RegistrationStatus.WAITLISTED:
            return str(_("See your place, or leave the waiting list"))
        case RegistrationStatus.PENDING:
            return str(_("See or withdraw your registration"))
        case _:
            return str(_("Change language, swap session or cancel"))


def swap_offer(
    registration: Registration, twin: DialogueSession, row: OutboxMail
) -> tuple[str, str]:
    """A label and the link by which somebody moves to a twin, once confirmed."""
    when = one_line(twin.starts_at, twin.ends_at, row.zone, row.language)
    return _("To move to the session on %(when)s", when=when), swap_link(registration, twin)


def organisers_wrote(because: str | None) -> tuple[str, ...]:
    """The sentence of an organiser for the person, marked as theirs, where there is one."""
    return (_("The organisers wrote: “%(sentence)s”", sentence=because),) if because else ()


def what_is_stored() -> str:
    """What people read who gave us nothing themselves: the organisers typed it."""
    return str(
        _(
            "The organisers entered your name, address, country and listening language. They use "
            "them to run this Dialogue and to invite you; nobody else learns that you are "
            "registered. By the link below you can change that, or cancel."
        )
    )


def what_else_is_planned(language: str) -> tuple[str, str]:
    """What the button says, and where it leads, of who has nothing to open any more."""
    home = url_for("publishing.home", language=language, _external=True)
    return _("See what else is planned"), home


def how_data_are_used(language: str) -> tuple[str, str]:
    """A label, and the address of the page that says how people's data are used."""
    path = url_for("publishing.privacy", language=language)
    return _("How your data are used"), settings().base_url + path


def second_name(other: str | None, registration: Registration) -> tuple[str, ...]:
    """What to say where somebody else was to be registered with the same address."""
    if other is None:
        return ()
    names = {"other": other, "name": registration.name}
    if registration.session.dialogue.allows_several:
        return (
            _(
                "Somebody also asked for a seat for %(other)s with this address. One address "
                "holds one seat in a session, and it is held for %(name)s. To register another "
                "person, please use another address.",
                **names,
            ),
        )
    return (
        _(
            "Somebody also asked for a seat for %(other)s with this address. One address holds "
            "one seat in a Dialogue, and it is held for %(name)s. To register another person, "
            "please use another address.",
            **names,
        ),
    )
