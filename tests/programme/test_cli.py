"""The command that imports a sheet."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from dialogues.database import db
from dialogues.programme.cli import programme
from dialogues.programme.models import DialogueSession
from tests.programme.sheet_files import AFTERNOON, MORNING, a_csv, an_xlsx

FIGURES = """\
Sessions added: {added}
Sessions changed: 0
Sessions left as they are: {left}
Dialogues with another title: 0
Mails to registered people: 0
"""


def run(app: Flask, file: Path, *options: str) -> Result:
    db.session.commit()
    return app.test_cli_runner().invoke(programme, ["import", str(file), *options])


def sessions() -> int:
    db.session.rollback()
    return db.session.query(DialogueSession).count()


@pytest.mark.parametrize("make", [a_csv, an_xlsx])
def test_a_file_is_imported_once(app: Flask, tmp_path: Path, make: object) -> None:
    file = tmp_path / "programme"
    file.write_bytes(make(MORNING, AFTERNOON))  # type: ignore[operator]
    dry = run(app, file, "--dry-run")
    assert dry.output == FIGURES.format(added=2, left=0) + (
        "This was a dry run. Nothing has been changed.\n"
    )
    assert (dry.exit_code, sessions()) == (0, 0)
    assert run(app, file).output == FIGURES.format(added=2, left=0)
    assert run(app, file).output == FIGURES.format(added=0, left=2)
    assert sessions() == 2


def test_a_bad_file_is_refused_line_by_line(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "programme.csv"
    file.write_bytes(a_csv({**MORNING, "zone": "x", "floor": ""}, {**AFTERNOON, "start": "4pm"}))
    result = run(app, file)
    assert result.stderr == (
        "Line 2, column zone: “x” is not a time zone. Write one such as Europe/Rome.\n"
        "Line 2, column floor: This cell is empty.\n"
        "Line 3, column start: “4pm” is not a time. Write it as hours:minutes, such as 16:00.\n"
        "The spreadsheet cannot be imported as it is. Nothing has been changed.\n"
    )
    assert (result.exit_code, sessions()) == (1, 0)
