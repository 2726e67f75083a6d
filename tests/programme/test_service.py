"""Verbs of the programme, on both databases."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine

from dialogues.database import db
from dialogues.history.models import Change
from dialogues.programme import dialogue_service, opening_service, queries, service
from dialogues.programme.facts import (
    CapacityChanged,
    DialogueChanged,
    SessionCancelled,
    SessionPublished,
    SessionReinstated,
    SessionRevised,
    TextsEdited,
)
from dialogues.programme.models import Dialogue, DialogueSession, ShortLink, Status
from dialogues.programme.plans import DialoguePlan, SessionPlan
from dialogues.programme.refusals import (
    DialogueIsCancelled,
    SessionIsCancelled,
    SessionIsOver,
    ShortLinkIsTaken,
    TimeIsPast,
    TitleIsMissing,
)
from dialogues.support import clock, events, zones
from dialogues.support.events import Event
from tests.builders import UID_DOMAIN, a_session, session_plan
from tests.programme.plans import a_plan

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]

TEXTS = DialoguePlan("en", {"en": ("Food systems", "A description."), "fr": ("Systèmes", "")})
AFTERNOON = a_plan(
    local_start=dt.datetime(2027, 7, 27, 16), interpretation=("fr", "es"), short_link="27JulyPM"
)


@pytest.fixture
def announced(app: object) -> Iterator[list[Event]]:
    """The facts that are announced, in order; what follows from them follows."""
    facts: list[Event] = []
    table = dict(events._reactions)
    events.install({fact: (facts.append, *follow) for fact, follow in table.items()})
    yield facts
    events.install(table)


def created(*plans: SessionPlan, status: Status = Status.DRAFT) -> Dialogue:
    dialogue = dialogue_service.create_dialogue(
        TEXTS, plans or (a_plan(), AFTERNOON), status, UID_DOMAIN
    )
    db.session.commit()
    return dialogue


def test_a_dialogue_is_created_with_its_sessions() -> None:
    dialogue = created()
    morning, afternoon = dialogue.sessions
    assert dialogue.texts["fr"].title == "Systèmes"
    assert (morning.short_link, afternoon.short_link) == ("27julyAM", "27JulyPM")
    assert morning.starts_at == dt.datetime(2027, 7, 27, 6, tzinfo=dt.UTC)
    assert morning.ends_at == dt.datetime(2027, 7, 27, 7, 30, tzinfo=dt.UTC)
    assert (morning.zone_version, morning.sequence) == (zones.DATABASE_VERSION, 0)
    assert morning.uid.endswith(f"@{UID_DOMAIN}")
    assert morning.uid != afternoon.uid
    assert morning.interpretation == ("zh", "ru", "ar")
    assert {dialogue.status, morning.status, afternoon.status} == {Status.DRAFT}


def test_made_up_short_links_avoid_each_other_and_those_in_use() -> None:
    a_session(short_link="27JULYam")
    dialogue = created(a_plan(), a_plan(), a_plan())
    slugs = [session.short_link for session in dialogue.sessions]
    assert slugs[0] == "27july2027AM"
    assert len({str(slug).casefold() for slug in slugs}) == 3


def test_a_draft_announces_nothing_and_publishing_announces_each_session(
    announced: list[Event],
) -> None:
    dialogue = created()
    assert announced == []
    service.publish(dialogue)
    service.publish(dialogue)
    sessions = [SessionPublished(session) for session in dialogue.sessions]
    changed = DialogueChanged(dialogue)
    assert announced == [changed, *sessions, changed]
    assert {dialogue.status, *(session.status for session in dialogue.sessions)} == {
        Status.PUBLISHED
    }


def test_a_published_session_publishes_its_dialogue_but_not_other_drafts() -> None:
    dialogue = created()
    session = dialogue_service.add_session(dialogue, a_plan(), Status.PUBLISHED, UID_DOMAIN)
    assert (dialogue.status, session.status) == (Status.PUBLISHED, Status.PUBLISHED)
    assert dialogue.sessions[0].status is Status.DRAFT


def test_revising_to_the_same_changes_nothing(announced: list[Event]) -> None:
    session = created(status=Status.PUBLISHED).sessions[0]
    announced.clear()
    before, changes = session.updated_at, db.session.query(Change).count()
    assert not service.revise_session(session, session_plan(session), tell=True)
    assert not service.revise_session(
        session, replace(session_plan(session), short_link=None), tell=True
    )
    db.session.commit()
    assert (session.updated_at, session.sequence) == (before, 0)
    assert db.session.query(Change).count() == changes
    assert announced == []


@pytest.mark.parametrize(
    ("changes", "told", "sequence"),
    [
        ({"local_start": dt.datetime(2027, 7, 28, 8)}, {"time"}, 1),
        ({"minutes": 60}, {"time"}, 1),
        ({"zone": "Europe/Paris"}, {"time"}, 1),
        ({"interpretation": ("zh",)}, {"languages"}, 1),
        ({"floor_language": "fr"}, {"languages"}, 1),
        ({"interpretation": ("ar", "ru", "zh")}, set(), 0),
        ({"join_url": "https://meet.example.org/1"}, {"place"}, 1),
        ({"alarm_minutes": 10}, {"alarm"}, 0),
        ({"alarm_minutes": 10, "minutes": 60}, {"alarm", "time"}, 1),
        ({"capacity": 50}, set(), 0),
        ({"reminders": ("1h",)}, set(), 0),
        ({"short_link": "other"}, set(), 0),
        (
            {"minutes": 60, "floor_language": "fr", "capacity": 5},
            {"time", "languages"},
            1,
        ),
    ],
)
def test_a_revision_is_announced_once_with_all_that_people_hear_of(
    announced: list[Event], changes: dict[str, object], told: set[str], sequence: int
) -> None:
    session = created(status=Status.PUBLISHED).sessions[0]
    announced.clear()
    before = session.updated_at
    plan = replace(session_plan(session), **changes)  # type: ignore[arg-type]
    assert service.revise_session(session, plan, tell=True)
    db.session.commit()
    db.session.refresh(session)
    heard = [fact.changes for fact in announced if isinstance(fact, SessionRevised)]
    assert heard == ([frozenset(told)] if told else [])
    seats = [fact for fact in announced if isinstance(fact, CapacityChanged)]
    assert len(seats) == ("capacity" in changes)
    assert len(announced) == len(heard) + len(seats)
    assert session_plan(session) == plan
    assert session.sequence == sequence
    assert session.updated_at > before


def test_a_reschedule_says_what_was_before(announced: list[Event]) -> None:
    session = created(status=Status.PUBLISHED).sessions[0]
    was = (session.starts_at, session.ends_at, session.zone, "en", ("zh", "ru", "ar"))
    announced.clear()
    service.revise_session(session, a_plan(zone="Africa/Nairobi", minutes=60), tell=True)
    assert announced == [SessionRevised(session, frozenset({"time"}), *was)]
    assert session.starts_at == dt.datetime(2027, 7, 27, 5, tzinfo=dt.UTC)


def starting(session: DialogueSession, **later: float) -> SessionPlan:
    """The plan of a session that starts so much later than now, or earlier."""
    at = zones.local(clock.now() + dt.timedelta(**later), session.zone).replace(tzinfo=None)
    return replace(session_plan(session), local_start=at.replace(second=0, microsecond=0))


@pytest.mark.parametrize("later", [{"days": -365}, {"hours": -1}])
def test_a_published_session_does_not_move_into_the_past(
    announced: list[Event], later: dict[str, float]
) -> None:
    session = a_session()
    with pytest.raises(TimeIsPast):
        service.revise_session(session, starting(session, **later), tell=True)
    assert announced == []


def test_a_session_that_has_begun_becomes_longer_or_shorter_but_not_over() -> None:
    session = a_session()
    now = session.starts_at + dt.timedelta(minutes=40)
    with time_machine.travel(now, tick=False):
        for minutes in (120, 45):
            plan = replace(session_plan(session), minutes=minutes)
            assert service.revise_session(session, plan, tell=True)
        with pytest.raises(TimeIsPast):
            service.revise_session(session, replace(plan, minutes=30), tell=True)


def test_drafts_and_what_is_over_are_recorded_at_times_that_are_past() -> None:
    draft, over = a_session(status=Status.DRAFT), a_session(days=-2)
    for session in (draft, over):
        assert service.revise_session(session, starting(session, days=-7), tell=True)
    assert service.revise_session(over, starting(over, days=7), tell=True)


def test_the_second_of_two_times_is_stored_as_such() -> None:
    plan = a_plan(local_start=dt.datetime(2027, 10, 31, 2, 30), fold=1)
    session = created(plan).sessions[0]
    assert session.fold == 1
    assert session.starts_at == dt.datetime(2027, 10, 31, 1, 30, tzinfo=dt.UTC)
    assert not service.revise_session(session, plan, tell=True)
    assert service.revise_session(session, replace(plan, fold=0), tell=True)


def test_every_change_is_in_the_history() -> None:
    dialogue = created()
    service.publish(dialogue)
    service.revise_session(dialogue.sessions[0], a_plan(minutes=60, short_link="other"), tell=True)
    last = db.session.scalars(db.select(Change).order_by(Change.id.desc())).first()
    verbs = [change.verb for change in db.session.query(Change).order_by(Change.id)]
    assert verbs == ["created"] * 3 + ["published"] * 3 + ["revised"]
    assert last is not None
    assert last.before == {"minutes": 90, "short_link": "27julyAM"}
    assert last.after == {"minutes": 60, "short_link": "other"}


def test_an_earlier_short_link_goes_on_leading_to_its_session() -> None:
    session = created(a_plan()).sessions[0]
    service.revise_session(session, a_plan(short_link="second"), tell=True)
    service.revise_session(session, a_plan(short_link="27JULYAM"), tell=True)
    db.session.commit()
    assert session.short_link == "27JULYAM"
    for slug in ("27julyam", "SECOND"):
        assert queries.session_by_slug(slug) is session
    assert db.session.query(ShortLink).count() == 2


def test_a_short_link_of_another_session_is_refused_in_any_case() -> None:
    dialogue = created()
    with pytest.raises(ShortLinkIsTaken) as refused:
        service.revise_session(dialogue.sessions[0], a_plan(short_link="27JULYpm"), tell=True)
    assert str(refused.value) == (
        "The short link “27JULYpm” belongs to another session. Choose another one."
    )
    with pytest.raises(ShortLinkIsTaken):
        dialogue_service.add_session(dialogue, AFTERNOON, Status.DRAFT, UID_DOMAIN)
    with pytest.raises(ShortLinkIsTaken):
        created(a_plan(short_link="twice"), a_plan(short_link="TWICE"))


def test_a_short_link_taken_at_the_same_moment_is_refused_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialogue = created()
    monkeypatch.setattr(queries, "owners_of_short_links", lambda _slugs: {})
    with pytest.raises(ShortLinkIsTaken):
        dialogue_service.add_session(dialogue, AFTERNOON, Status.DRAFT, UID_DOMAIN)
    assert db.session.query(DialogueSession).count() == 2


def test_a_cancelled_session_cannot_be_changed(announced: list[Event]) -> None:
    session = created(status=Status.PUBLISHED).sessions[0]
    announced.clear()
    service.cancel_session(session)
    service.cancel_session(session)
    assert announced == [SessionCancelled(session)]
    assert (session.status, session.sequence) == (Status.CANCELLED, 1)
    for change in (
        lambda: service.revise_session(session, a_plan(minutes=5), tell=True),
        lambda: service.publish_session(session),
        lambda: opening_service.open_registration(session),
    ):
        with pytest.raises(SessionIsCancelled):
            change()


def test_a_cancelled_draft_was_never_public(announced: list[Event]) -> None:
    dialogue = created()
    service.cancel_dialogue(dialogue)
    db.session.commit()
    assert announced == [DialogueChanged(dialogue)]
    assert queries.sessions_for_feed() == []


def test_cancelling_a_dialogue_cancels_every_session(announced: list[Event]) -> None:
    dialogue = created(status=Status.PUBLISHED)
    announced.clear()
    service.cancel_session(dialogue.sessions[0])
    service.cancel_dialogue(dialogue)
    service.cancel_dialogue(dialogue)
    first, second = (SessionCancelled(session) for session in dialogue.sessions)
    assert announced == [first, DialogueChanged(dialogue), second]
    assert queries.sessions_for_feed() == dialogue.sessions
    with pytest.raises(DialogueIsCancelled):
        service.publish(dialogue)
    with pytest.raises(DialogueIsCancelled):
        dialogue_service.add_session(dialogue, a_plan(), Status.DRAFT, UID_DOMAIN)


def test_a_new_join_link_that_nobody_is_to_hear_of_announces_nothing(
    announced: list[Event],
) -> None:
    session = created(status=Status.PUBLISHED).sessions[0]
    announced.clear()
    plan = replace(session_plan(session), join_url="https://meet.example.org/1")
    assert service.revise_session(session, plan, tell=False)
    assert (session.join_url, session.sequence, announced) == (plan.join_url, 0, [])


def test_a_cancellation_is_taken_back(announced: list[Event]) -> None:
    dialogue = created(status=Status.PUBLISHED)
    morning, afternoon = dialogue.sessions
    service.cancel_dialogue(dialogue)
    announced.clear()
    service.reinstate_session(morning)
    service.reinstate_session(morning)
    assert announced == [DialogueChanged(dialogue), SessionReinstated(morning)]
    assert (dialogue.status, morning.status, morning.sequence) == (
        Status.PUBLISHED,
        Status.PUBLISHED,
        2,
    )
    assert afternoon.status is Status.CANCELLED


def test_what_the_public_never_saw_becomes_a_draft_again(announced: list[Event]) -> None:
    dialogue = created()
    service.cancel_dialogue(dialogue)
    service.reinstate_session(dialogue.sessions[0])
    assert {dialogue.status, dialogue.sessions[0].status} == {Status.DRAFT}
    assert (announced, dialogue.sessions[0].sequence) == ([DialogueChanged(dialogue)] * 2, 0)


def test_what_would_be_over_does_not_take_place_after_all() -> None:
    session = a_session(days=-1, status=Status.CANCELLED, sequence=1)
    with pytest.raises(SessionIsOver):
        service.reinstate_session(session)


def test_registration_closes_and_opens() -> None:
    session = created().sessions[0]
    opening_service.close_registration(session)
    assert not session.registration_open
    opening_service.open_registration(session)
    opening_service.open_registration(session)
    assert session.registration_open
    verbs = [change.verb for change in db.session.query(Change).order_by(Change.id)]
    assert verbs[3:] == ["registration_closed", "registration_opened"]


def test_texts_are_edited_and_dropped(announced: list[Event]) -> None:
    dialogue = created()
    assert not dialogue_service.edit_texts(dialogue, TEXTS, tell=True)
    assert dialogue_service.edit_texts(
        dialogue, DialoguePlan("en", {"en": ("New", ""), "ar": ("جديد", "")}), tell=False
    )
    db.session.commit()
    assert announced == [DialogueChanged(dialogue)]
    db.session.refresh(dialogue)
    assert {code: text.title for code, text in dialogue.texts.items()} == {
        "en": "New",
        "ar": "جديد",
    }
    with pytest.raises(TitleIsMissing):
        dialogue_service.edit_texts(dialogue, DialoguePlan("fr", {"en": ("New", "")}), tell=False)
    dialogue_service.edit_texts(dialogue, TEXTS, tell=True)
    assert announced == [
        DialogueChanged(dialogue),
        DialogueChanged(dialogue),
        TextsEdited(dialogue),
    ]
