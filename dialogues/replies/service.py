"""What a message to an entry's address decides: calendars' replies, and mail that came back."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dialogues.database import insert_once
from dialogues.invites.addresses import token_in
from dialogues.invites.entries import forget_sent
from dialogues.invites.models import Entry, PartStat
from dialogues.outbox.queries import returned_letter, returned_mail
from dialogues.outbox.service import owe, record_returned
from dialogues.people.participants import mark_reached, mark_undeliverable
from dialogues.registration import service as registration
from dialogues.registration.models import Ending
from dialogues.registration.queries import locked_session
from dialogues.replies import mime, queries
from dialogues.replies.incoming import Bounce, CalendarReply, Incoming, Unreadable
from dialogues.replies.models import Reply
from dialogues.replies.rules import ReplyEffect, ReplyKind, effect_of, is_outdated, kind_of
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
    """Decide about a message (RFC 5322), and apply it where it is a calendar's reply or a bounce.

    Without a token of ours, or with another UID than its entry's, nothing changes. A message
    that arrives again counts once. Nobody who wrote is ever answered.
    """
    try:
        incoming = mime.read(raw)
    except Unreadable as why:
        return Decision(False, str(why))
    if incoming.said is None:
        kind = "it is automatic, and" if incoming.is_automatic else "it"
        return Decision(False, f"{kind} carries no answer")
    found = _entry(incoming)
    if found is None:
        return _take_bounce_of_letter(incoming.said)
    if isinstance(incoming.said, CalendarReply) and incoming.said.uid != found.uid:
        return Decision(False, "the UID is another entry's", found.id)
    # As every decision about seats: first the Dialogue's sessions, then what is in them.
    locked_session(found.session.public_id)
    entry = queries.locked_entry(found.id)
    if isinstance(incoming.said, Bounce):
        return _take_bounce(entry, incoming, incoming.said)
    return _take_reply(entry, incoming, incoming.said)


def mark_handled(reply: Reply) -> None:
    """Note that a reply needs no more attention; the first time counts."""
    reply.handled_at = reply.handled_at or clock.now()


def _entry(incoming: Incoming) -> Entry | None:
    tokens = [token for each in incoming.addressed_to if (token := token_in(each))]
    return queries.entry_by_token(tokens) if tokens else None


def _take_reply(entry: Entry, incoming: Incoming, reply: CalendarReply) -> Decision:
    # Who wrote, where the calendar names them: a delegate's may repeat the registrant's line.
    attendee = reply.attendee(incoming.sender, entry.attendee)
    kind = kind_of(reply, attendee)
    if kind is None:
        return Decision(False, "its PARTSTAT is no answer", entry.id)
    by_registrant = entry.attendee in (incoming.sender, attendee and attendee.address)
    outdated = is_outdated(reply.sequence, reply.said_at, entry.sequence, entry.answered_at)
    effect = effect_of(kind, by_registrant, outdated)
    if effect is ReplyEffect.ASKED and not entry.holds_seat(clock.now()):
        effect = ReplyEffect.OUTDATED
    is_new = _record(
        entry,
        incoming,
        kind=kind,
        effect=effect,
        sender=incoming.sender,
        attendee=attendee and (attendee.delegated_to or attendee.address),
        sequence=reply.sequence,
        said_at=reply.said_at,
        proposed_starts_at=reply.starts_at if reply.is_counter else None,
        proposed_ends_at=reply.ends_at if reply.is_counter else None,
        comment=reply.comment or (attendee.comment if attendee else ""),
    )
    if not is_new:
        return Decision(True, "received before", entry.id)
    if by_registrant:
        mark_reached(entry.registration.participant)
    if effect is ReplyEffect.APPLIED:
        _apply(entry, PartStat(kind.value.upper()), reply.said_at)
    elif effect is ReplyEffect.ASKED:
        _ask(entry, incoming.sender)
    return Decision(True, f"{kind}, {effect}", entry.id)


def _apply(entry: Entry, partstat: PartStat, said_at: dt.datetime | None) -> None:
    now = clock.now()
    entry.partstat = partstat
    # A clock that is ahead must not make later answers old ones.
    entry.answered_at = min(said_at or now, now)
    # Of a session that is cancelled, too: it may take place after all.
    if partstat is PartStat.DECLINED and entry.is_registered and entry.session.ends_at > now:
        registration.cancel(entry.registration, by=Ending.REPLY)


def _ask(entry: Entry, sender: str) -> None:
    """Ask the registrant about somebody else's refusal: once for each SEQUENCE."""
    owe(
        kind=DECLINED_ELSEWHERE,
        recipient=entry.attendee,
        language=entry.registration.language,
        zone=entry.registration.zone,
        subject_id=entry.id,
        payload={"sender": sender, "entry": entry.id},
        dedupe_key=f"{DECLINED_ELSEWHERE}:{entry.id}:{entry.sequence}",
    )


def _take_bounce(entry: Entry, incoming: Incoming, bounce: Bounce) -> Decision:
    own = bounce.failure_of(entry.attendee)
    failure = own or bounce.failures[0]
    is_new = _record(
        entry,
        incoming,
        kind=ReplyKind.BOUNCE,
        effect=ReplyEffect.APPLIED if own else ReplyEffect.NOTED,
        sender=failure.recipient,
        comment=failure.reason,
    )
    if not is_new:
        return Decision(True, "received before", entry.id)
    if own is None:
        return Decision(True, "a mail that was passed on came back", entry.id)
    mark_undeliverable(entry.registration.participant, own.reason, clock.now())
    mail = returned_mail(entry.id, bounce.message_id)
    if mail is not None:
        record_returned(mail, own.reason)
        is_last = (mail.sequence, mail.dtstamp) == (entry.sent_sequence, entry.sent_dtstamp)
        # Mails without a calendar part do not make up for the CANCEL before them.
        if is_last or entry.part is None:
            forget_sent(entry)
    return Decision(True, "a mail came back", entry.id)


def _take_bounce_of_letter(said: Bounce | CalendarReply) -> Decision:
    """Note that a mail came back that is about no entry: only who got it knows its Message-ID."""
    mail = returned_letter(said.message_id) if isinstance(said, Bounce) else None
    failure = said.failure_of(mail.recipient) if mail and isinstance(said, Bounce) else None
    if mail is None or failure is None:
        return Decision(False, "no token of an entry")
    record_returned(mail, failure.reason)
    return Decision(True, "a mail came back")


def _record(entry: Entry, incoming: Incoming, **values: Any) -> bool:
    """Store what the message says, and say whether it is new."""
    row = insert_once(
        Reply, entry_id=entry.id, digest=incoming.digest, received_at=clock.now(), **values
    )
    return row is not None
