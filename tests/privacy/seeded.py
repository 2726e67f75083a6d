"""A person about whom every table says something, with a name and an address found nowhere else."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect, text

from dialogues.action_items.changing import keep
from dialogues.action_items.models import ActionItem, ItemStatus, OwnerKind
from dialogues.action_items.owner_notices import OFFERED
from dialogues.database import Base, db
from dialogues.guest_list.rules import INVITATION
from dialogues.history.service import record
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.service import owe
from dialogues.people.models import Participant
from dialogues.registration.models import Registration
from dialogues.registration.notices import LINKS, TWIN
from dialogues.replies.service import DECLINED_ELSEWHERE
from dialogues.support import clock
from tests.builders import (
    a_dialogue,
    a_participant,
    a_registration,
    a_reply,
    a_session,
    an_action_item,
    an_entry,
    an_invitation,
    an_owner,
    an_unfinished_registration,
)

MARK = "Zyxwvu"
"""In every value that is about the person, but never in the same case: searches fold."""
EMAIL = "zyxwvu@example.org"
OTHER, OTHER_EMAIL = "Qponml", "qponml@example.org"


def a_known_person(
    days: int = 30, name: str = MARK, email: str = EMAIL, **fields: Any
) -> Registration:
    """A registration in ``days`` days of somebody whom all tables know."""
    session = a_session(a_dialogue(), days=days, capacity=1)
    person = a_participant(
        email, undeliverable_at=clock.now(), undeliverable_reason=f"<{email}> is full"
    )
    registration = a_registration(
        session,
        participant=person,
        name=f"A {name}",
        organisation=f"{name} Ministry",
        accessibility=f"{name} lift",
        question=f"{name} why?",
        question_topic=f"{name} topic",
        note=f"{name} note",
        ended_because=f"{name} ended",
        **fields,
    )
    entry = an_entry(
        registration,
        token=f"token{registration.id}",
        organizer=f"answers+token{registration.id}@example.org",
    )
    a_reply(entry, sender=email, attendee=email, comment=f"{name} comment")
    others = an_entry(a_registration(a_session(days=days)))
    a_reply(others, sender=email, attendee=email, comment=f"{name} for another")
    an_unfinished_registration(
        session, email, application={"name": f"{name} typed", "email": email}
    )
    invitation = an_invitation(session, email=email, name=f"{name} guest")
    stand_in = an_invitation(
        session, email=f"standin{registration.id}@example.org", stand_in_for_id=invitation.id
    )
    item = an_item_of(name, email, session.ends_at)
    for kind, recipient, subject_id, payload in (
        (LINKS, email, person.id, {"registrations": [registration.id]}),
        (TWIN, email, registration.id, {"other_name": f"{name} two"}),
        (INVITATION, stand_in.email, stand_in.id, {"stands_in_for": invitation.id}),
        (
            OFFERED,
            a_participant(item.offered_to.email).email,
            item.id,
            {"owner": item.offered_to_id},
        ),
        (DECLINED_ELSEWHERE, others.attendee, others.id, {"sender": email, "entry": others.id}),
    ):
        mail = owe(
            kind=kind,
            recipient=recipient,
            language="en",
            zone="Africa/Dakar",
            subject_id=subject_id,
            payload=payload,
        )
        assert mail
        mail.state, mail.sent_at = MailState.SENT, clock.now()
        mail.body = f"To: {recipient}\nSubject: {name} said\n\nDear {name}".encode()
        mail.last_error = f"{name} error" if recipient == email else None
    before = {"name": f"{name} before", "country": "SN", "note": f"{name} note before"}
    record("registration", registration.id, "edit", before, {"name": f"A {name}", "country": "KE"})
    record("participant", person.id, "follow_feed", {"zone": f"{name}"}, {"follows_feed": True})
    record("invitation", invitation.id, "invite", {}, {"email": email, "state": "open"})
    record("action_owner", item.owner_id, "add_person", {}, {"coordinator": name, "kind": "person"})
    db.session.commit()
    return registration


def an_item_of(name: str, email: str, at: dt.datetime) -> ActionItem:
    """What the person did for a Dialogue by an instant; and a coalition that was theirs."""
    an_owner(coordinator=f"{name} coordinates", email=email, archived_at=at)
    person = an_owner(
        f"{name} owns", kind=OwnerKind.PERSON, email=email, coordinator=f"{name} themselves"
    )
    item: ActionItem = an_action_item(
        owner=person,
        status=ItemStatus.DONE,
        closed_at=at,
        proposed_because=f"{name} is busy",
        offered_because=f"{name} goes",
        offered_to=an_owner("Successor"),
    )
    keep(item, "reported", {}, "Half of it is done.")
    return item


def cells_with(word: str) -> Iterator[str]:
    """Every column of every table that says a word anywhere, as text, JSON or bytes."""
    db.session.rollback()
    for table in inspect(db.session.connection()).get_table_names():
        for row in db.session.execute(text(f'SELECT * FROM "{table}"')).mappings():
            for name, value in row.items():
                said = value.tobytes() if isinstance(value, memoryview) else value
                said = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
                if word.casefold() in said.casefold():
                    yield f"{table}.{name}: {said[:80]}"


def tables() -> dict[str, set[str]]:
    """The columns of every table, as the models say."""
    return {name: set(table.columns.keys()) for name, table in Base.metadata.tables.items()}


def person_of(registration: Registration) -> Participant:
    return db.session.get_one(Participant, registration.participant_id)


def later(registration: Registration, **shift: float) -> dt.datetime:
    """Some time after the session of a registration."""
    return registration.session.ends_at + dt.timedelta(**shift)


def mails_to(address: str) -> list[OutboxMail]:
    return list(db.session.scalars(db.select(OutboxMail).filter_by(recipient=address)))
