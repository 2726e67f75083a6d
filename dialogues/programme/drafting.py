"""Rows from plans: what is set when a Dialogue or session is made, moved or spoken otherwise."""

import datetime as dt

from dialogues.programme import opening, slugs
from dialogues.programme.models import (
    Dialogue,
    DialogueSession,
    DialogueText,
    Status,
)
from dialogues.programme.plans import DialoguePlan, SessionPlan, Timing, timing
from dialogues.support import clock, zones
from dialogues.support.codes import opaque_id


def new_dialogue(plan: DialoguePlan, status: Status) -> Dialogue:
    """A Dialogue without sessions, not yet in the database session."""
    now = clock.now()
    return Dialogue(
        public_id=opaque_id(),
        key=plan.key,
        source_language=plan.source_language,
        status=status,
        allows_several=plan.allows_several,
        themes=plan.themes,
        created_at=now,
        updated_at=now,
        texts={
            language: DialogueText(language=language, title=title, description=description)
            for language, (title, description) in plan.texts.items()
        },
    )


def new_session(
    dialogue: Dialogue, plan: SessionPlan, status: Status, slug: str, uid_domain: str
) -> DialogueSession:
    """A session of ``dialogue``, open for registration, not yet in the database session."""
    now = clock.now()
    session = DialogueSession(
        public_id=opaque_id(),
        dialogue=dialogue,
        key=plan.key,
        status=status,
        floor_language=plan.floor_language,
        interpretation=plan.interpretation,
        capacity=plan.capacity,
        registration_open=True,
        join_url=plan.join_url,
        reminders=plan.reminders,
        alarm_minutes=plan.alarm_minutes,
        uid=f"{opaque_id(20)}@{uid_domain}",
        sequence=0,
        created_at=now,
        updated_at=now,
        short_links=[slugs.link(slug)],
    )
    retime(session, planned_timing(plan))
    set_registration(session, plan)
    return session


def planned_timing(plan: SessionPlan) -> Timing:
    """The instants of a plan; raises what :func:`zones.instant` raises."""
    return timing(plan.local_start, plan.fold, plan.zone, plan.minutes)


def is_as_planned(session: DialogueSession, plan: SessionPlan) -> bool:
    """Whether a session is already what ``plan`` says; its key is not compared."""
    return not (
        is_moved(session, planned_timing(plan))
        or session.floor_language != plan.floor_language
        or session.interpretation != plan.interpretation
        or session.capacity != plan.capacity
        or session.join_url != plan.join_url
        or session.reminders != plan.reminders
        or session.alarm_minutes != plan.alarm_minutes
        or _registration_meant(session) != _registration_meant(plan)
        or (plan.short_link and session.short_link != plan.short_link)
    )


def is_moved(session: DialogueSession, times: Timing) -> bool:
    """Whether ``times`` differ from what is meant now: wall time, zone or length."""
    meant = (session.local_start, session.fold, session.zone, session.minutes)
    return meant != (times.local_start, times.fold, times.zone, times.minutes)


def is_moved_into_past(session: DialogueSession, times: Timing, now: dt.datetime) -> bool:
    """Whether a published session that is not over would be at ``times``, or begin before now.

    What is over may be recorded otherwise, and what has begun made longer or shorter.
    """
    begins_anew = times.starts_at != session.starts_at and times.starts_at <= now
    is_to_come = session.status is Status.PUBLISHED and session.ends_at > now
    return is_to_come and (begins_anew or times.ends_at <= now)


def set_registration(session: DialogueSession, plan: SessionPlan) -> bool:
    """Set who may come, and when one can register; say whether that was meant otherwise before.

    The instants are those of the zone that the session has by now, which may be another.
    """
    is_changed = _registration_meant(session) != _registration_meant(plan)
    session.admission, session.categories = plan.admission, plan.categories
    session.local_registration_opens = plan.local_registration_opens
    session.local_registration_closes = plan.local_registration_closes
    derive_opening(session)
    return is_changed


def derive_opening(session: DialogueSession) -> bool:
    """Derive when registration opens and closes from the wall times; say whether that moved.

    Raises ``zones.LocalTimeDoesNotExist``, and changes nothing then.
    """
    before = (session.registration_opens_at, session.registration_closes_at)
    now = opening.instants(session.opening, session.zone)
    session.registration_opens_at, session.registration_closes_at = now
    return before != now


def _registration_meant(meant: DialogueSession | SessionPlan) -> tuple[object, ...]:
    return meant.admission, meant.categories, meant.opening


def retime(session: DialogueSession, times: Timing) -> None:
    """Set what is meant, the instants, and the version of the zones that gave them."""
    session.local_start, session.fold = times.local_start, times.fold
    session.zone, session.minutes = times.zone, times.minutes
    session.starts_at, session.ends_at = times.starts_at, times.ends_at
    session.zone_version = zones.DATABASE_VERSION
