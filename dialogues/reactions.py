"""The tables to read: what follows from which fact, who composes which mail."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from dialogues.action_items import due_service, news_mail, owner_notices
from dialogues.action_items import logged as action_items_logged
from dialogues.action_items import mail as owner_mail
from dialogues.action_items import reminders as item_reminders
from dialogues.action_items.desk import items_asking_for_attention
from dialogues.action_items.facts import (
    ActionItemAssigned,
    ActionItemChanged,
    ActionItemOffered,
    OwnerAddressChanged,
)
from dialogues.finding import service as finding
from dialogues.guest_list import logged as guest_list_logged
from dialogues.guest_list import mail as guest_mail
from dialogues.guest_list import rules as guest_list
from dialogues.guest_list.service import owe_open_invitations
from dialogues.history.subjects import Logged
from dialogues.invites import entries, following, reminders
from dialogues.invites import mail as invite_mail
from dialogues.invites import service as invites
from dialogues.invites.causes import Reason
from dialogues.invites.preloading import load_for_mails
from dialogues.messages import logged as messages_logged
from dialogues.messages import mail as messages_mail
from dialogues.messages.rules import MESSAGE, TEST
from dialogues.outbox.composing import Composer, KindNames
from dialogues.outbox.models import OutboxMail
from dialogues.outbox.rules import SIGN_IN
from dialogues.people import logged as people_logged
from dialogues.people import mail as people_mail
from dialogues.people.facts import FeedFollowed, FeedLeft
from dialogues.privacy import logged as privacy_logged
from dialogues.programme import logged as programme_logged
from dialogues.programme.facts import (
    AgendaChanged,
    CapacityChanged,
    DialogueChanged,
    RegistrationOpened,
    SessionCancelled,
    SessionPublished,
    SessionReinstated,
    SessionRevised,
    SeveralDisallowed,
    TextsEdited,
    ZoneRulesChanged,
)
from dialogues.registration import logged as registration_logged
from dialogues.registration import mail as registration_mail
from dialogues.registration import (
    notices,
    seats,
    several_service,
    waiting_mail,
    waiting_news_mail,
    waiting_notices,
    yielding_service,
)
from dialogues.registration.desk import approvals_that_wait, people_who_wait
from dialogues.registration.facts import (
    ApprovalWithdrawn,
    CopyAsked,
    LinksAsked,
    ListeningLanguageChanged,
    RegisteredAgain,
    RegisteredForTwin,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationPending,
    RegistrationSwapped,
    RegistrationWaitlisted,
    SeatsYielded,
)
from dialogues.registration.office_demand import unchosen_asking_for_attention
from dialogues.registration.unfinished_mail import compose_finish
from dialogues.registration.unfinished_service import FINISH
from dialogues.replies import mail as replies_mail
from dialogues.replies import service as replies
from dialogues.replies.office import replies_asking_for_attention
from dialogues.summaries import logged as summaries_logged
from dialogues.summaries import mail as summaries_mail
from dialogues.summaries import readers_queries, sent_back_mail, telling
from dialogues.summaries import rules as summaries_rules
from dialogues.summaries.facts import SummaryPublished, SummaryWithdrawn
from dialogues.summaries.office_board import notes_to_translate
from dialogues.support.events import Reactions
from dialogues.web.attention import Source

REACTIONS: Reactions = {
    DialogueChanged: (finding.follow_dialogue,),
    SessionPublished: (due_service.follow_programme,),
    CapacityChanged: (seats.promote_after,),
    RegistrationOpened: (seats.promote_after,),
    SeveralDisallowed: (several_service.refuse_while_held,),
    SessionRevised: (
        yielding_service.free_places_of_nobody,
        yielding_service.yield_to_other_seats,
        invites.update_revised,
        waiting_notices.owe_revision,
        seats.promote_after,
        due_service.follow_programme,
        finding.follow_session,
    ),
    ZoneRulesChanged: (
        invites.update_for_zone_rules,
        waiting_notices.owe_new_clocks,
        due_service.follow_programme,
    ),
    TextsEdited: (invites.update_texts,),
    AgendaChanged: (invites.update_agenda,),
    SessionCancelled: (
        invites.withdraw_session,
        waiting_notices.owe_cancellation,
        due_service.follow_programme,
        finding.follow_session,
    ),
    SessionReinstated: (
        yielding_service.free_places_of_nobody,
        yielding_service.yield_to_other_seats,
        invites.invite_reinstated,
        waiting_notices.owe_reinstatement,
        seats.promote_after,
        due_service.follow_programme,
        finding.follow_session,
    ),
    RegistrationConfirmed: (invites.invite_confirmed,),
    RegistrationWaitlisted: (notices.owe_waiting,),
    RegistrationPending: (notices.owe_waiting,),
    ApprovalWithdrawn: (
        invites.withdraw_unapproved,
        notices.owe_unapproved,
        seats.promote_after,
    ),
    RegisteredAgain: (invites.invite_again, notices.owe_waiting_again),
    CopyAsked: (invites.send_copy, notices.owe_waiting_copy),
    RegisteredForTwin: (notices.owe_twin_held,),
    ListeningLanguageChanged: (invites.invite_in_language,),
    RegistrationSwapped: (invites.move_entry, seats.promote_after_swap),
    RegistrationCancelled: (
        invites.withdraw_cancelled,
        notices.owe_ended,
        seats.promote_after,
    ),
    SeatsYielded: (invites.withdraw_yielded, seats.promote_after),
    LinksAsked: (notices.owe_links, owe_open_invitations),
    FeedFollowed: (following.hand_over_to_feed,),
    FeedLeft: (following.take_back_from_feed,),
    ActionItemChanged: (finding.follow_item, owner_notices.owe_news),
    ActionItemAssigned: (owner_notices.owe_assigned,),
    ActionItemOffered: (owner_notices.owe_offered,),
    OwnerAddressChanged: (owner_notices.owe_links_to_new_address,),
    SummaryPublished: (finding.follow_note, telling.tell_readers),
    SummaryWithdrawn: (finding.follow_note, telling.tell_of_others),
}

COMPOSERS: dict[str, Composer] = {
    entries.INVITE: invite_mail.compose_invite,
    entries.WITHDRAWAL: invite_mail.compose_withdrawal,
    reminders.REMINDER: reminders.compose_reminder,
    replies.DECLINED_ELSEWHERE: replies_mail.compose_declined_elsewhere,
    notices.TWIN: registration_mail.compose_twin_held,
    notices.LINKS: registration_mail.compose_links,
    guest_list.INVITATION: guest_mail.compose_invitation,
    guest_list.OPEN_INVITATIONS: guest_mail.compose_open_invitations,
    FINISH: compose_finish,
    MESSAGE: messages_mail.compose_message,
    TEST: messages_mail.compose_test,
    notices.WAITLISTED: waiting_mail.compose_waitlisted,
    notices.PENDING: waiting_mail.compose_pending,
    notices.ENDED: waiting_mail.compose_ended,
    waiting_notices.NEWS: waiting_news_mail.compose_news,
    owner_notices.ASSIGNED: owner_mail.compose_assigned,
    owner_notices.OFFERED: owner_mail.compose_offered,
    owner_notices.NEWS: news_mail.compose_news,
    owner_notices.LINKS: owner_mail.compose_links,
    owner_notices.REMINDER: item_reminders.compose_item_reminder,
    readers_queries.READY: summaries_mail.compose_ready,
    readers_queries.ELSEWHERE: summaries_mail.compose_elsewhere,
    summaries_rules.SENT_BACK: sent_back_mail.compose_sent_back,
    SIGN_IN: people_mail.compose_sign_in,
}


KIND_NAMES: KindNames = {
    entries.INVITE: _l("Invitation"),
    (entries.INVITE, Reason.REPEATED): _l("Invitation, once more"),
    (entries.INVITE, Reason.SWAPPED): _l("Invitation to the other session"),
    (entries.INVITE, Reason.LANGUAGE_CHANGED): _l("New listening language"),
    (entries.INVITE, Reason.REVISED): _l("Change of the session"),
    (entries.INVITE, Reason.ZONE_RULES): _l("Change of the clocks"),
    (entries.INVITE, Reason.TEXTS_EDITED): _l("New title or description"),
    (entries.INVITE, Reason.AGENDA_CHANGED): _l("New agenda"),
    (entries.INVITE, Reason.REINSTATED): _l("The session takes place after all"),
    (entries.INVITE, Reason.FEED_FOLLOWED): _l("Calendar follows its own feed"),
    (entries.INVITE, Reason.FEED_LEFT): _l("Calendar follows mails again"),
    (entries.INVITE, Reason.PROMOTED): _l("Invitation, from the waiting list"),
    (entries.INVITE, Reason.APPROVED): _l("Invitation, after approval"),
    (entries.INVITE, Reason.ADDED): _l("Invitation, by an organiser"),
    (entries.INVITE, Reason.MOVED): _l("Invitation to the other session, by an organiser"),
    entries.WITHDRAWAL: _l("Removal from the calendar"),
    (entries.WITHDRAWAL, Reason.MOVED): _l("Removal, for the other session, by an organiser"),
    (entries.WITHDRAWAL, Reason.REMOVED): _l("Removal, by an organiser"),
    (entries.WITHDRAWAL, Reason.APPROVAL_WITHDRAWN): _l("Removal, approval taken back"),
    (entries.WITHDRAWAL, Reason.ERASED): _l("Removal, since the data are erased"),
    (entries.WITHDRAWAL, Reason.SWAPPED): _l("Removal, for the other session"),
    (entries.WITHDRAWAL, Reason.DECLINED): _l("Removal, after a refusal"),
    (entries.WITHDRAWAL, Reason.SESSION_CANCELLED): _l("Cancellation of the session"),
    reminders.REMINDER: _l("Reminder"),
    replies.DECLINED_ELSEWHERE: _l("Question about a refusal"),
    notices.TWIN: _l("Seat held in the other session"),
    notices.LINKS: _l("Links to registrations"),
    guest_list.INVITATION: _l("Personal invitation"),
    guest_list.OPEN_INVITATIONS: _l("Open invitations, on request"),
    FINISH: _l("Link that finishes a registration"),
    notices.WAITLISTED: _l("On the waiting list"),
    notices.PENDING: _l("Awaits approval"),
    notices.ENDED: _l("End of waiting"),
    waiting_notices.NEWS: _l("News for who waits"),
    MESSAGE: _l("Message from the organisers"),
    TEST: _l("Test of a message"),
    owner_notices.ASSIGNED: _l("Action item, to its owner"),
    owner_notices.OFFERED: _l("Action item, to who may take it over"),
    owner_notices.NEWS: _l("News of an action item"),
    owner_notices.LINKS: _l("Links to action items"),
    owner_notices.REMINDER: _l("Reminder of an action item"),
    readers_queries.READY: _l("Summary note, to its readers"),
    readers_queries.ELSEWHERE: _l("Summary note, in other languages"),
    summaries_rules.SENT_BACK: _l("Section of a summary note, sent back to its translator"),
    SIGN_IN: _l("Sign-in link"),
}

LOGGED = Logged(
    kinds={
        "dialogue": programme_logged.DIALOGUE,
        "session": programme_logged.SESSION,
        "registration": registration_logged.REGISTRATION,
        "participant": registration_logged.PARTICIPANT,
        "invitation": guest_list_logged.INVITATION,
        "message": messages_logged.MESSAGE,
        "action_item": action_items_logged.ITEM,
        "action_owner": action_items_logged.OWNER,
        "summary": summaries_logged.SUMMARY,
        "staff": people_logged.STAFF,
        "retention": privacy_logged.RETENTION,
    },
    people=people_logged.staff_names,
)
"""What the log calls the things that change, their verbs, fields and values."""

ATTENTION: tuple[Source, ...] = (
    approvals_that_wait,
    people_who_wait,
    replies_asking_for_attention,
    items_asking_for_attention,
    unchosen_asking_for_attention,
    notes_to_translate,
)
"""What organisers' first page says is to be seen to."""


def preload(rows: Sequence[OutboxMail]) -> None:
    """Read at once what the composers of ``rows`` would read one by one."""
    load_for_mails([row.entry_id for row in rows if row.entry_id is not None])
    reminders.load_for_reminders(rows)
    messages_mail.load_for_messages(rows)
    summaries_mail.load_for_readers(rows)
