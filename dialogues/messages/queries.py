"""Messages, and the people whom they reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from dialogues.database import Page, db, page_of
from dialogues.messages.models import Message
from dialogues.messages.rules import MESSAGE
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.people.models import Participant
from dialogues.programme.models import DialogueSession
from dialogues.registration.filters import Filter
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.room_queries import selected

PAGE_LENGTH = 20


class LeftOut(StrEnum):
    """Why somebody who is selected gets nothing."""

    COMES_BACK = "comes_back"
    """Mail to the person comes back."""
    GONE = "gone"
    """The registration is cancelled, or erased."""
    REGISTERED = "registered"
    """Of an announcement: the person has, or had, a registration in the Dialogue."""
    TOLD = "told"
    """Of an announcement: the person got one of this Dialogue already."""


@dataclass(frozen=True)
class Audience:
    """To whom a message goes: one registration of each person, and who is left out, and why."""

    reached: Select[Registration]
    left_out: dict[LeftOut, Select[Registration]] = field(default_factory=dict)


@dataclass(frozen=True)
class Recipient:
    """What a mail needs to know of somebody who gets it."""

    registration_id: int
    email: str
    language: str
    zone: str


def of_session(session_id: int, wanted: Filter) -> Audience:
    """The people of a session whom a filter selects."""
    chosen = selected(session_id, wanted)
    is_gone = or_(
        Registration.status == RegistrationStatus.CANCELLED,
        Registration.erased_at.is_not(None),
        Participant.erased_at.is_not(None),
    )
    return _audience({LeftOut.GONE: is_gone, LeftOut.COMES_BACK: _comes_back()}, chosen)


def of_dialogue(dialogue_id: int) -> Audience:
    """The people who asked to hear of the next Dialogues: the latest registration of each."""
    told = (
        select(OutboxMail.recipient)
        .join(Message, Message.id == OutboxMail.subject_id)
        .where(
            OutboxMail.kind == MESSAGE,
            OutboxMail.state.in_((MailState.SENT, MailState.OWED, MailState.HELD)),
            Message.dialogue_id == dialogue_id,
            Message.session_id.is_(None),
        )
    )
    latest = (
        select(func.max(Registration.id))
        .where(Registration.erased_at.is_(None))
        .group_by(Registration.participant_id)
    )
    chosen = (
        select(Registration)
        .join(Registration.participant)
        .where(Registration.id.in_(latest), _wants_news(), Participant.erased_at.is_(None))
        .options(contains_eager(Registration.participant))
        .order_by(Registration.id)
    )
    reasons = {
        LeftOut.REGISTERED: Participant.id.in_(_registered_in(dialogue_id)),
        LeftOut.TOLD: Participant.email.in_(told),
        LeftOut.COMES_BACK: _comes_back(),
    }
    return _audience(reasons, chosen)


def _audience(
    reasons: dict[LeftOut, ColumnElement[bool]], chosen: Select[Registration]
) -> Audience:
    """Who is chosen, each left out for the first reason that applies."""
    left_out: dict[LeftOut, Select[Registration]] = {}
    for reason, applies in reasons.items():
        left_out[reason] = chosen.where(applies)
        chosen = chosen.where(~applies)
    return Audience(chosen, left_out)


def _comes_back() -> ColumnElement[bool]:
    return Participant.undeliverable_at.is_not(None)


def _wants_news() -> ColumnElement[bool]:
    asked = select(Registration.participant_id).where(
        Registration.wants_news, Registration.erased_at.is_(None)
    )
    return Participant.id.in_(asked)


def _registered_in(dialogue_id: int) -> Select[int]:
    return (
        select(Registration.participant_id)
        .join(Registration.session)
        .where(DialogueSession.dialogue_id == dialogue_id)
    )


def counts_by_language(audience: Audience) -> dict[str, int]:
    """How many people an audience reaches, by the language of their mails, most first."""
    counted = (
        audience.reached.order_by(None)
        .with_only_columns(Registration.language, func.count())
        .group_by(Registration.language)
        .order_by(func.count().desc(), Registration.language)
    )
    return {language: int(count) for language, count in db.session.execute(counted)}


def left_out_counts(audience: Audience) -> dict[LeftOut, int]:
    """How many people are left out for each reason; reasons that apply to nobody are not there."""
    counts = {
        reason: db.session.scalar(who.order_by(None).with_only_columns(func.count())) or 0
        for reason, who in audience.left_out.items()
    }
    return {reason: count for reason, count in counts.items() if count}


def recipients(audience: Audience) -> list[Recipient]:
    """Everybody whom an audience reaches: in one statement, so that their number holds."""
    columns = (Registration.id, Participant.email, Registration.language, Registration.zone)
    rows = db.session.execute(audience.reached.with_only_columns(*columns))
    return [Recipient(*row) for row in rows]


def somebody(audience: Audience, language: str) -> Registration | None:
    """The first of an audience whose mails are in a language, else the first of all."""
    first = audience.reached.order_by(None).order_by(
        Registration.language != language, Registration.id
    )
    return db.session.scalar(first.limit(1))


def still_to_tell(dialogue_id: int, participant_ids: Iterable[int]) -> set[int]:
    """Who of some people still asks to hear of Dialogues, and has not registered in this one."""
    return set(
        db.session.scalars(
            select(Participant.id).where(
                Participant.id.in_(list(participant_ids)),
                Participant.erased_at.is_(None),
                _wants_news(),
                Participant.id.not_in(_registered_in(dialogue_id)),
            )
        )
    )


def by_public_id(public_id: str) -> Message | None:
    """A message with its texts, its session, its Dialogue and who wrote it."""
    return db.session.scalar(_messages().where(Message.public_id == public_id))


def locked(message: Message) -> Message:
    """A message as it is now, locked."""
    db.session.refresh(message, with_for_update=True)
    return message


def by_ids(message_ids: Iterable[int]) -> Sequence[Message]:
    """Messages with their texts, sessions and Dialogues."""
    return db.session.scalars(_messages().where(Message.id.in_(list(message_ids)))).all()


def messages_of(dialogue_id: int, session_id: int | None, number: int) -> Page[Message]:
    """A page of the messages to a session, or of all of a Dialogue; the latest first."""
    wanted = _messages().where(Message.dialogue_id == dialogue_id).order_by(Message.id.desc())
    if session_id is not None:
        wanted = wanted.where(Message.session_id == session_id)
    return page_of(wanted, PAGE_LENGTH, number)


def _messages() -> Select[Message]:
    return select(Message).options(
        joinedload(Message.dialogue, innerjoin=True),
        joinedload(Message.session),
        joinedload(Message.author, innerjoin=True),
    )
