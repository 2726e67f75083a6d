"""Commands about the programme."""

import sys
from typing import BinaryIO

import click
from flask.cli import AppGroup

from dialogues.config import settings
from dialogues.database import transact
from dialogues.programme.sheet_checks import check
from dialogues.programme.sheet_report import importer, say, sentences, summary
from dialogues.programme.sheets import read
from dialogues.support.sheet_refusals import SheetIsRefused
from dialogues.support.sheets import MOST_BYTES

programme = AppGroup("programme", help="Dialogues and their sessions.")


@programme.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
def import_(file: BinaryIO, dry_run: bool) -> None:
    """Put a CSV or XLSX spreadsheet on the programme: all of its rows, or none.

    A row is known again by its columns "dialogue" and "session": what it says already changes
    nothing, and what no row names is left alone.
    """
    try:
        sheet = check(read(file.read(MOST_BYTES + 1)))
        work = importer(sheet, settings().uid_domain)
        effect = transact(work, keep=lambda _effect: not dry_run)
    except SheetIsRefused as refused:
        for line in sentences(refused):
            click.echo(line, err=True)
        click.echo(say(refused), err=True)
        sys.exit(1)
    for line in summary(effect):
        click.echo(line)
    if dry_run:
        click.echo("This was a dry run. Nothing has been changed.")
