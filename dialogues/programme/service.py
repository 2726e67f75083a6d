"""The verbs that change the programme. Each records what it changed and announces it.

All of them flush and leave committing to the request or command. A plan that cannot be raises
the :class:`~dialogues.support.refusals.Refusal` of the first field that is wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.database import db
from dialogues.history import service as history
from dialogues.programme import drafting, queries, slugs
from dialogues.programme.facts import (
    CapacityChanged,
    Change,
    RegistrationOpened,
    SessionCancelled,
    SessionPublished,
    SessionReinstated,
    SessionRevised,
    TextsEdited,
)
from dialogues.programme.models import (
    Dialogue,
    DialogueSession,
    DialogueText,
    Status,
)
from dialogues.programme.plans import (
    DialoguePlan,
    SessionPlan,
    dialogue_problems,
    session_problems,
)
from dialogues.programme.refusals import (
    DialogueIsCancelled,
    SessionIsCancelled,
    SessionIsOver,
    TimeIsPast,
)
from dialogues.programme.rules import capacity_problem
from dialogues.programme.snapshots import dialogue_record, session_record
from dialogues.support import clock
from dialogues.support.events import Event, announce
from dialogues.support.refusals import Refusal


@dataclass(frozen=True)
class NewDialogue:
    """A Dialogue to create, with the status that each of its sessions starts in."""

    plan: DialoguePlan
    sessions: Sequence[tuple[SessionPlan, Status]]
    status: Status


def create_dialogue(
    plan: DialoguePlan, sessions: Sequence[SessionPlan], status: Status, uid_domain: str
) -> Dialogue:
    """Put a Dialogue and its sessions on the programme, all as drafts or all published."""
    new = NewDialogue(plan, [(session, status) for session in sessions], status)
    return enter([new], [], uid_domain)[0][0]


def add_session(
    dialogue: Dialogue, plan: SessionPlan, status: Status, uid_domain: str
) -> DialogueSession:
    """Add a session; a published one publishes a draft Dialogue, but not its other drafts."""
    return enter([], [(dialogue, plan, status)], uid_domain)[1][0]


def enter(
    new: Sequence[NewDialogue],
    more: Sequence[tuple[Dialogue, SessionPlan, Status]],
    uid_domain: str,
) -> tuple[list[Dialogue], list[DialogueSession]]:
    """Create Dialogues with their sessions, and add ``more`` sessions to others.

    Few statements whatever their number. Gives what is new, in the order of the plans.
    """
    for one in new:
        _refuse(dialogue_problems(one.plan))
    for dialogue, _, status in more:
        if dialogue.status is Status.CANCELLED:
            raise DialogueIsCancelled()
        if status is Status.PUBLISHED:
            _publish_dialogue(dialogue)
    dialogues = [drafting.new_dialogue(one.plan, one.status) for one in new]
    wanted = [
        (dialogue, plan, status)
        for dialogue, one in zip(dialogues, new, strict=True)
        for plan, status in one.sessions
    ]
    return dialogues, _add(dialogues, [*wanted, *more], uid_domain)


def edit_texts(dialogue: Dialogue, plan: DialoguePlan, *, tell: bool) -> bool:
    """Make the texts and source language those of ``plan``; False where they were already.

    Languages that ``plan`` does not name lose their text. Public pages and feeds follow by
    themselves; those who registered are mailed where ``tell`` says so.
    """
    _refuse(dialogue_problems(plan))
    before = dialogue_record(dialogue)
    for language in set(dialogue.texts) - set(plan.texts):
        del dialogue.texts[language]
    for language, (title, description) in plan.texts.items():
        text = dialogue.texts.get(language)
        if text is None:
            dialogue.texts[language] = DialogueText(
                language=language, title=title, description=description
            )
        else:
            text.title, text.description = title, description
    dialogue.source_language = plan.source_language
    after = dialogue_record(dialogue)
    if after == before:
        return False
    _record_dialogue(dialogue, "texts_edited", before)
    if tell:
        announce(TextsEdited(dialogue))
    return True


def revise_session(session: DialogueSession, plan: SessionPlan, *, tell: bool) -> bool:
    """Make a session what ``plan`` says; announces what changed, False where nothing did.

    Covers time, languages, seats, join link, reminders and short link at once. A new join link
    changes no calendar, since everybody's own link leads to it: ``tell`` says whether it is
    announced. Raises :class:`SessionIsCancelled` where a cancelled session would change, and
    :class:`TimeIsPast` where people would be told of a time that is.
    """
    _refuse(session_problems(plan))
    queries.lock_sessions(session.dialogue_id)
    if drafting.is_as_planned(session, plan):
        return False
    if session.status is Status.CANCELLED:
        raise SessionIsCancelled()
    if drafting.is_moved_into_past(session, drafting.planned_timing(plan), clock.now()):
        raise TimeIsPast()
    for fact in _set(session, plan, tell):
        announce(fact)
    return True


def publish(dialogue: Dialogue) -> None:
    """Publish a Dialogue and all of its draft sessions; a published one changes nothing."""
    sessions = queries.lock_sessions(dialogue.id)
    _publish_dialogue(dialogue)
    for session in sessions:
        if session.status is Status.DRAFT:
            _publish_locked(session)


def publish_session(session: DialogueSession) -> None:
    """Publish one draft session, and its Dialogue where that is a draft; not its other drafts."""
    queries.lock_sessions(session.dialogue_id)
    _publish_dialogue(session.dialogue)
    if session.status is Status.CANCELLED:
        raise SessionIsCancelled()
    if session.status is Status.DRAFT:
        _publish_locked(session)


def cancel_session(session: DialogueSession) -> None:
    """Cancel a session; one that is cancelled stays as it is."""
    queries.lock_sessions(session.dialogue_id)
    _cancel_locked(session)


def cancel_dialogue(dialogue: Dialogue) -> None:
    """Cancel a Dialogue and every session of it that is not; a cancelled one stays as it is."""
    sessions = queries.lock_sessions(dialogue.id)
    if dialogue.status is not Status.CANCELLED:
        before = dialogue_record(dialogue)
        dialogue.status = Status.CANCELLED
        _record_dialogue(dialogue, "cancelled", before)
    for session in sessions:
        _cancel_locked(session)


def reinstate_session(session: DialogueSession) -> None:
    """Take the cancellation of a session back; everybody who registered keeps the seat they had.

    Its Dialogue is published again where it was cancelled, too. A session that is not cancelled
    stays as it is; one that the public never saw becomes a draft again, and one that would be
    over is :class:`SessionIsOver`.
    """
    queries.lock_sessions(session.dialogue_id)
    if session.status is not Status.CANCELLED:
        return
    if session.ends_at <= clock.now():
        raise SessionIsOver()
    before, was_public = session_record(session), session.sequence > 0
    _reinstate_dialogue(session.dialogue, was_public)
    session.status = Status.PUBLISHED if was_public else Status.DRAFT
    session.sequence += was_public
    _record_session(session, "reinstated", before)
    if was_public:
        announce(SessionReinstated(session))


def set_capacity(session: DialogueSession, capacity: int | None) -> None:
    """Set the number of seats of a session that is locked; nobody loses one that is taken."""
    _refuse({"capacity": problem} if (problem := capacity_problem(capacity)) else {})
    if session.capacity == capacity:
        return
    before = session_record(session)
    session.capacity = capacity
    _record_session(session, "revised", before)
    announce(CapacityChanged(session))


def close_registration(session: DialogueSession) -> None:
    """Take no more registrations; those that are confirmed stay."""
    _set_registration_open(session, False, "registration_closed")


def open_registration(session: DialogueSession) -> None:
    """Take registrations again."""
    _set_registration_open(session, True, "registration_opened")


def _refuse(problems: dict[str, Refusal]) -> None:
    for problem in problems.values():
        raise problem


def _add(
    new: Sequence[Dialogue], wanted: Sequence[tuple[Dialogue, SessionPlan, Status]], uid_domain: str
) -> list[DialogueSession]:
    for _, plan, _ in wanted:
        _refuse(session_problems(plan))
    chosen = slugs.choose([plan for _, plan, _ in wanted])
    with slugs.storing(*chosen):
        sessions = [
            drafting.new_session(dialogue, plan, status, slug, uid_domain)
            for (dialogue, plan, status), slug in zip(wanted, chosen, strict=True)
        ]
        db.session.add_all([*new, *sessions])
    for dialogue in new:
        history.record("dialogue", dialogue.id, "created", {}, dialogue_record(dialogue))
    for session in sessions:
        history.record("session", session.id, "created", {}, session_record(session))
    for session in sessions:
        if session.status is Status.PUBLISHED:
            announce(SessionPublished(session))
    db.session.flush()
    return sessions


def _set(session: DialogueSession, plan: SessionPlan, tell: bool) -> list[Event]:
    before = session_record(session)
    changes = _changes(session, plan, tell)
    revised = SessionRevised(
        session,
        changes,
        session.starts_at,
        session.ends_at,
        session.zone,
        session.floor_language,
        session.interpretation,
    )
    facts: list[Event] = [revised] if changes else []
    if Change.TIME in changes:
        drafting.retime(session, drafting.planned_timing(plan))
    if session.capacity != plan.capacity:
        session.capacity = plan.capacity
        facts.append(CapacityChanged(session))
    session.floor_language, session.interpretation = plan.floor_language, plan.interpretation
    session.join_url = plan.join_url
    session.reminders, session.alarm_minutes = plan.reminders, plan.alarm_minutes
    session.sequence += session.status is Status.PUBLISHED and revised.raises_sequence
    if plan.short_link and plan.short_link != session.short_link:
        slugs.give(session, plan.short_link)
    _record_session(session, "revised", before)
    return facts


def _changes(session: DialogueSession, plan: SessionPlan, tell: bool) -> frozenset[Change]:
    """What those invited hear of, if ``session`` becomes what ``plan`` says."""
    happens = {
        Change.TIME: drafting.is_moved(session, drafting.planned_timing(plan)),
        Change.LANGUAGES: _channels(session) != _channels(plan),
        Change.PLACE: tell and session.join_url != plan.join_url,
        Change.ALARM: session.alarm_minutes != plan.alarm_minutes,
    }
    return frozenset(change for change, is_so in happens.items() if is_so)


def _channels(spoken: DialogueSession | SessionPlan) -> tuple[str, frozenset[str]]:
    """What people can listen to; the order of the languages is nobody's news."""
    return spoken.floor_language, frozenset(spoken.interpretation)


