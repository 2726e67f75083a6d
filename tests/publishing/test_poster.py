"""Posters: one page in each language, readable aloud, whatever the title."""

import datetime as dt
import io
from typing import Any

import pypdf
import pytest
from flask.testing import FlaskClient

from dialogues.languages.rules import LANGUAGES
from dialogues.programme.models import Dialogue, Status
from dialogues.publishing.poster import poster_of
from dialogues.support.made import made_files
from dialogues.support.pdf import TextCannotBeDrawn
from dialogues.web.application import DialoguesApp
from tests import builders
from tests.pdf_ua import faults

ZONES = ["Europe/Rome", "UTC", "America/New_York", "Pacific/Auckland"]
TITLES = {"ar": ("الحوكمة", ""), "zh": ("治理", ""), "fr": ("La gouvernance", "")}


def a_dialogue(title: str = "Governance", sessions: int = 2, **fields: Any) -> Dialogue:
    dialogue = builders.a_dialogue(title, texts=TITLES, **fields)
    for number in range(sessions):
        builders.a_session(
            dialogue,
            local_start=dt.datetime(2031, 7, 30, 8 if number % 2 == 0 else 16),
            interpretation=("fr", "es") if number % 2 else ("zh", "ru", "ar"),
            short_link=f"30july{number}",
        )
    return dialogue


def read(app: DialoguesApp, dialogue: Dialogue, language: str = "en") -> pypdf.PdfReader:
    with app.test_request_context("/"):
        return pypdf.PdfReader(io.BytesIO(poster_of(dialogue, language, ZONES)))


