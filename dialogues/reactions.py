"""The tables to read: what follows from which fact, and who composes which mail."""

from dialogues.invites import mail as invite_mail
from dialogues.invites import service as invites
from dialogues.outbox.delivery import Composer
from dialogues.people import mail as people_mail
from dialogues.programme.facts import (
    CapacityChanged,
    SessionCancelled,
    SessionDetailsChanged,
    SessionPublished,
    SessionRescheduled,
)
from dialogues.registration import mail as registration_mail
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
    SessionDetailsChanged: (invites.update_details,),
    SessionCancelled: (invites.withdraw_session,),
    RegistrationConfirmed: (invites.invite_confirmed,),
    RegisteredAgain: (invites.invite_again,),
    RegisteredForTwin: (registration_mail.owe_twin_held,),
    ListeningLanguageChanged: (invites.invite_in_language,),
    RegistrationSwapped: (invites.move_entry,),
    RegistrationCancelled: (invites.withdraw_cancelled,),
    LinksAsked: (registration_mail.owe_links,),
}

COMPOSERS: dict[str, Composer] = {
    invites.INVITE: invite_mail.compose_invite,
    invites.WITHDRAWAL: invite_mail.compose_withdrawal,
    registration_mail.TWIN: registration_mail.compose_twin_held,
    registration_mail.LINKS: registration_mail.compose_links,
    "sign_in": people_mail.compose_sign_in,
}