def _publish_dialogue(dialogue: Dialogue) -> None:
    if dialogue.status is Status.CANCELLED:
        raise DialogueIsCancelled()
    if dialogue.status is Status.DRAFT:
        before = dialogue_record(dialogue)
        dialogue.status = Status.PUBLISHED
        _record_dialogue(dialogue, "published", before)


def _reinstate_dialogue(dialogue: Dialogue, is_public: bool) -> None:
    if dialogue.status is Status.CANCELLED:
        before = dialogue_record(dialogue)
        dialogue.status = Status.PUBLISHED if is_public else Status.DRAFT
        _record_dialogue(dialogue, "reinstated", before)


def _publish_locked(session: DialogueSession) -> None:
    before = session_record(session)
    session.status = Status.PUBLISHED
    _record_session(session, "published", before)
    announce(SessionPublished(session))


def _cancel_locked(session: DialogueSession) -> None:
    if session.status is Status.CANCELLED:
        return
    before = session_record(session)
    was_public = session.status is Status.PUBLISHED
    session.status = Status.CANCELLED
    session.sequence += was_public
    _record_session(session, "cancelled", before)
    if was_public:
        announce(SessionCancelled(session))


def _set_registration_open(session: DialogueSession, is_open: bool, verb: str) -> None:
    queries.lock_sessions(session.dialogue_id)
    if session.status is Status.CANCELLED:
        raise SessionIsCancelled()
    if session.registration_open is is_open:
        return
    before = session_record(session)
    session.registration_open = is_open
    _record_session(session, verb, before)
    if is_open:
        announce(RegistrationOpened(session))


def _record_dialogue(dialogue: Dialogue, verb: str, before: dict[str, object]) -> None:
    dialogue.updated_at = clock.now()
    db.session.flush()
    history.record("dialogue", dialogue.id, verb, before, dialogue_record(dialogue))


def _record_session(session: DialogueSession, verb: str, before: dict[str, object]) -> None:
    session.updated_at = clock.now()
    db.session.flush()
    history.record("session", session.id, verb, before, session_record(session))
