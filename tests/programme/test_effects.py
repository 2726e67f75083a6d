"""Counting the mails that a verb of the programme owes, before it or with it."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from dialogues.database import db
from dialogues.outbox import service as outbox
from dialogues.outbox.models import OutboxMail
from dialogues.programme import service
from dialogues.programme.effects import effect_of, preview
from dialogues.web.application import DialoguesApp
from tests.builders import a_registration, a_session, an_entry, session_plan

pytestmark = [pytest.mark.databases, pytest.mark.usefixtures("app")]


def mails() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(OutboxMail)) or 0


def test_a_preview_counts_the_calendars_and_leaves_nothing() -> None:
    session = a_session(local_start=dt.datetime(2027, 7, 27, 8), short_link="27julyAM")
    for _ in range(3):
        an_entry(a_registration(session))
    plan = replace(session_plan(session), minutes=60)
    effect = preview(lambda: service.revise_session(session, plan, tell=True))
    assert (effect.result, effect.mails, effect.calendars) == (True, 3, 3)
    db.session.commit()
    assert (session.minutes, session.sequence, mails()) == (90, 0, 0)
    service.revise_session(session, plan, tell=True)
    db.session.commit()
    assert (session.minutes, session.sequence, mails()) == (60, 1, 3)


def test_mails_that_others_owe_meanwhile_are_not_counted(app: DialoguesApp) -> None:
    mail: dict[str, Any] = {
        "kind": "swap",
        "recipient": "awa@example.org",
        "language": "fr",
        "zone": "Africa/Dakar",
        "subject_id": 1,
    }

    def verb() -> None:
        with app.app_context():  # somebody else, in another transaction
            outbox.owe(**mail)
            db.session.commit()
        outbox.owe(**mail, dedupe_key="once")
        outbox.owe(**mail, dedupe_key="once")
        effect_of(lambda: outbox.owe(**mail))

    effect = effect_of(verb)
    assert (effect.mails, effect.calendars) == (2, 0)
    db.session.commit()
    assert mails() == 3
