"""The command ``dialogues db``: what only migrations need is imported for them alone."""

from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import Migrate
from flask_migrate.cli import db as commands

from dialogues import database
from dialogues.config import ROOT


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
