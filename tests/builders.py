"""Rows for tests: each builder makes what it needs, stores it and returns it.

Every argument has a plain default; what a test is about, it says itself.
"""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from dialogues.action_items.models import (
    ActionItem,
    ActionItemText,
    ItemStatus,
    Owner,
    OwnerKind,
    OwnerName,
)
from dialogues.database import db
from dialogues.guest_list.models import Invitation
from dialogues.invites.models import Entry, Method, PartStat
from dialogues.people.models import Participant, Staff
from dialogues.people.rules import Category
from dialogues.programme.models import (
    Admission,
    Dialogue,
    DialogueSession,
    DialogueText,
    ShortLink,
    Status,
)
from dialogues.programme.plans import SessionPlan
from dialogues.programme.rules import in_order
from dialogues.registration.models import (
    Registration,
    RegistrationStatus,
    UnfinishedRegistration,
)
from dialogues.replies.models import Reply
from dialogues.replies.rules import ReplyEffect, ReplyKind
from dialogues.summaries.models import SectionKind, SummaryNote
from dialogues.summaries.rules import Words
from dialogues.summaries.service import NewSection, start
from dialogues.support import clock, zones
from dialogues.support.codes import opaque_id
from dialogues.support.roles import Role

UID_DOMAIN = "dialogues.example.org"
_numbers = itertools.count(1)


def a_dialogue(
    title: str = "Understanding food systems transformation",
    *,
    language: str = "en",
    texts: Mapping[str, tuple[str, str]] | None = None,
    status: Status = Status.PUBLISHED,
    **fields: Any,
) -> Dialogue:
    """A published Dialogue without sessions; ``texts`` adds (title, description) by language."""
    now = clock.now()
    all_texts = {language: (title, "Governance, policies and institutions."), **(texts or {})}
    dialogue = Dialogue(
        **{
            "public_id": opaque_id(),
            "source_language": language,
            "status": status,
            "allows_several": False,
            "themes": (),
            "created_at": now,
            "updated_at": now,
            **fields,
        }
    )
    for code, (name, description) in all_texts.items():
        dialogue.texts[code] = DialogueText(language=code, title=name, description=description)
    return _stored(dialogue)


def a_session(
    dialogue: Dialogue | None = None,
    *,
    local_start: dt.datetime | None = None,
    zone: str = "Europe/Rome",
    minutes: int = 90,
    days: int = 30,
    hour: int = 8,
    floor_language: str = "en",
    interpretation: Sequence[str] = ("zh", "ru", "ar"),
    capacity: int | None = None,
    short_link: str | None = None,
    status: Status = Status.PUBLISHED,
    **fields: Any,
) -> DialogueSession:
    """A published, open session at ``hour`` in ``days`` days, or at the naive ``local_start``."""
    now = clock.now()
    if local_start is None:
        day = (zones.local(now, zone) + dt.timedelta(days=days)).date()
        local_start = dt.datetime.combine(day, dt.time(hour))
    starts_at = zones.instant(local_start, zone, fields.get("fold", 0))
    public_id = opaque_id()
    session = DialogueSession(
        **{
            "public_id": public_id,
            "dialogue": dialogue or a_dialogue(),
            "status": status,
            "local_start": local_start,
            "fold": 0,
            "zone": zone,
            "minutes": minutes,
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(minutes=minutes),
            "zone_version": zones.DATABASE_VERSION,
            "floor_language": floor_language,
            "interpretation": tuple(interpretation),
            "capacity": capacity,
            "registration_open": True,
            "admission": Admission.OPEN,
            "categories": (),
            "join_url": "https://meet.example.org/room",
            "reminders": (),
            "uid": f"{public_id}@{UID_DOMAIN}",
            "sequence": 0,
            "created_at": now,
            "updated_at": now,
            **fields,
        }
    )
    if short_link:
        session.short_links.append(ShortLink(slug=short_link, folded=short_link.casefold()))
    return _stored(session)


def session_plan(session: DialogueSession) -> SessionPlan:
    """What is planned for ``session`` now."""
    return SessionPlan(
        local_start=session.local_start,
        fold=session.fold,
        zone=session.zone,
        minutes=session.minutes,
        floor_language=session.floor_language,
        interpretation=session.interpretation,
        capacity=session.capacity,
        join_url=session.join_url,
        short_link=session.short_link,
        key=session.key,
        reminders=session.reminders,
        alarm_minutes=session.alarm_minutes,
        admission=session.admission,
        categories=in_order(session.categories),
        local_registration_opens=session.local_registration_opens,
        local_registration_closes=session.local_registration_closes,
    )


def a_participant(email: str | None = None, **fields: Any) -> Participant:
    """A person, under an address of their own."""
    address = email or f"person{next(_numbers)}@example.org"
    return _stored(
        Participant(
            **{
                "email": address,
                "created_at": clock.now(),
                "public_id": opaque_id(16),
                "feed_version": 1,
                "follows_feed": False,
                **fields,
            }
        )
    )


def a_registration(
    session: DialogueSession | None = None,
    *,
    participant: Participant | None = None,
    email: str | None = None,
    name: str = "A Person",
    status: RegistrationStatus = RegistrationStatus.CONFIRMED,
    **fields: Any,
) -> Registration:
    """A confirmed registration of somebody in Dakar who listens to the floor and reads English."""
    now = clock.now()
    session = session or a_session()
    participant = participant or a_participant(email)
    return _stored(
        Registration(
            **{
                "public_id": opaque_id(),
                "participant": participant,
                "session": session,
                "status": status,
                "name": name,
                "country": "SN",
                "category": Category.NATIONAL_CONVENOR,
                "listening_language": session.floor_language,
                "language": "en",
                "zone": "Africa/Dakar",
                "wants_news": False,
                "searchable": Registration.found_by(
                    name, fields.get("organisation"), participant.email
                ),
                "manage_version": 1,
                "join_version": 1,
                "created_at": now,
                "updated_at": now,
                **fields,
            }
        )
    )


