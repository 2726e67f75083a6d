"""Invitations: made, sent, used once, passed on, taken back."""

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from dialogues.database import db, transact
from dialogues.guest_list import queries, service
from dialogues.guest_list.models import Invitation
from dialogues.guest_list.pasted import Guest
from dialogues.guest_list.refusals import (
    InvitationIsNotOpen,
    InvitationIsPassed,
    InvitationIsRevoked,
    InvitationIsUsed,
    OwnStandIn,
    StandInCannotPassOn,
)
from dialogues.guest_list.rules import INVITATION, OPEN_INVITATIONS, State
from dialogues.history.models import Change
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.programme.models import Admission, DialogueSession, Status
from dialogues.registration import service as registration
from dialogues.registration.models import Registration, RegistrationStatus
from dialogues.registration.refusals import RegistrationIsNotOpen
from dialogues.registration.service import Outcome
from dialogues.support import clock
from dialogues.web.application import DialoguesApp
from tests.builders import a_dialogue, a_participant, a_registration, a_session, an_invitation
from tests.registration.registering import an_application

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def by_invitation(**fields: Any) -> DialogueSession:
    return a_session(admission=Admission.INVITATION, **fields)


def guests(*addresses: str, language: str = "en") -> list[Guest]:
    return [
        Guest(line, address.partition("@")[0].title(), address, language)
        for line, address in enumerate(addresses, 1)
    ]


def mails(kind: str = INVITATION) -> Sequence[OutboxMail]:
    return db.session.scalars(select(OutboxMail).filter_by(kind=kind).order_by(OutboxMail.id)).all()


def registrations() -> dict[str, str]:
    rows = db.session.scalars(select(Registration).execution_options(populate_existing=True))
    return {one.participant.email: one.status.value for one in rows}


def state_of(invitation: Invitation) -> State:
    db.session.flush()
    return queries.states_of(invitation.session_id, [invitation])[invitation.id]


def named(email: str) -> Invitation:
    return db.session.scalars(select(Invitation).filter_by(email=email)).one()


def test_each_new_guest_is_invited_by_one_mail_in_their_language() -> None:
    session = by_invitation(zone="Africa/Nairobi")
    assert service.invite(session, guests("ann@x.org", "bob@x.org", language="ar")) == 2
    assert [(one.recipient, one.language, one.zone) for one in mails()] == [
        ("ann@x.org", "ar", "Africa/Nairobi"),
        ("bob@x.org", "ar", "Africa/Nairobi"),
    ]
    assert [one.subject_id for one in mails()] == [named(one.recipient).id for one in mails()]
    changes = db.session.scalars(select(Change).filter_by(subject_kind="invitation")).all()
    assert {(one.verb, one.subject_id) for one in changes} == {
        ("invite", one.subject_id) for one in mails()
    }
    assert "x.org" not in str([(one.before, one.after) for one in changes])


def test_who_is_invited_or_registered_already_gets_no_further_mail() -> None:
    session = by_invitation()
    an_invitation(session, email="ann@x.org")
    a_registration(session, email="bob@x.org")
    a_registration(session, email="eve@x.org", status=RegistrationStatus.CANCELLED)
    wanted = guests("ann@x.org", "bob@x.org", "eve@x.org")
    found = service.sort_out(session, wanted)
    assert [
        [one.email for one in part] for part in (found.new, found.invited, found.registered)
    ] == [
        ["eve@x.org"],
        ["ann@x.org"],
        ["bob@x.org"],
    ]
    assert service.invite(session, wanted) == 1
    assert [one.recipient for one in mails()] == ["eve@x.org"]


def test_many_are_invited_in_few_statements(
    count_statements: Callable[[Callable[[], object]], int],
) -> None:
    few, many = by_invitation(), by_invitation()
    some = guests(*(f"guest{number}@x.org" for number in range(5000)))
    counts = [
        count_statements(lambda: service.invite(few, some[:10])),
        count_statements(lambda: service.invite(many, some)),
    ]
    assert counts[1] <= counts[0] + 30  # a thousand rows at a time
    assert db.session.scalar(select(func.count(Invitation.id))) == 5010


def test_a_revoked_invitation_is_open_again_once_the_address_is_added_again() -> None:
    invitation = an_invitation(email="ann@x.org")
    service.revoke(invitation)
    assert state_of(invitation) is State.REVOKED
    with pytest.raises(InvitationIsRevoked):
        service.accept(invitation, an_application())
    assert service.invite(invitation.session, guests("ann@x.org")) == 1
    db.session.refresh(invitation)
    assert state_of(invitation) is State.INVITED


