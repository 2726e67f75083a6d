"""Whatever people and organisers do at once: seats, queues and mails come out right."""

import os
from collections import Counter
from dataclasses import asdict
from email import message_from_bytes
from typing import Any

import pytest

from dialogues.database import db
from dialogues.invites.causes import Reason
from dialogues.invites.models import Entry, Method
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme.models import DialogueSession, Status
from dialogues.programme.rules import StateOfRegistration
from dialogues.registration import seats
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.support import clock
from tests.registration.interleavings import interleave, three_dialogues
from tests.registration.replay import Replay, approvals_missing, as_stored, replayed

OPERATIONS = int(os.environ.get("DIALOGUES_TEST_OPERATIONS", "600"))
"""Of a run; `make seats` has 12,000 of them."""
MAIL_OF = {
    RegistrationStatus.CONFIRMED: {"invite"},
    RegistrationStatus.WAITLISTED: {"waitlisted"},
    RegistrationStatus.PENDING: {"pending"},
    RegistrationStatus.CANCELLED: {"withdrawal", "ended_without_seat"},
}
"""By what a registration is, the kinds of mail of which the person's last must be one."""


@pytest.mark.databases
def test_random_interleavings_keep_seats_queues_and_mails_true(app: Any, settings: Any) -> None:
    three_dialogues()
    capacities = {each.public_id: each.capacity for each in all_sessions()}
    db.session.remove()

    found = interleave(settings, int(os.environ["DIALOGUES_TEST_SEED"]), OPERATIONS)

    assert_only_refusals(found)
    replay = replayed(capacities)
    assert replay.wrong == []
    assert_replay_ends_as_stored(replay)
    assert approvals_missing() == []
    for session in all_sessions():
        assert_queue_is_in_order(session)
    assert people_in_both_sessions() == []
    drain()
    assert last_mails_that_differ() == []


def all_sessions() -> list[DialogueSession]:
    return list(db.session.scalars(db.select(DialogueSession).order_by(DialogueSession.id)))


def assert_only_refusals(found: Counter[str]) -> None:
    print("\n".join(f"{count:6} {what}" for what, count in sorted(found.items())))
    assert [what for what in found if not what.endswith((" done", " refused"))] == []
    done = {what.removesuffix(" done") for what in found if what.endswith(" done")}
    assert {"register", "cancel", "swap", "take back", "approve", "change capacity"} <= done


def assert_replay_ends_as_stored(replay: Replay) -> None:
    sessions, registrations = as_stored()
    ours = {name: asdict(each) for name, each in replay.sessions.items()}
    assert {name: {key: ours[name][key] for key in one} for name, one in sessions.items()} == (
        sessions
    )
    assert {
        id: (one["session"], one["status"], one.get("queue_number"))
        for id, one in replay.registrations.items()
    } == registrations


def assert_queue_is_in_order(session: DialogueSession) -> None:
    of_session = db.select(Registration).where(Registration.session_id == session.id)
    waiting, others = [], []
    for one in db.session.scalars(of_session):
        is_waiting = one.status is RegistrationStatus.WAITLISTED
        (waiting if is_waiting else others).append(one.queue_number)
    assert set(others) <= {None}
    assert None not in waiting
    assert len(set(waiting)) == len(waiting)
    if waiting:  # a free seat of an open session is nobody's only while nobody waits
        assert seats.state_now(session) is not StateOfRegistration.OPEN


def people_in_both_sessions() -> list[tuple[int, int]]:
    now = clock.now()
    held = Counter(
        (one.participant_id, one.session.dialogue_id)
        for one in db.session.scalars(db.select(Registration))
        if one.is_active
        and one.session.takes_place(now)
        and not one.session.dialogue.allows_several
    )
    return [who for who, count in held.items() if count > 1]


def last_mails_that_differ() -> list[str]:
    """What does not follow from the last mail that each person got about each session."""
    last: dict[int, OutboxMail] = {}
    sent = db.select(OutboxMail).where(OutboxMail.state == MailState.SENT).order_by(OutboxMail.id)
    kinds = set().union(*MAIL_OF.values())
    for mail in db.session.scalars(sent.where(OutboxMail.kind.in_(kinds))):
        last[mail.subject_id] = mail
    return [
        f"{registration.id} {registration.status}: {problem}"
        for registration in latest_of_each_person_and_session()
        if (problem := _problem(registration, last.get(registration.id)))
    ]


def latest_of_each_person_and_session() -> list[Registration]:
    """An earlier one ended, and what calendars hold is about the later one."""
    in_order = db.session.scalars(
        db.select(Registration).order_by(
            Registration.status != RegistrationStatus.CANCELLED,
            Registration.updated_at,
            Registration.id,
        )
    )
    return list({(one.participant_id, one.session_id): one for one in in_order}.values())


def _problem(registration: Registration, mail: OutboxMail | None) -> str | None:
    if mail is None:
        return _untold_problem(registration)
    kinds = set(MAIL_OF[registration.status])
    is_withdrawn = mail.payload.get("reason") == Reason.APPROVAL_WITHDRAWN
    if registration.status is RegistrationStatus.PENDING and is_withdrawn:
        kinds = {"withdrawal"}
    if registration.session.status is Status.CANCELLED:
        kinds |= {"withdrawal"}  # the session was cancelled, and the person keeps what they had
    if registration.ended_by is Ending.TWIN:
        kinds |= {"waitlisted", "pending"}  # told of the session's cancelling, and of the twin
    if mail.kind not in kinds:
        return f"the last mail is {mail.kind} ({mail.payload})"
    if mail.kind == "invite":
        return _calendar_problem(registration, mail)
    return None


def _untold_problem(registration: Registration) -> str | None:
    """Nobody need hear of what ended where a later registration was here and ended, too."""
    is_over = registration.status is RegistrationStatus.CANCELLED
    of_entry = db.select(Entry).where(
        Entry.session_id == registration.session_id,
        Entry.attendee == registration.participant.email,
        Entry.registration_id != registration.id,
        Entry.sent_method == Method.CANCEL,
    )
    return None if is_over and db.session.scalar(of_entry) else "no mail"


def _calendar_problem(registration: Registration, mail: OutboxMail) -> str | None:
    entry = db.session.get_one(Entry, mail.entry_id)
    assert mail.body is not None
    parts = message_from_bytes(mail.body).walk()
    calendar = next(part for part in parts if part.get_content_type() == "text/calendar")
    text = str(calendar.get_payload(decode=True), "utf-8")
    if entry.session_id != registration.session_id or f"UID:{entry.uid}" not in text:
        return "the invite is for another session"
    return None if calendar.get_param("method") == "REQUEST" else "no REQUEST"
