"""The migrations make what the models say, and keep what is stored, on both databases."""

import importlib

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from dialogues.config import ROOT
from dialogues.database import db
from dialogues.invites.models import Entry
from dialogues.web.application import DialoguesApp
from tests import databases
from tests.builders import an_entry


@pytest.mark.databases
def test_migrations_equal_the_models(database_url: str) -> None:
    for models in sorted((ROOT / "dialogues").glob("*/models.py")):
        importlib.import_module(f"dialogues.{models.parent.name}.models")
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
    engine.dispose()


@pytest.mark.databases
def test_a_database_of_the_first_version_keeps_its_people_and_entries(
    app: DialoguesApp, database_url: str
) -> None:
    with app.app_context():
        entry = an_entry(sequence=3, sent_sequence=3)
        email, starts_at = entry.attendee, entry.session.starts_at
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
