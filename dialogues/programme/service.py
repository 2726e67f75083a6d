"""The verbs that change what is on the programme. Each records what it changed and announces it.

All of them flush and leave committing to the request or command. A plan that cannot be raises
the :class:`~dialogues.support.refusals.Refusal` of the first field that is wrong.
"""

from dialogues.programme import drafting, queries, slugs
from dialogues.programme.facts import (
    CapacityChanged,
    Change,
    DialogueChanged,
    RegistrationOpened,
    SessionCancelled,
    SessionPublished,
    SessionReinstated,
    SessionRevised,
)
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.plans import SessionPlan, session_problems
from dialogues.programme.recording import record_dialogue, record_session, refuse_first
from dialogues.programme.refusals import (
    DialogueIsCancelled,
    SessionIsCancelled,
    SessionIsOver,
    TimeIsPast,
)
from dialogues.programme.snapshots import dialogue_record, session_record
from dialogues.support import clock
from dialogues.support.events import Event, announce


def revise_session(session: DialogueSession, plan: SessionPlan, *, tell: bool) -> bool:
    """Make a session what ``plan`` says; announces what changed, False where nothing did.

    Covers time, languages, seats, who may come and when one can register, join link, reminders and
    short link at once. A new join link changes no calendar, since everybody's own link leads to
    it: ``tell`` says whether it is announced. Raises :class:`SessionIsCancelled` where a cancelled
    session would change, and :class:`TimeIsPast` where people would be told of a time that is.
    """
    refuse_first(session_problems(plan))
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
    publish_alone(dialogue)
    drafts = [session for session in sessions if session.status is Status.DRAFT]
    for session in drafts:
        _publish_locked(session)
    if drafts:
        announce(DialogueChanged(dialogue))


def publish_session(session: DialogueSession) -> None:
    """Publish one draft session, and its Dialogue where that is a draft; not its other drafts."""
    queries.lock_sessions(session.dialogue_id)
    publish_alone(session.dialogue)
    if session.status is Status.CANCELLED:
        raise SessionIsCancelled()
    if session.status is Status.DRAFT:
        _publish_locked(session)
        announce(DialogueChanged(session.dialogue))


def publish_alone(dialogue: Dialogue) -> None:
    """Publish a Dialogue that is a draft, and none of its sessions."""
    if dialogue.status is Status.CANCELLED:
        raise DialogueIsCancelled()
    if dialogue.status is Status.DRAFT:
        before = dialogue_record(dialogue)
        dialogue.status = Status.PUBLISHED
        record_dialogue(dialogue, "published", before)


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
        record_dialogue(dialogue, "cancelled", before)
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
    record_session(session, "reinstated", before)
    if was_public:
        announce(SessionReinstated(session))


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
    if drafting.set_registration(session, plan):
        facts.append(RegistrationOpened(session))
    if session.capacity != plan.capacity:
        session.capacity = plan.capacity
        facts.append(CapacityChanged(session))
    session.floor_language, session.interpretation = plan.floor_language, plan.interpretation
    session.join_url = plan.join_url
    session.reminders, session.alarm_minutes = plan.reminders, plan.alarm_minutes
    session.sequence += session.status is Status.PUBLISHED and revised.raises_sequence
    if plan.short_link and plan.short_link != session.short_link:
        slugs.give(session, plan.short_link)
    record_session(session, "revised", before)
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


def _reinstate_dialogue(dialogue: Dialogue, is_public: bool) -> None:
    if dialogue.status is Status.CANCELLED:
        before = dialogue_record(dialogue)
        dialogue.status = Status.PUBLISHED if is_public else Status.DRAFT
        record_dialogue(dialogue, "reinstated", before)


def _publish_locked(session: DialogueSession) -> None:
    before = session_record(session)
    session.status = Status.PUBLISHED
    record_session(session, "published", before)
    announce(SessionPublished(session))


def _cancel_locked(session: DialogueSession) -> None:
    if session.status is Status.CANCELLED:
        return
    before = session_record(session)
    was_public = session.status is Status.PUBLISHED
    session.status = Status.CANCELLED
    session.sequence += was_public
    record_session(session, "cancelled", before)
    if was_public:
        announce(SessionCancelled(session))
