"""What calendars hear of what happened: each fact's entries, and the cause of their mails."""

from dialogues.invites import queries
from dialogues.invites.causes import Cause, Reason
from dialogues.invites.entries import INVITE, owe_for, request, retell, tell_everybody, withdraw
from dialogues.invites.models import Method, PartStat
from dialogues.outbox import queries as outbox
from dialogues.programme.facts import (
    AgendaChanged,
    SessionCancelled,
    SessionReinstated,
    SessionRevised,
    TextsEdited,
    ZoneRulesChanged,
)
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.registration.facts import (
    ApprovalWithdrawn,
    Confirmation,
    CopyAsked,
    ListeningLanguageChanged,
    RegisteredAgain,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationSwapped,
    SeatsYielded,
)
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.notices import BETWEEN_COPIES
from dialogues.registration.rules import other_name
from dialogues.support import clock
from dialogues.support.codes import fingerprint

_HOW = {
    Confirmation.REGISTERED: Reason.REGISTERED,
    Confirmation.RETURNED: Reason.RETURNED,
    Confirmation.PROMOTED: Reason.PROMOTED,
    Confirmation.APPROVED: Reason.APPROVED,
    Confirmation.ADDED: Reason.ADDED,
}
_ENDINGS = {
    Ending.PERSON: Reason.CANCELLED,
    Ending.REPLY: Reason.DECLINED,
    Ending.ORGANISER: Reason.REMOVED,
    Ending.DECLINED: Reason.REMOVED,
    Ending.TWIN: Reason.SWAPPED,
    Ending.ERASED: Reason.ERASED,
}


def invite_confirmed(fact: RegistrationConfirmed) -> None:
    """Put the session into the calendar of a person who has a seat."""
    entry = request(fact.registration, Cause(_HOW[fact.how]))
    if entry.partstat is not PartStat.ACCEPTED:  # setting it again would cost a flush
        entry.partstat = PartStat.ACCEPTED


def invite_again(fact: RegisteredAgain) -> None:
    """Send what the calendar should hold once more, at most once an hour for the same name.

    The message repeats SEQUENCE and DTSTAMP, so that calendars recognise it.
    """
    entry = queries.entry_of(fact.registration)
    if entry is None or not entry.is_registered:  # who waits is told so otherwise
        return
    other = other_name(fact.registration.name, fact.name)
    said = fingerprint(entry.sequence, entry.dtstamp, other)
    owe_for(
        entry,
        Cause(Reason.REPEATED, other_name=other),
        dedupe_key=f"repeat:{entry.id}:{said}:{clock.now():%Y%m%d%H}",
    )


def send_copy(fact: CopyAsked) -> None:
    """Send who has a seat what the calendar should hold once more, at most once a minute.

    The message repeats SEQUENCE and DTSTAMP, so that calendars recognise it.
    """
    registration = fact.registration
    if registration.status is not RegistrationStatus.CONFIRMED:
        return
    entry = queries.entry_of(registration)
    since = clock.now() - BETWEEN_COPIES
    if entry and not outbox.was_owed_since(INVITE, registration.id, since):
        owe_for(entry, Cause(Reason.REPEATED))


def invite_in_language(fact: ListeningLanguageChanged) -> None:
    """Tell the calendar the new listening language: a change of text."""
    entry = queries.entry_of(fact.registration)
    if entry is not None:
        retell(entry, Cause(Reason.LANGUAGE_CHANGED))


def move_entry(fact: RegistrationSwapped) -> None:
    """Take one session out of the calendar and put its twin in: two mails, one METHOD each."""
    reason = Reason.MOVED if fact.by_organiser else Reason.SWAPPED
    _withdraw(fact.registration, fact.left, Cause(reason))
    entry = request(fact.registration, Cause(reason))
    if entry.partstat is PartStat.DECLINED:  # before they chose it again
        entry.partstat = PartStat.ACCEPTED


def withdraw_cancelled(fact: RegistrationCancelled) -> None:
    """Take the session out of the calendar of a person who has no seat any more."""
    if fact.was is RegistrationStatus.CONFIRMED:
        cause = Cause(_ENDINGS[fact.by], because=fact.because)
        _withdraw(fact.registration, fact.registration.session, cause)


def withdraw_unapproved(fact: ApprovalWithdrawn) -> None:
    """Take the session out of the calendar of a person whose approval was taken back."""
    cause = Cause(Reason.APPROVAL_WITHDRAWN, because=fact.because)
    _withdraw(fact.registration, fact.registration.session, cause)


def withdraw_yielded(fact: SeatsYielded) -> None:
    """Take a session out of the calendars of people who are in its twins; say where they are."""
    # A session that was cancelled has taken itself out already.
    for entry in queries.entries_without_seats(fact.session.id):
        if entry.registration_id in fact.kept:
            entry.registration = fact.kept[entry.registration_id]
            withdraw(entry, Cause(Reason.SWAPPED))


def update_revised(fact: SessionRevised) -> None:
    """Send everybody what changed of a session; of what is over nobody needs to hear."""
    if max(fact.session.ends_at, fact.previous_ends_at) > clock.now():
        cause = Cause(
            Reason.REVISED,
            fact.changes,
            span=(fact.previous_starts_at, fact.previous_ends_at),
            zone=fact.previous_zone,
            floor_language=fact.previous_floor_language,
            interpretation=fact.previous_interpretation,
        )
        tell_everybody(fact.session, Method.REQUEST, cause, rises=fact.raises_sequence)


def update_for_zone_rules(fact: ZoneRulesChanged) -> None:
    """Send everybody the instants that the new rules of the zone give, and say why."""
    if max(fact.session.ends_at, fact.previous_ends_at) > clock.now():
        cause = Cause(Reason.ZONE_RULES, span=(fact.previous_starts_at, fact.previous_ends_at))
        tell_everybody(fact.session, Method.REQUEST, cause)


def update_texts(fact: TextsEdited) -> None:
    """Send everybody the new title and description: a change of text."""
    _retell_everybody(fact.dialogue, Reason.TEXTS_EDITED)


def update_agenda(fact: AgendaChanged) -> None:
    """Send everybody the new agenda: a change of text."""
    _retell_everybody(fact.dialogue, Reason.AGENDA_CHANGED)


def _retell_everybody(dialogue: Dialogue, reason: Reason) -> None:
    for session in dialogue.sessions:
        if session.status is Status.PUBLISHED and session.ends_at > clock.now():
            tell_everybody(session, Method.REQUEST, Cause(reason), rises=False)


def withdraw_session(fact: SessionCancelled) -> None:
    """Cancel a session in every calendar that holds it."""
    if fact.session.ends_at > clock.now():
        tell_everybody(fact.session, Method.CANCEL, Cause(Reason.SESSION_CANCELLED))


def invite_reinstated(fact: SessionReinstated) -> None:
    """Put a session back into the calendars of all who have a seat in it still."""
    cause = Cause(Reason.REINSTATED)
    tell_everybody(fact.session, Method.REQUEST, cause, held=Method.CANCEL)


def _withdraw(registration: Registration, session: DialogueSession, cause: Cause) -> None:
    entry = queries.entry_in(session.id, registration.participant.email)
    # A cancelled session has taken itself out already.
    if entry is not None and entry.method is Method.REQUEST:
        withdraw(entry, cause)
