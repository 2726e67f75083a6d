"""Who may come to a session, and when one can register: revised, recorded, taken back."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.outbox.models import OutboxMail
from dialogues.people.rules import Category
from dialogues.programme import dialogue_service, opening_service, service
from dialogues.programme.defaults import new_dialogue_defaults
from dialogues.programme.facts import RegistrationOpened
from dialogues.programme.labels import changed
from dialogues.programme.models import Admission, DialogueSession, Status
from dialogues.programme.plans import DialoguePlan
from dialogues.programme.refusals import ClosesTooLate, SeveralAreHeld
from dialogues.programme.undoing import plan_before
from dialogues.registration.models import RegistrationStatus
from dialogues.support import events
from dialogues.support.zones import LocalTimeDoesNotExist
from tests.builders import UID_DOMAIN, a_participant, a_registration, a_session, session_plan
from tests.programme.plans import a_plan
from tests.registration.registering import registered

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]

OPENS, CLOSES = dt.datetime(2027, 7, 1, 9), dt.datetime(2027, 7, 20, 18)
TERMS: dict[str, Any] = {
    "admission": Admission.APPROVAL,
    "categories": (Category.NATIONAL_CONVENOR, Category.CONVENOR_TEAM),
    "local_registration_opens": OPENS,
    "local_registration_closes": CLOSES,
}


@pytest.fixture
def opened(app: object) -> Iterator[list[object]]:
    """The facts that registration may be open by now; what follows from them follows, too."""
    found: list[object] = []
    table = dict(events._reactions)
    events.install({**table, RegistrationOpened: (found.append, *table[RegistrationOpened])})
    yield found
    events.install(table)


def in_july(**fields: Any) -> DialogueSession:
    session = a_session(local_start=dt.datetime(2027, 7, 28, 8), **fields)
    assert isinstance(session, DialogueSession)
    return session


def revise(session: DialogueSession, **changes: Any) -> None:
    service.revise_session(session, replace(session_plan(session), **changes), tell=True)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type, misc]


def test_a_new_session_has_what_its_plan_says() -> None:
    plan = a_plan(**TERMS)
    texts = DialoguePlan("en", {"en": ("Food systems", "")}, allows_several=True)
    dialogue = dialogue_service.create_dialogue(texts, [plan], Status.PUBLISHED, UID_DOMAIN)
    [session] = dialogue.sessions
    db.session.commit()
    db.session.refresh(session)
    assert dialogue.allows_several
    assert (session.admission, session.categories) == (
        Admission.APPROVAL,
        ("national_convenor", "convenor_team"),
    )
    assert (session.local_registration_opens, session.registration_opens_at) == (
        OPENS,
        utc(2027, 7, 1, 7),
    )
    assert session.registration_closes_at == utc(2027, 7, 20, 16)


def test_who_may_come_and_when_is_no_news_to_calendars() -> None:
    session = in_july()
    registered(session)
    mails = db.session.query(OutboxMail).count()
    revise(session, **TERMS)
    assert session.sequence == 0
    assert db.session.query(OutboxMail).count() == mails


@pytest.mark.parametrize("name", TERMS)
def test_each_of_them_may_open_registration_to_those_who_wait(
    opened: list[RegistrationOpened], name: str
) -> None:
    session = in_july()
    revise(session, **{name: TERMS[name]})
    assert [fact.session for fact in opened] == [session]
    revise(session)
    revise(session, join_url="https://meet.example.org/another")
    assert len(opened) == 1


def test_who_waits_is_promoted_once_a_change_of_times_opens_registration() -> None:
    session = in_july(
        capacity=1,
        local_registration_closes=dt.datetime(2026, 1, 1),
        registration_closes_at=utc(2025, 12, 31, 23),
    )
    waiting = a_registration(session, status=RegistrationStatus.WAITLISTED, queue_number=1)
    revise(session, local_registration_closes=None)
    assert waiting.status is RegistrationStatus.CONFIRMED


def test_wall_times_stand_where_a_session_moves_to_another_zone_and_instants_follow() -> None:
    session = in_july()
    revise(session, **TERMS)
    revise(session, zone="Asia/Shanghai")
    assert (session.local_registration_opens, session.local_registration_closes) == (OPENS, CLOSES)
    assert session.registration_opens_at == utc(2027, 7, 1, 1)
    assert session.registration_closes_at == utc(2027, 7, 20, 10)


def test_a_session_that_moves_before_its_registration_closes_is_refused() -> None:
    session = in_july()
    revise(session, **TERMS)
    with pytest.raises(ClosesTooLate):
        revise(session, local_start=dt.datetime(2027, 7, 20, 8))
    with pytest.raises(LocalTimeDoesNotExist):
        revise(session, local_registration_opens=dt.datetime(2027, 3, 28, 2, 30))


def test_the_history_says_it_in_words() -> None:
    session = in_july()
    revise(session, **TERMS)
    last = db.session.scalars(db.select(Change).order_by(Change.id.desc()).limit(1)).one()
    assert changed(last.before, last.after) == [
        ("Who may come", "Open to everybody", "Organisers approve each registration"),
        (
            "Categories that may come",
            "All",
            "National convenor, Member of a national convenor's team",
        ),
        ("Registration opens", "At once", "2027-07-01 09:00"),
        ("Registration closes", "When the session is over", "2027-07-20 18:00"),
    ]


def test_it_is_taken_back_as_a_whole() -> None:
    session = in_july()
    for changes in (TERMS, {"admission": Admission.INVITATION, "local_registration_opens": None}):
        revise(session, **changes)
    last = db.session.scalars(db.select(Change).order_by(Change.id.desc()).limit(1)).one()
    service.revise_session(session, plan_before(session, str(last.id)), tell=True)
    plan = session_plan(session)
    assert {name: getattr(plan, name) for name in TERMS} == TERMS
    assert session.registration_opens_at == utc(2027, 7, 1, 7)


def test_a_new_dialogue_starts_with_who_could_come_to_the_last_and_without_its_dates() -> None:
    session = in_july(
        admission=Admission.APPROVAL,
        categories=("coalition",),
        local_registration_opens=OPENS,
    )
    session.dialogue.allows_several = True
    found = new_dialogue_defaults(session.dialogue)
    assert found["allows_several"] is True
    assert {
        name.removeprefix("local_"): found["first"][name.removeprefix("local_")] for name in TERMS
    } == {
        "admission": Admission.APPROVAL,
        "categories": ["coalition"],
        "registration_opens": None,
        "registration_closes": None,
    }


def test_one_session_a_person_is_said_again_once_nobody_has_two() -> None:
    morning = in_july()
    afternoon = a_session(morning.dialogue, local_start=dt.datetime(2027, 7, 28, 16))
    past = a_session(morning.dialogue, local_start=dt.datetime(2020, 7, 28, 16))
    opening_service.allow_several(morning.dialogue)
    person = a_participant()
    a_registration(past, participant=person)
    here = a_registration(morning, participant=person)
    there = a_registration(afternoon, participant=person, status=RegistrationStatus.PENDING)
    db.session.commit()
    with pytest.raises(SeveralAreHeld) as refused:
        opening_service.disallow_several(morning.dialogue)
    assert refused.value.values["people"] == 1
    db.session.rollback()
    there.status = RegistrationStatus.CANCELLED
    opening_service.disallow_several(morning.dialogue)
    assert here.status is RegistrationStatus.CONFIRMED
    verbs = db.session.scalars(
        db.select(Change.verb).filter_by(subject_kind="dialogue").order_by(Change.id)
    ).all()
    assert verbs == ["several_allowed", "several_disallowed"]
