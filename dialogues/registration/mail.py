"""Mails about registrations that carry no calendar part, and the words that all of them share."""

from flask_babel import gettext as _

from dialogues.languages.names import language_list, language_name
from dialogues.languages.times import clock_times, one_line
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.programme.models import DialogueSession
from dialogues.programme.queries import session_by_public_id
from dialogues.registration import queries
from dialogues.registration.links import manage_link
from dialogues.registration.models import RegistrationStatus


def session_facts(
    session: DialogueSession, zone: str, language: str
) -> tuple[tuple[str, str], ...]:
    """What a session is and when: for the reader, in its own zone, and in UTC."""
    times = clock_times(session.starts_at, session.ends_at, session.zone, zone, language)
    labels = [_("When, for you"), _("When, there"), _("In UTC")]
    if times[0].zone == session.zone:
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
    """The mail that says which session the address is registered for."""
    registration = next(iter(queries.by_ids([row.subject_id])), None)
    wanted = session_by_public_id(row.payload["wanted"])
    if registration is None or wanted is None:
        return None
    if registration.status is RegistrationStatus.CANCELLED or registration.session_id == wanted.id:
        return None
    title = registration.session.dialogue.text(row.language).title
    return Letter(
        subject=_("Your seat is in the other session: %(title)s", title=title),
        opening=(
            _(
                "You asked for the session on %(when)s. One address holds one seat in a Dialogue, "
                "and yours is in the session below.",
                when=one_line(wanted.starts_at, wanted.ends_at, row.zone, row.language),
            ),
            _(
                "If you would rather come to the other one, you can swap: open the link below, "
                "and confirm."
            ),
            *second_name(row.payload.get("other_name"), registration.name),
        ),
        facts=session_facts(registration.session, row.zone, row.language),
        button=(
            _("Change language, swap session or cancel"),
            manage_link(registration),
        ),
        closing=(_("If this was not you, nothing has changed and you need do nothing."),),
    ).to_mail()


def compose_links(row: OutboxMail) -> Mail | None:
    """The mail that brings the manage links of an address."""
    seats = [
        registration
        for registration in queries.by_ids(row.payload["registrations"])
        if registration.status is not RegistrationStatus.CANCELLED
    ]
    if not seats:
        return None
    return Letter(
        subject=_("Your registrations"),
        opening=(_("You asked for the links with which you change or cancel your registrations."),),
        facts=tuple(
            (
                registration.session.dialogue.text(row.language).title,
                manage_link(registration),
            )
            for registration in seats
        ),
        closing=(_("If this was not you, nothing has changed and you need do nothing."),),
    ).to_mail()


def second_name(other: str | None, name: str) -> tuple[str, ...]:
    """What to say where somebody else was to be registered with the same address."""
    if other is None:
        return ()
    return (
        _(
            "Somebody also asked for a seat for %(other)s with this address. One address holds "
            "one seat in a Dialogue, and it is held for %(name)s. To register another person, "
            "please use another address.",
            other=other,
            name=name,
        ),
    )