def text_of(reader: pypdf.PdfReader) -> str:
    words = " ".join(page.extract_text() for page in reader.pages).replace("\u200b", "")
    return " ".join(words.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_poster_is_one_tagged_page_that_says_its_title_and_language(
    app: DialoguesApp, language: str
) -> None:
    dialogue = a_dialogue()
    with app.test_request_context("/"):
        made = poster_of(dialogue, language, ZONES)
    assert faults(made) == []
    reader = pypdf.PdfReader(io.BytesIO(made))
    catalogue: Any = reader.root_object

    assert len(reader.pages) == 1
    assert tuple(round(float(side)) for side in reader.pages[0].mediabox[2:]) == (595, 842)
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert "pdfuaid:part" in str(catalogue["/Metadata"].get_object().get_data())
    assert reader.metadata is not None
    assert reader.metadata.title == dialogue.text(language).title


def test_a_poster_says_when_where_and_in_which_languages(app: DialoguesApp) -> None:
    text = text_of(read(app, a_dialogue()))

    for words in (
        "Governance",
        "Wednesday, 30 July 2031",
        "Session 1",
        "08:00–09:30 Rome (Italy) UTC+2",
        "UTC 06:00–07:30",
        "New York (United States of America) UTC−4 02:00–03:30",
        "Auckland (New Zealand) UTC+12 18:00–19:30",
        "Session 2",
        "16:00–17:30 Rome (Italy) UTC+2",
        "Auckland (New Zealand) UTC+12 02:00–03:30 Thursday, 31 July 2031",
        "Français",
        "127.0.0.1:8000/30july0",
        "127.0.0.1:8000/30july1",
        "United Nations Food Systems Coordination Hub",
    ):
        assert words in text, text


def test_each_code_is_described_and_each_link_leads_where_it_says(app: DialoguesApp) -> None:
    reader = read(app, a_dialogue())
    described: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            described.extend([str(node["/Alt"])] if "/Alt" in node else [])
            walk(node.get("/K", []))

    walk(reader.root_object["/StructTreeRoot"])
    links = [str(one.get_object()["/A"]["/URI"]) for one in reader.pages[0]["/Annots"]]

    assert {f"QR code of http://127.0.0.1:8000/30july{n}" for n in (0, 1)} <= set(described)
    assert links == [f"http://127.0.0.1:8000/30july{n}" for n in (0, 1)]


@pytest.mark.parametrize(
    "title",
    [
        'A # $x$ \\ [b] "q" `c` <l> @r *s* _u_ ~ // c',
        '#read("/etc/passwd") #{panic()} $sum$',
        "'); #sys.inputs",
        "\\u{41} \\n {{ title }} {% raw %}",
    ],
)
def test_a_title_is_text_and_no_part_of_the_template(app: DialoguesApp, title: str) -> None:
    reader = read(app, a_dialogue(title))

    assert title.replace(" ", "") in text_of(reader).replace(" ", "")
    assert reader.metadata is not None
    assert reader.metadata.title == title


@pytest.mark.parametrize("sessions", [1, 2, 5, 12])
@pytest.mark.parametrize("title", ["W" * 300, "Governance of food " * 15, "治理" * 150])
def test_any_poster_fits_on_its_page(app: DialoguesApp, title: str, sessions: int) -> None:
    assert len(read(app, a_dialogue(title[:300], sessions)).pages) == 1


def test_the_same_poster_is_the_same_file(app: DialoguesApp) -> None:
    dialogue = a_dialogue()
    with app.test_request_context("/"):
        made = poster_of(dialogue, "ar", ZONES)
        made_files.clear()
        assert poster_of(dialogue, "ar", ZONES) == made


def test_what_no_font_can_show_is_refused_by_name(app: DialoguesApp) -> None:
    with pytest.raises(TextCannotBeDrawn, match="🌱"):
        read(app, a_dialogue("Seeds 🌱"))


def test_cancelled_sessions_are_left_out_and_drafts_are_not(
    app: DialoguesApp, staff_client: FlaskClient
) -> None:
    dialogue = a_dialogue(status=Status.DRAFT)
    dialogue.sessions[0].status = Status.CANCELLED
    dialogue.sessions[1].status = Status.DRAFT
    text = text_of(read(app, dialogue))

    assert "30july1" in text
    assert "30july0" not in text

    dialogue.sessions[1].status = Status.CANCELLED
    address = f"/en/office/dialogues/{dialogue.public_id}/poster"
    assert "There is nothing to invite to" in staff_client.get(address).text
    assert staff_client.get(f"{address}.pdf").status_code == 404


def test_an_organiser_makes_a_poster_with_the_zones_that_they_pick(
    staff_client: FlaskClient,
) -> None:
    dialogue = a_dialogue()
    address = f"/en/office/dialogues/{dialogue.public_id}/poster"
    form = staff_client.get(address).text
    for zone in ("Europe/Rome", "UTC", "America/New_York", "Africa/Nairobi", "Asia/Bangkok"):
        assert f'value="{zone}"' in form

    answer = staff_client.get(
        f"{address}.pdf?language=fr&zones-0=Africa/Dakar&zones-1=&zones-2=UTC"
    )

    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert 'filename="poster-2031-07-30-fr.pdf"' in answer.headers["Content-Disposition"]
    text = text_of(pypdf.PdfReader(io.BytesIO(answer.data)))
    assert "06:00–07:30 Dakar (Sénégal)" in text
    assert "Rome" not in text


def test_a_zone_that_is_none_is_named_and_the_rest_stays(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue()
    answer = staff_client.get(
        f"/en/office/dialogues/{dialogue.public_id}/poster.pdf"
        "?language=ar&zones-0=Africa/Dakr&zones-1=UTC"
    )

    assert answer.status_code == 422
    assert answer.text.count("“Africa/Dakr” is not a time zone.") == 2  # at the field, and above
    assert "Africa/Dakar" in answer.text
    assert '<a href="#zones-0">' in answer.text
    assert 'value="Africa/Dakr"' in answer.text
    assert '<option selected value="ar">' in answer.text


def test_a_title_that_cannot_be_printed_says_so_at_the_form(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue("Seeds 🌱")
    address = f"/en/office/dialogues/{dialogue.public_id}/poster.pdf?language=en&zones-0=UTC"
    answer = staff_client.get(address)

    assert answer.status_code == 422
    assert "No PDF can show this part of the text: 🌱." in answer.text