def test_an_invitation_works_once_for_its_own_address_whatever_was_typed() -> None:
    invitation = an_invitation(email="ann@x.org")
    assert service.accept(invitation, an_application("eve@x.org")) is Outcome.CONFIRMED
    assert registrations() == {"ann@x.org": "confirmed"}
    assert state_of(invitation) is State.REGISTERED
    with pytest.raises(InvitationIsUsed):
        service.accept(invitation, an_application())
    for verb in (service.resend, service.revoke):
        with pytest.raises(InvitationIsNotOpen):
            verb(invitation)


def test_in_a_full_session_the_invited_wait_like_others() -> None:
    session = by_invitation(capacity=1)
    a_registration(session)
    invitation = an_invitation(session)
    assert service.accept(invitation, an_application()) is Outcome.WAITLISTED
    assert state_of(invitation) is State.WAITING


@pytest.mark.parametrize(
    "fields",
    [{"days": -1}, {"status": Status.CANCELLED}, {"registration_open": False}],
    ids=["over", "cancelled", "closed"],
)
def test_a_session_that_takes_no_registrations_takes_none_by_invitation(
    fields: dict[str, Any],
) -> None:
    invitation = an_invitation(by_invitation(**fields))
    with pytest.raises(RegistrationIsNotOpen):
        service.accept(invitation, an_application())
    with pytest.raises(RegistrationIsNotOpen):
        service.pass_on(invitation, "Bob", "bob@x.org", "fr")


def test_two_presses_at_once_make_one_registration(app: DialoguesApp) -> None:
    public_id = an_invitation(email="ann@x.org").public_id
    db.session.commit()
    begin, outcomes = threading.Barrier(2), list[str]()

    def press() -> None:
        with app.app_context():
            begin.wait()
            try:
                transact(lambda: service.accept(_found(public_id), an_application()))
                outcomes.append("registered")
            except InvitationIsUsed:
                outcomes.append("used")

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["registered", "used"]
    assert registrations() == {"ann@x.org": "confirmed"}


def _found(public_id: str) -> Invitation:
    found = queries.by_public_id(public_id)
    assert found is not None
    return found


def test_a_stand_in_is_invited_in_place_of_the_addressee_and_names_nobody_else() -> None:
    invitation = an_invitation(email="ann@x.org")
    service.pass_on(invitation, "Bob", "bob@x.org", "fr")
    stand_in = named("bob@x.org")
    assert (stand_in.name, stand_in.language, stand_in.stand_in_for_id) == (
        "Bob",
        "fr",
        invitation.id,
    )
    assert [(one.recipient, one.language) for one in mails()] == [("bob@x.org", "fr")]
    assert state_of(invitation) is State.PASSED
    with pytest.raises(InvitationIsPassed):
        service.accept(invitation, an_application())
    with pytest.raises(StandInCannotPassOn):
        service.pass_on(stand_in, "Eve", "eve@x.org", "en")
    assert service.accept(stand_in, an_application()) is Outcome.CONFIRMED
    assert registrations() == {"bob@x.org": "confirmed"}


def test_naming_a_stand_in_gives_the_own_seat_back() -> None:
    session = by_invitation(capacity=1)
    invitation = an_invitation(session, email="ann@x.org")
    service.accept(invitation, an_application())
    service.pass_on(invitation, "Bob", "bob@x.org", "fr")
    assert registrations() == {"ann@x.org": "cancelled"}
    assert service.accept(named("bob@x.org"), an_application()) is Outcome.CONFIRMED


def test_nobody_stands_in_for_themselves() -> None:
    invitation = an_invitation(email="ann@x.org")
    with pytest.raises(OwnStandIn):
        service.pass_on(invitation, "Ann", "ann@x.org", "en")


@pytest.mark.parametrize(
    "known_as", ["nobody", "invited", "revoked", "passed", "registered", "used"]
)
def test_whoever_the_stand_in_is_the_addressee_meets_the_same(known_as: str) -> None:
    session = by_invitation()
    at = clock.now()
    match known_as:
        case "invited":
            an_invitation(session, email="bob@x.org")
        case "revoked":
            an_invitation(session, email="bob@x.org", revoked_at=at)
        case "passed":
            an_invitation(session, email="bob@x.org", passed_at=at)
        case "registered":
            a_registration(session, email="bob@x.org")
        case "used":
            there = an_invitation(session, email="bob@x.org")
            service.accept(there, an_application())
    invitation = an_invitation(session, email="ann@x.org")
    service.pass_on(invitation, "Bob", "bob@x.org", "fr")
    assert state_of(invitation) is State.PASSED
    assert [(one.recipient, one.subject_id) for one in mails()] == [
        ("bob@x.org", named("bob@x.org").id)
    ]
    assert named("bob@x.org").stand_in_for_id == invitation.id
    assert named("bob@x.org").is_open is (known_as not in ("used", "revoked"))


