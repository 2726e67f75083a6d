"""Whether a person hears of the next Dialogues."""

from sqlalchemy import select, update

from dialogues.database import db
from dialogues.history.service import record_many
from dialogues.people.models import Participant
from dialogues.registration.models import Registration


def stop_news(person: Participant) -> bool:
    """Take the wish to hear of the next Dialogues off all registrations of a person.

    Says whether there was one: pressing again changes nothing.
    """
    asked = select(Registration.id).where(
        Registration.participant_id == person.id, Registration.wants_news
    )
    return _set(list(db.session.scalars(asked)), False)


def want_news(person: Participant) -> bool:
    """Take back :func:`stop_news`: the latest registration of the person asks for news again.

    Says whether there is one; an erased one asks for nothing.
    """
    latest = (
        select(Registration.id)
        .where(Registration.participant_id == person.id, Registration.erased_at.is_(None))
        .order_by(Registration.id.desc())
        .limit(1)
    )
    return wants_news(person) or _set(list(db.session.scalars(latest)), True)


def wants_news(person: Participant) -> bool:
    """Whether a person asked to hear of the next Dialogues."""
    asked = select(Registration.id).where(
        Registration.participant_id == person.id,
        Registration.wants_news,
        Registration.erased_at.is_(None),
    )
    return db.session.scalars(asked.limit(1)).first() is not None


def _set(registration_ids: list[int], wanted: bool) -> bool:
    if not registration_ids:
        return False
    db.session.execute(
        update(Registration).where(Registration.id.in_(registration_ids)).values(wants_news=wanted)
    )
    record_many(
        "registration",
        "news_wanted" if wanted else "news_stopped",
        ((each, {"wants_news": not wanted}, {"wants_news": wanted}) for each in registration_ids),
    )
    return True
