"""Random histories of a Dialogue with two sessions, a mail server with moods, and workers."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Any

import time_machine
from flask import current_app
from hypothesis import strategies as st
from sqlalchemy import event

from dialogues.database import db, transact
from dialogues.invites import ledger
from dialogues.invites.ledger import Discrepancy
from dialogues.invites.ledger_queries import sessions_to_come
from dialogues.invites.models import Entry
from dialogues.invites.repairs import owe_missing
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.rules import LEASE
from dialogues.people.models import Participant
from dialogues.people.participants import follow_feed, leave_feed
from dialogues.programme import dialogue_service
from dialogues.programme import service as programme
from dialogues.programme.models import Dialogue, DialogueSession, Status
from dialogues.programme.plans import DialoguePlan
from dialogues.programme.zone_rules import follow_zone_rules
from dialogues.registration import service as registration
from dialogues.registration.models import Ending, Registration
from dialogues.replies.service import receive
from dialogues.support import clock
from dialogues.support.codes import opaque_id
from dialogues.support.refusals import Refusal
from tests.builders import a_dialogue, a_session, session_plan
from tests.invites.calendar_programs import Message, message_in
from tests.outbox.smtp import OK, PostOffice
from tests.registration.registering import an_application
from tests.replies import messages

LANGUAGES = ("en", "fr")
"""What each of the people reads."""


class Killed(BaseException):
    """A worker's end by SIGKILL."""


@dataclass
class World:
    """A Dialogue, its people, and what their mail server and the workers do."""

    office: PostOffice
    traveller: time_machine.Traveller
    dialogue: int
    sessions: list[int]
    addresses: list[str]
    answers: list[str] = field(default_factory=list)
    has_bounced: bool = False

    def session(self, which: int) -> DialogueSession:
        """One of the two sessions."""
        return db.session.get_one(DialogueSession, self.sessions[which])

    def person(self, who: int) -> Participant | None:
        """Somebody who has registered at some time."""
        return db.session.scalar(db.select(Participant).filter_by(email=self.addresses[who]))

    def registration(self, who: int) -> Registration | None:
        """A person's last registration."""
        return db.session.scalar(
            db.select(Registration)
            .join(Registration.participant)
            .where(Participant.email == self.addresses[who])
            .order_by(Registration.updated_at.desc(), Registration.id.desc())
            .limit(1)
        )

    def entry(self, who: int, where: int) -> Entry | None:
        """A person's entry in one of the two sessions."""
        return db.session.scalar(
            db.select(Entry).filter_by(
                session_id=self.sessions[where], attendee=self.addresses[who]
            )
        )

    def mails_of(self, entry: Entry) -> Sequence[OutboxMail]:
        """All mails about an entry, oldest first."""
        mails = db.select(OutboxMail).filter_by(entry_id=entry.id).order_by(OutboxMail.id)
        return db.session.scalars(mails).all()

    def received(self, who: int) -> list[Message]:
        """What the mail server took for a person, in order; each says what its row says."""
        received = []
        for mail in self.office.mails:
            message = message_in(mail) if mail["To"] == self.addresses[who] else None
            if message is not None:
                row = db.session.scalar(
                    db.select(OutboxMail).filter_by(message_id=mail["Message-ID"])
                )
                assert row is not None
                assert (message.sequence, message.dtstamp) == (row.sequence, row.dtstamp)
                received.append(message)
        return received


@contextmanager
def world(office: PostOffice) -> Iterator[World]:
    """An empty database but for a Dialogue with two sessions, at a time that stands still."""
    start = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as traveller:
        for table in reversed(db.metadata.sorted_tables):
            db.session.execute(table.delete())
        dialogue = a_dialogue()
        morning = a_session(dialogue, interpretation=("zh", "ru"))
        afternoon = a_session(dialogue, hour=16, interpretation=("fr", "zh"))
        addresses = [f"person{who}@example.org" for who in range(len(LANGUAGES))]
        made = World(office, traveller, dialogue.id, [morning.id, afternoon.id], addresses)
        office.mails.clear()
        office.answer = lambda _recipient: made.answers.pop(0) if made.answers else OK
        yield made
        db.session.remove()


# What happens.


@dataclass(frozen=True)
class Step:
    """Something that happens, with what was drawn for it."""

    what: Callable[..., object]
    arguments: tuple[Any, ...]

    def take(self, world: World) -> None:
        """Do it in one transaction; where the rules turn it down, nothing happens."""
        try:
            transact(lambda: self.what(world, *self.arguments))
        except Refusal:
            db.session.rollback()

    def __repr__(self) -> str:
        return f"{self.what.__name__}{self.arguments}"


