"""The migrations make what the models say, and keep what is stored, on both databases."""

import importlib
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from dialogues.config import ROOT
from dialogues.database import db
from dialogues.invites.models import Entry
from dialogues.migrating import is_of_models
from dialogues.outbox.models import MailState, OutboxMail
from dialogues.outbox.service import owe
from dialogues.web.application import DialoguesApp
from tests import databases
from tests.builders import an_entry


@pytest.mark.databases
def test_migrations_equal_the_models(database_url: str) -> None:
    for models in sorted((ROOT / "dialogues").glob("*/models.py")):
        importlib.import_module(f"dialogues.{models.parent.name}.models")
    engine = create_engine(database_url)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_of_models}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.metadata) == []
    engine.dispose()


@pytest.mark.databases
def test_a_database_of_the_first_version_keeps_its_people_and_entries(
    app: DialoguesApp, database_url: str
) -> None:
    with app.app_context():
        entry = an_entry(sequence=3, sent_sequence=3)
        email, starts_at = entry.attendee, entry.session.starts_at
        was = {"previous_starts_at": "2030-01-01T08:00:00+00:00", "previous_ends_at": "2030-01-01"}
        _owe(entry, {"reason": "details_changed"}, state=MailState.FAILED)
        _owe(entry, {"reason": "rescheduled", **was})
        _owe(entry, {"reason": "repeated", "other_name": None})
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    databases.migrate(database_url, back_to="0001")
    with create_engine(database_url).connect() as connection:
        assert connection.scalar(text("SELECT email FROM participant")) == email
    databases.migrate(database_url)
    with app.app_context():
        kept = db.session.scalars(db.select(Entry)).one()
        person = kept.registration.participant
        assert (kept.attendee, kept.sent_starts_at, kept.token) == (email, starts_at, None)
        assert (person.email, len(person.public_id), person.feed_version) == (email, 16, 1)
        assert (person.follows_feed, kept.session.reminders) == (False, ())
        payloads = db.session.scalars(db.select(OutboxMail.payload).order_by(OutboxMail.id))
        assert payloads.all() == [
            {"reason": "revised", "changes": ["languages"]},
            {"reason": "revised", "changes": ["time"], **was},
            {"reason": "repeated", "other_name": None},
        ]


def _owe(entry: Entry, payload: dict[str, Any], **fields: Any) -> None:
    mail = owe(
        kind="invite",
        recipient=entry.attendee,
        language="en",
        zone="Africa/Dakar",
        subject_id=entry.registration_id,
        payload=payload,
        entry_id=entry.id,
        method="REQUEST",
    )
    for name, value in fields.items():
        setattr(mail, name, value)
