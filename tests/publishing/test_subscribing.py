"""The subscriber's page: which feed, its address, and how each program takes it."""

import re

import pytest
import segno
from flask.testing import FlaskClient

from dialogues.languages.rules import ENDONYMS, LANGUAGES
from dialogues.web.application import DialoguesApp
from dialogues.web.filters import with_strong
from dialogues.web.qr import QUIET_ZONE, code_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_gives_the_address_of_the_chosen_feed_in_its_own_language(
    client: FlaskClient, language: str
) -> None:
    everything = client.get(f"/{language}/subscribe")
    chosen = client.get(f"/{language}/subscribe?interpretation=ru")

    assert everything.status_code == chosen.status_code == 200
    feed = f"127.0.0.1:8000/{language}/calendar.ics"
    assert f'href="webcal://{feed}"' in everything.text
    assert f">http://{feed}</code>" in everything.text
    assert f'href="webcal://{feed}?interpretation=ru"' in chosen.text
    assert f">http://{feed}?interpretation=ru</code>" in chosen.text
    assert "**" not in everything.text


def test_the_addresses_on_the_page_are_feeds(client: FlaskClient) -> None:
    for page in ("/zh/subscribe", "/zh/subscribe?interpretation=ar"):
        found = re.search(r'href="webcal://127.0.0.1:8000([^"]+)"', client.get(page).text)
        assert found
        assert client.get(found[1]).mimetype == "text/calendar"


def test_every_language_can_be_chosen_by_its_own_name(client: FlaskClient) -> None:
    page = client.get("/en/subscribe?interpretation=zh").text

    for code, name in ENDONYMS.items():
        assert re.search(rf'href="/en/subscribe\?interpretation={code}"[^>]*>{name}</a>', page)
    assert re.search(r'aria-current="true">中文</a>', page)


def test_a_feed_that_does_not_exist_is_refused(client: FlaskClient) -> None:
    answer = client.get("/en/subscribe?interpretation=de")

    assert answer.status_code == 404
    assert "There is no calendar for this language." in answer.text


def test_every_program_says_how_soon_changes_arrive(client: FlaskClient) -> None:
    page = client.get("/en/subscribe").text

    for name in ("Google Calendar", "new Outlook", "classic Outlook", "iPhone", "Mac"):
        assert name in page
    assert page.count("How soon changes arrive:") == page.count("<h3>") == 6
    assert "<strong>From URL</strong>" in page


def test_pages_lead_to_it(client: FlaskClient) -> None:
    for path in ("/fr/", "/fr/privacy", "/fr/my-registration"):
        assert 'href="/fr/subscribe"' in client.get(path).text


def test_words_of_a_button_are_bold_and_nothing_else_becomes_markup() -> None:
    assert with_strong("Press **OK** & <b>**wait**") == (
        "Press <strong>OK</strong> &amp; &lt;b&gt;<strong>wait</strong>"
    )


def modules_of(svg: str) -> list[list[bool]]:
    """The dark modules of a code, drawn as its paths say: strokes of one module's height."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])  # type: ignore[index]
    drawn = [[False] * size for _row in range(size)]
    strokes = re.search(r'<path stroke="#000" d="([^"]+)"/>', svg)
    x, y = 0, 0.5
    for command, first, second in re.findall(
        r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", strokes[1] if strokes else ""
    ):
        if command == "h":
            for column in range(x, x + int(first)):
                drawn[int(y)][column] = True
            x += int(first)
        elif command == "m":
            x, y = x + int(first), y + float(second)
        else:
            x, y = int(first), float(second)
    return drawn


def test_the_code_is_that_of_the_page_with_its_quiet_zone_dark_on_light(
    client: FlaskClient,
) -> None:
    address = "http://127.0.0.1:8000/ar/subscribe?interpretation=zh"
    page = client.get("/ar/subscribe?interpretation=zh").text
    svg = page[page.index("<svg") : page.index("</svg>")]
    expected = segno.make_qr(address, error="m").matrix_iter(border=QUIET_ZONE)

    assert modules_of(svg) == [[bool(module) for module in row] for row in expected]
    size = len(modules_of(svg))
    assert f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>' in svg
    assert QUIET_ZONE == 4


def test_a_code_has_no_style_or_script(app: DialoguesApp) -> None:
    svg = code_of("https://dialogues.example.org/?a=<script>&b='\"")

    assert re.findall(r"style|script|class|on[a-z]+=", svg) == []