def step(
    what: Callable[..., object], *arguments: st.SearchStrategy[Any]
) -> st.SearchStrategy[Step]:
    """A step with drawn arguments."""
    return st.builds(Step, st.just(what), st.tuples(*arguments))


def register(world: World, who: int, where: int) -> None:
    """Register by the form."""
    application = an_application(world.addresses[who], zone="Africa/Dakar", language=LANGUAGES[who])
    registration.register(world.session(where).public_id, application)


def choose_language(world: World, who: int, language: str) -> None:
    """Choose a listening language."""
    if found := world.registration(who):
        registration.change_listening_language(found, language)


def swap(world: World, who: int) -> None:
    """Move to the other session."""
    if found := world.registration(who):
        other = next(id_ for id_ in world.sessions if id_ != found.session_id)
        registration.swap(found, db.session.get_one(DialogueSession, other))


def cancel(world: World, who: int, by_reply: bool) -> None:
    """Give the seat back."""
    if found := world.registration(who):
        registration.cancel(found, Ending.REPLY if by_reply else Ending.PERSON)


def take_back(world: World, who: int) -> None:
    """Take the seat again."""
    if found := world.registration(who):
        registration.take_back(found)


def switch_feed(world: World, who: int) -> None:
    """Follow a feed of one's own, or go back to mails."""
    if person := world.person(who):
        leave_feed(person) if person.follows_feed else follow_feed(person)


def move(world: World, where: int, hours: int) -> None:
    """Set the session to some hours after where it was announced first."""
    session = world.session(where)
    start = session.local_start.replace(hour=8 + 8 * where) + dt.timedelta(hours=hours)
    programme.revise_session(session, replace(session_plan(session), local_start=start), tell=True)


def speak(world: World, where: int, interpretation: tuple[str, ...], alarm: int | None) -> None:
    """Book other interpreters, and have calendars ring or not."""
    session = world.session(where)
    plan = replace(session_plan(session), interpretation=interpretation, alarm_minutes=alarm)
    programme.revise_session(session, plan, tell=True)


def relink(world: World, where: int, room: str) -> None:
    """Meet elsewhere, and tell."""
    session = world.session(where)
    plan = replace(session_plan(session), join_url=f"https://meet.example.org/{room}")
    programme.revise_session(session, plan, tell=True)


def change_rules(world: World, where: int, hours: int) -> None:
    """Have the zone's new rules move a session: its wall time is no more what it was derived of."""
    session = world.session(where)
    session.local_start += dt.timedelta(hours=hours)
    follow_zone_rules(clock.now())


def rename(world: World, title: str) -> None:
    """Give the Dialogue another title, in each language, and tell."""
    dialogue = db.session.get_one(Dialogue, world.dialogue)
    texts = {language: (f"{title} ({language})", "") for language in LANGUAGES}
    dialogue_service.edit_texts(dialogue, DialoguePlan("en", texts), tell=True)


def call_off(world: World, where: int) -> None:
    """Cancel a session, or take its cancellation back."""
    session = world.session(where)
    if session.status is Status.CANCELLED:
        programme.reinstate_session(session)
    else:
        programme.cancel_session(session)


def answer(world: World, who: int, where: int, partstat: str) -> None:
    """Have a person's calendar answer what it was sent last of a session."""
    entry = world.entry(who, where)
    if entry is not None and entry.sent_sequence is not None:
        message = messages.answer(
            partstat,
            to=entry.organizer,
            sender=entry.attendee,
            attendee=entry.attendee,
            organizer=entry.organizer,
            uid=entry.uid,
            sequence=entry.sequence,
            dtstamp=f"{clock.now():%Y%m%dT%H%M%SZ}",
            message_id=f"<{opaque_id(16)}@example.org>",
        )
        assert receive(message).accepted


def bounce(world: World, who: int, where: int, back: int, is_lost: bool) -> None:
    """Have a mail come back that was the last but ``back``; some servers delivered it first."""
    entry = world.entry(who, where)
    sent = [row for row in world.mails_of(entry) if row.state is MailState.SENT] if entry else []
    if entry is None or len(sent) <= back:
        return
    row = sent[-1 - back]
    if is_lost:
        world.office.mails[:] = [
            mail for mail in world.office.mails if mail["Message-ID"] != row.message_id
        ]
    assert receive(messages.bounce(entry, row.message_id)).accepted
    world.has_bounced = True


def wait(world: World, seconds: int) -> None:
    """Let time pass: none, less than a lease, more than one, more than a delay."""
    world.traveller.shift(seconds)


