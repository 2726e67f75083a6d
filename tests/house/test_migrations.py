"""The migrations make what the models say, on both databases."""

import importlib

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from dialogues.config import ROOT
from dialogues.database import db


@pytest.mark.databases
def test_migrations_equal_the_models(database_url: str) -> None:
    for models in sorted((ROOT / "dialogues").glob("*/models.py")):
        importlib.import_module(f"dialogues.{models.parent.name}.models")
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
    engine.dispose()
