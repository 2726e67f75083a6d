"""Commands about summary notes."""

import datetime as dt
from typing import BinaryIO

import click
from flask.cli import AppGroup

from dialogues.config import settings
from dialogues.database import transact
from dialogues.languages.names import language_name
from dialogues.languages.rules import LANGUAGES
from dialogues.summaries.checks import findings_of
from dialogues.summaries.importing import refusals
from dialogues.summaries.importing.dialogues import the_dialogue_on
from dialogues.summaries.importing.document import Document
from dialogues.summaries.importing.files import MOST_BYTES, read_file
from dialogues.summaries.importing.plans import Plan, plan, reading_of
from dialogues.summaries.importing.report import (
    altered,
    another_language,
    consequences,
    doubts,
    recognised,
)
from dialogues.summaries.importing.taking_over import declare_done, take_over
from dialogues.summaries.models import SummaryNote
from dialogues.summaries.publishing import open_findings, publish_for_readers
from dialogues.summaries.refusals import PublishedAlready

_SPEAKS = "en"

summaries = AppGroup("summaries", help="Summary notes.")


@summaries.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--language", required=True, type=click.Choice(LANGUAGES), help="In which the file is written."
)
@click.option(
    "--date",
    "held_on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="When the Dialogue was held, such as 2022-06-29; without it, as the title says.",
)
@click.option("--publish", is_flag=True, help="Publish the note in this language at once.")
def import_(file: BinaryIO, language: str, held_on: dt.datetime | None, publish: bool) -> None:
    """Take a .docx, .md or .txt over as the note of the Dialogue that was held on its day.

    Prints the note's address; what was recognised and left out goes to standard error.
    """
    document = read_file(file.read(MOST_BYTES + 1), getattr(file, "name", ""))
    reading = reading_of(document, language)
    days = (held_on.date(),) if held_on else reading.days

    def work() -> tuple[str, list[str]]:
        planned = plan(reading, the_dialogue_on(days))
        if publish and (reads_as := another_language(document, planned)):
            name = language_name(reads_as, _SPEAKS)
            raise refusals.LanguageStopsPublishing(language=name)
        said = _said(document, planned)
        note = take_over(planned, None).note
        if publish:
            declare_done(note, planned)
            said.append(_publish(note, language))
        else:
            said.append(f"Readers see nothing of this yet. Editors go on at {_office(planned)}")
        return planned.dialogue.public_id, said

    public_id, said = transact(work)
    for line in said:
        click.echo(line, err=True)
    click.echo(f"{settings().base_url}/{language}/dialogues/{public_id}/summary")


def _office(planned: Plan) -> str:
    """Where the note is written."""
    return f"{settings().base_url}/{_SPEAKS}/office/dialogues/{planned.dialogue.public_id}/summary"


def _publish(note: SummaryNote, language: str) -> str:
    """Publish the note; what came of it, in a sentence."""
    found = open_findings(findings_of(note, language))
    if found:
        listed = "\n".join(["", *(finding.sentence for finding in found)])
        raise refusals.FindingsStopPublishing(findings=listed)
    try:
        return publish_for_readers(note, language, None, _SPEAKS)
    except PublishedAlready as refusal:
        return str(refusal)


def _said(document: Document, planned: Plan) -> list[str]:
    return [
        *recognised(planned, _SPEAKS),
        *altered(document, planned, _SPEAKS),
        *doubts(document, planned, _SPEAKS),
        *consequences(planned, _SPEAKS),
    ]
