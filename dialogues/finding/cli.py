"""Commands about what is found."""

import click
from flask.cli import AppGroup

from dialogues.database import transact
from dialogues.finding.service import rebuild

finding = AppGroup("finding", help="What the search finds.")


@finding.command("rebuild")
def rebuild_() -> None:
    """Make anew what the search looks things up in, from what is public now."""
    click.echo(f"Passages that can be found: {transact(rebuild)}.")
