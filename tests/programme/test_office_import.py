"""The import of a spreadsheet as organisers' page."""

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.programme import sheet_parcel, sheet_rows, sheets
from dialogues.programme.models import Dialogue, DialogueSession
from tests.programme.office_forms import (
    IMPORT,
    carried,
    count,
    text,
)
from tests.programme.sheet_files import AFTERNOON, MORNING, a_csv, an_xlsx


@pytest.mark.parametrize("make", [a_csv, an_xlsx])
def test_a_spreadsheet_is_looked_at_and_then_imported(staff_client: FlaskClient, make: Any) -> None:
    file = (io.BytesIO(make(MORNING, AFTERNOON)), "programme")
    look = staff_client.post(IMPORT, data={"file": file}, content_type="multipart/form-data")
    assert look.status_code == 200
    assert "Sessions added: 2" in look.text
    assert count(Dialogue) == 0
    rows = carried(look.text.replace(' enctype="multipart/form-data"', ""))["rows"]
    done = staff_client.post(IMPORT, data={"rows": rows}, follow_redirects=True)
    assert "The spreadsheet is on the programme." in done.text
    assert count(DialogueSession) == 2


def test_a_preview_that_was_open_for_too_long_is_shown_again(staff_client: FlaskClient) -> None:
    rows = sheet_parcel.pack(sheets.read(a_csv(MORNING, AFTERNOON)))
    stale = staff_client.post(IMPORT, data={"rows": rows, "csrf_token": "old"})
    assert stale.status_code == 422
    assert "This page was open for a long time." in stale.text
    assert "Sessions added: 2" in stale.text
    assert count(DialogueSession) == 0
    fields = carried(stale.text.replace(' enctype="multipart/form-data"', ""))
    assert fields["rows"] == [rows]
    fresh = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', stale.text)[-1]
    done = staff_client.post(IMPORT, data={"rows": rows, "csrf_token": fresh})
    assert done.status_code == 303
    assert count(DialogueSession) == 2


def test_a_sheet_is_read_before_the_database_is_asked(
    staff_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    for module, name in ((sheets, "read"), (sheet_rows, "_meaning"), (sheet_parcel, "pack")):
        real = getattr(module, name)

        def seen(*arguments: Any, real: Any = real) -> Any:
            asked.append(db.session().in_transaction())
            return real(*arguments)

        monkeypatch.setattr(module, name, seen)
    file = (io.BytesIO(a_csv(MORNING)), "programme.csv")
    look = staff_client.post(IMPORT, data={"file": file}, content_type="multipart/form-data")
    assert look.status_code == 200
    assert asked == [False] * 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            a_csv({**MORNING, "zone": "Mars"}, {**AFTERNOON, "start": "=A1"}),
            "Line 2, column zone: “Mars” is not a time zone. Write one such as Europe/Rome.",
        ),
        (
            an_xlsx({**MORNING, "start": "=A1"}),
            "Line 2, column start: This cell holds a formula. Put its value there.",
        ),
        (b"\xff\xfe\x00", "This file is not text in UTF-8."),
    ],
)
def test_a_bad_spreadsheet_is_refused(
    staff_client: FlaskClient, content: bytes, sentence: str
) -> None:
    file = (io.BytesIO(content), "programme.csv")
    answer = staff_client.post(IMPORT, data={"file": file}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert sentence in text(answer.text)
    assert count(Dialogue) == 0


def test_an_import_without_a_file_or_with_a_broken_parcel_is_refused(
    staff_client: FlaskClient,
) -> None:
    assert "Choose a file." in staff_client.post(IMPORT).text
    answer = staff_client.post(IMPORT, data={"rows": "broken"})
    assert answer.status_code == 422
    assert "The rows of the spreadsheet were lost on the way." in answer.text
