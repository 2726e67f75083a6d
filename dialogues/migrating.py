"""The command ``dialogues db``: what only migrations need is imported for them alone."""

from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import Migrate
from flask_migrate.cli import db as commands

from dialogues import database
from dialogues.config import ROOT


def is_of_models(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether models say what a table or an index is; that of finding is migration 0005's alone.

    Alembic's ``include_name``, for what the database has.
    """
    return not (name or "").startswith("finding_index")


@with_appcontext
def _begin(**options: Any) -> None:
    Migrate(current_app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    commands.callback(**options)


db = click.Group(
    "db",
    commands=commands.commands,
    params=commands.params,
    callback=_begin,
    help="Bring the database's tables to what this version needs.",
)
