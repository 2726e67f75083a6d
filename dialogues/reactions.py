"""The tables to read: what follows from which fact, who composes which mail, what waits."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from dialogues.invites import following, reminders, replies, replies_mail
from dialogues.invites import mail as invite_mail
from dialogues.invites import service as invites
from dialogues.invites.mail_queries import load_for_mails
from dialogues.invites.office import answers_waiting
from dialogues.outbox.composing import Composer
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.rules import SIGN_IN
from dialogues.people import mail as people_mail
from dialogues.people.facts import FeedFollowed, FeedLeft
from dialogues.programme.facts import (
    CapacityChanged,
    SessionCancelled,
    SessionPublished,
    SessionReinstated,
    SessionRevised,
    TextsEdited,
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
from dialogues.web.waiting import Source

REACTIONS: Reactions = {
    SessionPublished: (),
    CapacityChanged: (),
    SessionRevised: (invites.update_revised,),
    ZoneRulesChanged: (invites.update_for_zone_rules,),
    TextsEdited: (invites.update_texts,),
    SessionCancelled: (invites.withdraw_session,),
    SessionReinstated: (invites.invite_reinstated,),
    RegistrationConfirmed: (invites.invite_confirmed,),
    RegisteredAgain: (invites.invite_again,),
    RegisteredForTwin: (notices.owe_twin_held,),
    ListeningLanguageChanged: (invites.invite_in_language,),
    RegistrationSwapped: (invites.move_entry,),
    RegistrationCancelled: (invites.withdraw_cancelled,),
    LinksAsked: (notices.owe_links,),
    FeedFollowed: (following.hand_over_to_feed,),
    FeedLeft: (following.take_back_from_feed,),
}

COMPOSERS: dict[str, Composer] = {
    invites.INVITE: invite_mail.compose_invite,
    invites.WITHDRAWAL: invite_mail.compose_withdrawal,
    reminders.REMINDER: reminders.compose_reminder,
    replies.DECLINED_ELSEWHERE: replies_mail.compose_declined_elsewhere,
    notices.TWIN: registration_mail.compose_twin_held,
    notices.LINKS: registration_mail.compose_links,
    SIGN_IN: people_mail.compose_sign_in,
}


KIND_NAMES = {
    invites.INVITE: _l("Invitation"),
    invites.WITHDRAWAL: _l("Removal from the calendar"),
    reminders.REMINDER: _l("Reminder"),
    replies.DECLINED_ELSEWHERE: _l("Question about a refusal"),
    notices.TWIN: _l("Seat held in the other session"),
    notices.LINKS: _l("Links to registrations"),
    SIGN_IN: _l("Sign-in link"),
}

WAITING: tuple[Source, ...] = (answers_waiting,)
"""What organisers' first page says is to be seen to."""


def preload(rows: Sequence[OutboxMail]) -> None:
    """Read at once what the composers of ``rows`` would read one by one."""
    load_for_mails([row.entry_id for row in rows if row.entry_id is not None])
    reminders.load_for_reminders(rows)