def test_an_invitation_that_was_passed_on_is_open_again_once_it_is_sent_again() -> None:
    invitation = an_invitation(email="ann@x.org")
    service.pass_on(invitation, "Bob", "bob@x.org", "fr")
    service.resend(invitation)
    assert [one.recipient for one in mails()] == ["bob@x.org", "ann@x.org"]
    assert service.accept(invitation, an_application()) is Outcome.CONFIRMED


def test_who_holds_a_seat_in_the_twin_moves_with_the_invitation() -> None:
    dialogue = a_dialogue()
    open_to_all, closed_round = a_session(dialogue), by_invitation(dialogue=dialogue, hour=16)
    held = a_registration(open_to_all, email="ann@x.org")
    invitation = an_invitation(closed_round, email="ann@x.org")
    assert service.accept(invitation, an_application()) is Outcome.CONFIRMED
    db.session.refresh(held)
    assert held.session_id == closed_round.id
    assert state_of(invitation) is State.REGISTERED
    assert registrations() == {"ann@x.org": "confirmed"}


def test_a_seat_in_the_twin_is_not_given_up_for_a_place_in_the_queue() -> None:
    dialogue = a_dialogue()
    closed_round = by_invitation(dialogue=dialogue, hour=16, capacity=1)
    a_registration(closed_round)
    held = a_registration(a_session(dialogue), email="ann@x.org")
    invitation = an_invitation(closed_round, email="ann@x.org")
    assert service.accept(invitation, an_application()) is Outcome.WAITLISTED
    assert held.session_id != closed_round.id
    assert state_of(invitation) is State.INVITED  # the mail says why, and the link goes on working


def test_who_was_invited_to_one_of_two_closed_sessions_may_swap_to_the_other() -> None:
    dialogue = a_dialogue()
    one, other = by_invitation(dialogue=dialogue), by_invitation(dialogue=dialogue, hour=16)
    invitation = an_invitation(one, email="ann@x.org")
    service.accept(invitation, an_application())
    held = invitation.registration
    assert held is not None
    registration.swap(held, other)
    assert held.session_id == other.id
    assert state_of(invitation) is State.REGISTERED


def test_asking_for_links_owes_the_same_to_a_known_and_to_an_unknown_address() -> None:
    an_invitation(email="ann@x.org")
    for address in ("ann@x.org", "nobody@x.org"):
        registration.ask_for_links(address, "fr")
        registration.ask_for_links(address, "fr")
    assert [(one.recipient, one.payload) for one in mails(OPEN_INVITATIONS)] == [
        ("ann@x.org", {}),
        ("nobody@x.org", {}),
    ]


def test_a_mail_that_comes_back_shows_in_the_state() -> None:
    session = by_invitation()
    service.invite(session, guests("ann@x.org", "bob@x.org", "eve@x.org"))
    next(one for one in mails() if one.recipient == "ann@x.org").state = MailState.FAILED
    a_participant("bob@x.org", undeliverable_at=clock.now())
    states = {one: state_of(named(f"{one}@x.org")) for one in ("ann", "bob", "eve")}
    assert states == {"ann": State.RETURNED, "bob": State.RETURNED, "eve": State.INVITED}
    assert queries.counts_by_state(session.id, "") == {State.RETURNED: 2, State.INVITED: 1}


def test_who_gives_the_seat_back_is_shown_as_cancelled() -> None:
    invitation = an_invitation()
    service.accept(invitation, an_application())
    assert invitation.registration is not None
    registration.cancel(invitation.registration)
    assert state_of(invitation) is State.CANCELLED


def test_invitations_to_sessions_that_are_over_are_not_open() -> None:
    invitation = an_invitation(email="ann@x.org")
    after = invitation.session.ends_at + dt.timedelta(minutes=1)
    assert queries.open_of("ann@x.org", clock.now()) == [invitation]
    with time_machine.travel(after):
        assert queries.open_of("ann@x.org", clock.now()) == []