def an_unfinished_registration(
    session: DialogueSession | None = None, email: str = "person@example.org", **fields: Any
) -> UnfinishedRegistration:
    """What somebody in Dakar typed, with an hour to press the mailed link."""
    now = clock.now()
    session = session or a_session()
    typed = {
        "name": "A Person",
        "email": email,
        "country": "SN",
        "category": Category.NATIONAL_CONVENOR.value,
        "listening_language": session.floor_language,
        "language": "en",
        "zone": "Africa/Dakar",
    }
    return _stored(
        UnfinishedRegistration(
            **{
                "public_id": opaque_id(20),
                "session": session,
                "email": email,
                "language": "en",
                "application": typed,
                "created_at": now,
                "expires_at": now + dt.timedelta(hours=1),
                **fields,
            }
        )
    )


def an_invitation(
    session: DialogueSession | None = None, *, email: str = "guest@example.org", **fields: Any
) -> Invitation:
    """An open invitation to a session that is by invitation."""
    session = session or a_session(admission=Admission.INVITATION)
    name = fields.pop("name", "A Guest")
    return _stored(
        Invitation(
            **{
                "public_id": opaque_id(16),
                "session": session,
                "email": email,
                "name": name,
                "language": "en",
                "searchable": Invitation.found_by(name, email),
                "created_at": clock.now(),
                **fields,
            }
        )
    )


def an_entry(registration: Registration | None = None, **fields: Any) -> Entry:
    """What the registrant's calendar should hold: the session, not sent yet."""
    registration = registration or a_registration()
    session = registration.session
    return _stored(
        Entry(
            **{
                "session": session,
                "registration": registration,
                "uid": session.uid,
                "attendee": registration.participant.email,
                "organizer": "dialogues@example.org",
                "partstat": PartStat.ACCEPTED,
                "method": Method.REQUEST,
                "sequence": session.sequence,
                "dtstamp": clock.now(),
                **fields,
            }
        )
    )


def a_reply(entry: Entry | None = None, **fields: Any) -> Reply:
    """Somebody at another address accepted, and no organiser has looked at it."""
    return _stored(
        Reply(
            **{
                "entry": entry or an_entry(),
                "digest": opaque_id(20),
                "received_at": clock.now(),
                "kind": ReplyKind.ACCEPTED,
                "effect": ReplyEffect.NOTED,
                "sender": "deputy@example.org",
                "attendee": "deputy@example.org",
                "sequence": 0,
                "said_at": clock.now(),
                "comment": "",
                **fields,
            }
        )
    )


def a_member_of_staff(
    email: str | None = None,
    *,
    name: str = "An Organiser",
    role: Role = Role.ORGANISER,
    **fields: Any,
) -> Staff:
    """An active organiser."""
    return _stored(
        Staff(
            **{
                "email": email or f"staff{next(_numbers)}@example.org",
                "name": name,
                "role": role,
                "is_active": True,
                "sign_in_version": 1,
                "created_at": clock.now(),
                **fields,
            }
        )
    )


def an_owner(
    name: str = "A coalition", *, kind: OwnerKind = OwnerKind.COALITION, **fields: Any
) -> Owner:
    """A coalition of the register in Dakar, with an address, that reads English."""
    now = clock.now()
    number = next(_numbers)
    owner = Owner(
        **{
            "public_id": opaque_id(),
            "key": None if kind is OwnerKind.PERSON else f"owner-{number}",
            "kind": kind,
            "coordinator": "A Coordinator",
            "email": f"owner{number}@example.org",
            "language": "en",
            "zone": "Africa/Dakar",
            "link_version": 1,
            "created_at": now,
            "updated_at": now,
            **fields,
        }
    )
    owner.names["en"] = OwnerName(language="en", name=name)
    return _stored(owner)


def an_action_item(
    dialogue: Dialogue | None = None,
    *,
    text: str = "Keep an up-to-date list of coalitions.",
    owner: Owner | None = None,
    days: int = 30,
    **fields: Any,
) -> ActionItem:
    """An open item in English, of a Dialogue with a session, due in ``days`` days."""
    now = clock.now()
    item = ActionItem(
        **{
            "public_id": opaque_id(),
            "dialogue": dialogue or a_session(days=-30).dialogue,
            "source_language": "en",
            "owner": owner or an_owner(),
            "due_on": (now + dt.timedelta(days=days)).date(),
            "is_due_by_next": False,
            "status": ItemStatus.OPEN,
            "link_version": 1,
            "created_at": now,
            "updated_at": now,
            **fields,
        }
    )
    item.texts[item.source_language] = ActionItemText(language=item.source_language, text=text)
    return _stored(item)


def a_note(
    dialogue: Dialogue | None = None,
    *,
    language: str = "en",
    title: str = "Committed to food systems transformation",
    sections: Sequence[tuple[SectionKind, str, str]] = (
        (SectionKind.PARTICIPATION, "How countries take part", "Countries want to take part."),
    ),
) -> SummaryNote:
    """A note with its title, and sections of (kind, heading, Markdown) in its source language."""
    note = start(
        dialogue or a_session(days=-30).dialogue,
        language,
        [
            NewSection(SectionKind.TITLE, Words(title, "Opening words.")),
            *(NewSection(kind, Words(heading, body)) for kind, heading, body in sections),
        ],
        None,
    )
    return _stored(note)


def _stored(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row
