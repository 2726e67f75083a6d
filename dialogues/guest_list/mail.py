"""The mail that brings a personal link, and the one that brings all that are open."""

from flask_babel import gettext as _

from dialogues.config import settings
from dialogues.guest_list import queries
from dialogues.guest_list.links import invitation_link
from dialogues.guest_list.models import Invitation
from dialogues.languages.times import one_line
from dialogues.outbox.composing import Mail
from dialogues.outbox.letters import Letter
from dialogues.outbox.models import OutboxMail
from dialogues.people.participant_queries import participant_by_email
from dialogues.registration.mail import session_facts
from dialogues.registration.queries import active_of
from dialogues.support import clock


def compose_invitation(row: OutboxMail) -> Mail | None:
    """The mail of one invitation; None once it was used, passed on or revoked.

    To a stand-in who has come already it says so: the addressee is not told.
    """
    invitation = queries.by_id(row.subject_id)
    if invitation is None or not invitation.session.takes_place(clock.now()):
        return None
    addressee = queries.by_id(row.payload.get("stands_in_for", 0))
    if addressee and _is_registered(invitation):
        return _registered_already(invitation, addressee)
    if not invitation.is_open:
        return None
    session = invitation.session
    return Letter(
        subject=_("You are invited: %(title)s", title=session.dialogue.text(row.language).title),
        opening=(_invited(addressee), *_about_the_link(invitation)),
        facts=session_facts(session, None, row.language),
        button=(_("Answer the invitation"), invitation_link(invitation)),
        closing=(
            _("The invitation holds no seat. You have one once you have registered.")
            if session.capacity is None
            else _(
                "The invitation holds no seat. Seats are given in the order in which people "
                "register."
            ),
        ),
    ).to_mail(envelope_sender=settings().rsvp_address)  # where mail that comes back is read


def compose_open_invitations(row: OutboxMail) -> Mail | None:
    """The mail that brings an address its open invitations; None where it has none."""
    found = queries.open_of(row.recipient, clock.now())
    taking_place = [one for one in found if one.session.takes_place(clock.now())]
    if not taking_place:
        return None
    return Letter(
        subject=_("Your invitations"),
        opening=(_("You asked for your links. These invitations are open:"),),
        facts=tuple((_named(one, row.language), invitation_link(one)) for one in taking_place),
        closing=(_("If this was not you, nothing has changed and you need do nothing."),),
    ).to_mail()


def _invited(addressee: Invitation | None) -> str:
    if addressee is None:
        return str(_("You are invited to this Dialogue."))
    return str(
        _(
            "%(name)s is invited to this Dialogue and has named you as stand-in.",
            name=addressee.name or addressee.email,
        )
    )


def _about_the_link(invitation: Invitation) -> tuple[str, ...]:
    own = _(
        "The link below is for you alone. It works once, and registers %(email)s.",
        email=invitation.email,
    )
    if invitation.can_pass_on:
        return own, _("If you cannot come, you can name a stand-in there.")
    return own, _("As a stand-in you cannot pass it on to anybody else.")


def _registered_already(invitation: Invitation, addressee: Invitation) -> Mail:
    session, language = invitation.session, invitation.language
    return Letter(
        subject=_("You are registered: %(title)s", title=session.dialogue.text(language).title),
        opening=(
            _(
                "%(name)s has named you as stand-in for this Dialogue. You are registered for it "
                "yourself already, so nothing has changed for you.",
                name=addressee.name or addressee.email,
            ),
            _("Please tell them, if somebody else is to come in their place."),
        ),
        facts=session_facts(session, None, language),
    ).to_mail()


def _is_registered(invitation: Invitation) -> bool:
    person = participant_by_email(invitation.email)
    return bool(person and active_of(invitation.session_id, [person.id]))


def _named(invitation: Invitation, language: str) -> str:
    session = invitation.session
    when = one_line(session.starts_at, session.ends_at, session.zone, language)
    return f"{session.dialogue.text(language).title}, {when}"
