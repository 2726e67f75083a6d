"""The tables to read: what follows from which fact, who composes which mail, what it is called."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from dialogues.invites import mail as invite_mail
from dialogues.invites import service as invites
from dialogues.invites.queries import load_for_mails
from dialogues.outbox.delivery import Composer
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.rules import SIGN_IN
from dialogues.people import mail as people_mail
from dialogues.programme.facts import (
    CapacityChanged,
    SessionCancelled,
    SessionDetailsChanged,
    SessionPublished,
    SessionRescheduled,
    ZoneRulesChanged,
)
from dialogues.registration import mail as registration_mail
from dialogues.registration import notices
from dialogues.registration.facts import (
    LinksAsked,
    ListeningLanguageChanged,
    RegisteredAgain,
    RegisteredForTwin,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationSwapped,
)
from dialogues.support.events import Reactions

REACTIONS: Reactions = {
    SessionPublished: (),
    CapacityChanged: (),
    SessionRescheduled: (invites.update_rescheduled,),
    ZoneRulesChanged: (invites.update_for_zone_rules,),
    SessionDetailsChanged: (invites.update_details,),
    SessionCancelled: (invites.withdraw_session,),
    RegistrationConfirmed: (invites.invite_confirmed,),
    RegisteredAgain: (invites.invite_again,),
    RegisteredForTwin: (notices.owe_twin_held,),
    ListeningLanguageChanged: (invites.invite_in_language,),
    RegistrationSwapped: (invites.move_entry,),
    RegistrationCancelled: (invites.withdraw_cancelled,),
    LinksAsked: (notices.owe_links,),
}

COMPOSERS: dict[str, Composer] = {
    invites.INVITE: invite_mail.compose_invite,
    invites.WITHDRAWAL: invite_mail.compose_withdrawal,
    notices.TWIN: registration_mail.compose_twin_held,
    notices.LINKS: registration_mail.compose_links,
    SIGN_IN: people_mail.compose_sign_in,
}


KIND_NAMES = {
    invites.INVITE: _l("Invitation"),
    invites.WITHDRAWAL: _l("Removal from the calendar"),
    notices.TWIN: _l("Seat held in the other session"),
    notices.LINKS: _l("Links to registrations"),
    SIGN_IN: _l("Sign-in link"),
}


def preload(rows: Sequence[OutboxMail]) -> None:
    """Read at once what the composers of ``rows`` would read one by one."""
    load_for_mails([row.entry_id for row in rows if row.entry_id is not None])