def send_missing(world: World) -> None:
    """What ``dialogues calendars check --send`` does.

    Only mail may be missing that was given up, or, once some came back, what was sent last.
    """
    known = {Discrepancy.FAILED} | ({Discrepancy.NEVER_SENT} if world.has_bounced else set())
    for session_id in sessions_to_come(clock.now()):
        for read in ledger.READS:
            missing = [each for each in read(session_id, "").found if each.is_missing]
            assert {each.reason for each in missing} <= known
            owe_missing(missing)


def work_off(world: World, limit: int | None, answers: list[str], killed_at: int | None) -> None:
    """Have a worker drain the outbox, against a server's answers; it may be killed on the way."""
    world.answers[:] = answers
    with _killed_when_recording(killed_at):
        try:
            drain(limit)
        except Killed:
            db.session.remove()
    world.answers.clear()
    db.session.remove()


def work_off_while(world: World, mail: int, change: "Step") -> None:
    """Have a worker send composed mails; before its ``mail``-th, something happens elsewhere.

    There another worker then sends what it may.
    """
    seen, app = count(), current_app._get_current_object()  # type: ignore[attr-defined]

    def elsewhere() -> None:
        with app.app_context():
            change.take(world)
            work_off(world, None, [], None)

    def look() -> bool:
        if next(seen) == mail + 1:  # the first look is before the first mails are claimed
            with ThreadPoolExecutor(1) as pool:
                pool.submit(elsewhere).result()
        return False

    drain(should_stop=look)
    db.session.remove()


@contextmanager
def _killed_when_recording(number: int | None) -> Iterator[None]:
    """End the worker after it has sent its ``number``-th mail (from 0), before it records that."""
    seen = count()

    def look(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("UPDATE outbox_mail SET state=") and next(seen) == number:
            raise Killed

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", look)


WHO, WHERE = st.sampled_from([0, 0, 1]), st.sampled_from([0, 0, 1])
SPOKEN = st.sampled_from([("zh", "ru"), ("zh",), ("fr", "zh"), ()])
ANSWERS = st.sampled_from([[], [], ["550 never"], [OK, "550 never"], ["450 later"]])
LIMIT, KILLED_AT = st.sampled_from([None, None, 1]), st.sampled_from([None, None, 0, 1])

CHANGES: st.SearchStrategy[Step] = st.one_of(
    step(register, WHO, WHERE),
    step(choose_language, WHO, st.sampled_from(["en", "zh", "fr"])),
    step(swap, WHO),
    step(cancel, WHO, st.booleans()),
    step(take_back, WHO),
    step(switch_feed, WHO),
    step(move, WHERE, st.sampled_from([0, 1, 2])),
    step(speak, WHERE, SPOKEN, st.sampled_from([None, 10])),
    step(relink, WHERE, st.sampled_from(["one", "another"])),
    step(change_rules, WHERE, st.sampled_from([-1, 1])),
    step(rename, st.sampled_from(["One", "Another"])),
    step(answer, WHO, WHERE, st.sampled_from(["TENTATIVE", "TENTATIVE", "DECLINED"])),
    step(bounce, WHO, WHERE, st.sampled_from([0, 0, 1]), st.booleans()),
    step(call_off, WHERE),
    step(send_missing),
)
WORK: st.SearchStrategy[Step | None] = st.one_of(
    st.none(),
    st.none(),
    step(work_off, LIMIT, ANSWERS, KILLED_AT),
    st.just(Step(work_off, (None, [], None))),
    step(work_off_while, st.sampled_from([0, 0, 1]), CHANGES),
)
WAIT: st.SearchStrategy[Step | None] = st.one_of(
    st.none(), st.none(), step(wait, st.sampled_from([1, 200, 4000]))
)
TURNS = st.tuples(WORK, WAIT, CHANGES).map(lambda turn: [taken for taken in turn if taken])
HISTORIES: st.SearchStrategy[list[Step]] = st.lists(TURNS, min_size=2, max_size=10).map(
    lambda turns: [Step(register, (0, 0)), *chain.from_iterable(turns)]
)
"""Changes, with a worker at work after some of them, and time between."""


def settle(world: World) -> None:
    """Wait and work until nothing is owed any more, with a server that takes everything."""
    while True:
        world.traveller.shift(LEASE + dt.timedelta(hours=1))
        work_off(world, None, [], None)
        owed = db.session.scalar(
            db.select(db.func.count()).select_from(OutboxMail).filter_by(state=MailState.OWED)
        )
        db.session.rollback()
        if not owed:
            return
