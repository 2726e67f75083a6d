"""Answers from calendars, and mail that comes back: what a message decides, in one transaction."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dialogues.database import insert_once
from dialogues.invites import replies_message, replies_queries
from dialogues.invites.addresses import token_in
from dialogues.invites.models import Entry, PartStat, Reply, ReplyEffect, ReplyKind
from dialogues.invites.replies_rules import effect_of, is_outdated, kind_of
from dialogues.invites.replies_said import Answer, Bounce, Incoming, Unreadable
from dialogues.outbox.queries import sent_mail
from dialogues.outbox.service import owe, record_returned
from dialogues.people.participants import mark_reached, mark_undeliverable
from dialogues.registration import service as registration
from dialogues.registration.models import RegistrationStatus
from dialogues.registration.queries import locked_session
from dialogues.support import clock

DECLINED_ELSEWHERE = "declined_elsewhere"
"""The kind of the mail that asks a registrant about somebody else's refusal."""


@dataclass(frozen=True)
class Decision:
    """What became of a message, in words for a log: they name nobody."""

    accepted: bool
    reason: str
    entry_id: int | None = None

    def __str__(self) -> str:
        verdict = "accepted" if self.accepted else "refused"
        about = f" (entry {self.entry_id})" if self.entry_id is not None else ""
        return f"{verdict}: {self.reason}{about}"


TOO_LARGE = Decision(False, "it is too large")


def receive(raw: bytes) -> Decision:
    """Decide about a message (RFC 5322), and apply it where it is an answer or a bounce.

    Without a token of ours, or with another UID than its entry's, nothing changes. A message
    that arrives again counts once. Nobody who wrote is ever answered.
    """
    try:
        incoming = replies_message.read(raw)
    except Unreadable as why:
        return Decision(False, str(why))
    if incoming.said is None:
        kind = "it is automatic, and" if incoming.is_automatic else "it"
        return Decision(False, f"{kind} carries no answer")
    found = _entry(incoming)
    if found is None:
        return Decision(False, "no token of an entry")
    if isinstance(incoming.said, Answer) and incoming.said.uid != found.uid:
        return Decision(False, "the UID is another entry's", found.id)
    # As every decision about seats: first the Dialogue's sessions, then what is in them.
    locked_session(found.session.public_id)
    entry = replies_queries.locked_entry(found.id)
    if isinstance(incoming.said, Bounce):
        return _take_bounce(entry, incoming, incoming.said)
    return _take_answer(entry, incoming, incoming.said)


def put_away(reply: Reply) -> None:
    """Note that an organiser has seen to an answer; the first time counts."""
    reply.handled_at = reply.handled_at or clock.now()


def _entry(incoming: Incoming) -> Entry | None:
    tokens = [token for each in incoming.addressed_to if (token := token_in(each))]
    return replies_queries.entry_by_token(tokens) if tokens else None


def _take_answer(entry: Entry, incoming: Incoming, answer: Answer) -> Decision:
    attendee = answer.attendee(entry.attendee)
    kind = kind_of(answer, attendee)
    if kind is None:
        return Decision(False, "its PARTSTAT is no answer", entry.id)
    by_registrant = entry.attendee in (incoming.sender, attendee and attendee.address)
    outdated = is_outdated(answer.sequence, answer.said_at, entry.sequence, entry.answered_at)
    effect = effect_of(kind, by_registrant, outdated)
    if effect is ReplyEffect.ASKED and not holds_seat(entry):
        effect = ReplyEffect.OUTDATED
    is_new = _record(
        entry,
        incoming,
        kind=kind,
        effect=effect,
        sender=incoming.sender,
        attendee=attendee and (attendee.delegated_to or attendee.address),
        sequence=answer.sequence,
        said_at=answer.said_at,
        proposed_starts_at=answer.starts_at if answer.is_counter else None,
        proposed_ends_at=answer.ends_at if answer.is_counter else None,
        comment=answer.comment or (attendee.comment if attendee else ""),
    )
    if not is_new:
        return Decision(True, "received before", entry.id)
    if by_registrant:
        mark_reached(entry.registration.participant)
    if effect is ReplyEffect.APPLIED:
        _apply(entry, PartStat(kind.value.upper()), answer.said_at)
    elif effect is ReplyEffect.ASKED:
        _ask(entry, incoming.sender)
    return Decision(True, f"{kind}, {effect}", entry.id)


def _apply(entry: Entry, partstat: PartStat, said_at: dt.datetime | None) -> None:
    now = clock.now()
    entry.partstat = partstat
    # A clock that is ahead must not make later answers old ones.
    entry.answered_at = min(said_at or now, now)
    if partstat is PartStat.DECLINED and holds_seat(entry):
        registration.cancel(entry.registration, by_reply=True)


def holds_seat(entry: Entry) -> bool:
    """Whether the registration holds a seat in the entry's session, which still takes place."""
    return (
        entry.registration.session_id == entry.session_id
        and entry.registration.status is RegistrationStatus.CONFIRMED
        and registration.takes_place(entry.session)
    )


def _ask(entry: Entry, sender: str) -> None:
    """Ask the registrant about somebody else's refusal: once for each SEQUENCE."""
    owe(
        kind=DECLINED_ELSEWHERE,
        recipient=entry.attendee,
        language=entry.registration.language,
        zone=entry.registration.zone,
        subject_id=entry.id,
        payload={"sender": sender},
        dedupe_key=f"{DECLINED_ELSEWHERE}:{entry.id}:{entry.sequence}",
    )


def _take_bounce(entry: Entry, incoming: Incoming, bounce: Bounce) -> Decision:
    is_new = _record(
        entry,
        incoming,
        kind=ReplyKind.BOUNCE,
        effect=ReplyEffect.APPLIED,
        sender=bounce.recipient,
        comment=bounce.reason,
    )
    if not is_new:
        return Decision(True, "received before", entry.id)
    mark_undeliverable(entry.registration.participant, bounce.reason, clock.now())
    mail = sent_mail(entry.id, bounce.message_id)
    if mail is not None:
        record_returned(mail, bounce.reason)
    # What the calendar holds is unknown: whatever was sent last may not have come.
    entry.sent_method = entry.sent_sequence = entry.sent_dtstamp = None
    entry.sent_starts_at = entry.sent_ends_at = None
    return Decision(True, "a mail came back", entry.id)


def _record(entry: Entry, incoming: Incoming, **values: Any) -> bool:
    """Store what the message says, and say whether it is new."""
    row = insert_once(
        Reply, entry_id=entry.id, digest=incoming.digest, received_at=clock.now(), **values
    )
    return row is not None
