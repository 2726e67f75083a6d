"""What chats show of a link: the topic, the date, and each time with its zone; true at once."""

import datetime as dt
import html
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.programme import service
from dialogues.programme.models import Dialogue, Status
from dialogues.web.static_files import static_url
from tests import builders

HOST = "http://127.0.0.1:8000"
FETCHER = {"User-Agent": "TelegramBot (like TwitterBot)"}
LOCALES = {"ar_AR", "zh_CN", "en_GB", "fr_FR", "ru_RU", "es_ES"}
BOTH = (
    "Wednesday, 30 July 2031, 08:00–09:30 Rome (Italy), 06:00–07:30 UTC · "
    "16:00–17:30 Rome (Italy), 14:00–15:30 UTC"
)
FIRST = "Wednesday, 30 July 2031, 08:00–09:30 Rome (Italy), 06:00–07:30 UTC"
SECOND = "Wednesday, 30 July 2031, 16:00–17:30 Rome (Italy), 14:00–15:30 UTC"


def a_dialogue(title: str = "Governance") -> Dialogue:
    dialogue = builders.a_dialogue(title, texts={"zh": ("治理", "文"), "ar": ("الحوكمة", "نص")})
    day = dt.datetime(2031, 7, 30)
    builders.a_session(dialogue, local_start=day.replace(hour=8), short_link="30julyAM")
    builders.a_session(dialogue, local_start=day.replace(hour=16), short_link="30julyPM")
    return dialogue


def properties(page: str) -> dict[str, str]:
    """The Open Graph properties of a page; each stands once, but for the other locales."""
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)"', page)
    alternates = {value for name, value in found if name == "og:locale:alternate"}
    values = [(name, html.unescape(value)) for name, value in found if value not in alternates]
    assert len({name for name, _value in values}) == len(values)
    kept = dict(values)
    assert alternates == LOCALES - {kept["og:locale"]}
    return kept


def test_a_short_link_pasted_in_a_chat_previews_its_session(client: FlaskClient) -> None:
    """By a fetcher without cookies and without Accept-Language, which follows where it is led."""
    dialogue = a_dialogue('Seeds & "soils" <2031>')
    morning = dialogue.sessions[0]
    answer = client.get("/30julyAM", headers=FETCHER, follow_redirects=True)

    with client.application.test_request_context():
        picture = HOST + static_url("img/preview.png")
    assert answer.status_code == 200
    assert properties(answer.text) == {
        "og:type": "website",
        "og:site_name": "Food Systems Solutions Dialogues",
        "og:title": 'Seeds & "soils" <2031>',
        "og:description": f"{FIRST} · The other session: {SECOND}",
        "og:url": f"{HOST}/en/sessions/{morning.public_id}/register",
        "og:locale": "en_GB",
        "og:image": picture,
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Food Systems Solutions Dialogues",
        "twitter:card": "summary_large_image",
    }


def test_a_fetcher_that_names_a_language_gets_it(client: FlaskClient) -> None:
    a_dialogue()
    headers = {**FETCHER, "Accept-Language": "zh-CN"}
    shown = properties(client.get("/30julyPM", headers=headers, follow_redirects=True).text)

    assert (shown["og:title"], shown["og:locale"]) == ("治理", "zh_CN")
    assert shown["og:description"].startswith(
        "2031年7月30日星期三，16:00–17:30 罗马（意大利），14:00–15:30 UTC"
    )


def test_a_dialogue_previews_both_sessions_in_their_zone_and_utc(client: FlaskClient) -> None:
    dialogue = a_dialogue()
    shown = properties(
        client.get(f"/en/dialogues/{dialogue.public_id}?zone=Asia/Tokyo&fbclid=1").text
    )

    assert shown["og:title"] == "Governance"
    assert shown["og:description"] == f"{BOTH} · Governance, policies and institutions."
    assert shown["og:url"] == f"{HOST}/en/dialogues/{dialogue.public_id}"


def test_home_previews_the_next_dialogue(client: FlaskClient) -> None:
    a_dialogue()
    shown = properties(client.get("/en/").text)

    assert shown["og:title"] == "Food Systems Solutions Dialogues"
    assert shown["og:description"].startswith(f"The next Dialogue: Governance. {BOTH}")
    assert properties(client.get("/ar/").text)["og:description"].count("من 08:00 إلى 09:30") == 1


def test_past_dialogues_preview_themselves(client: FlaskClient) -> None:
    shown = properties(client.get("/fr/dialogues/?utm_source=x").text)

    assert shown["og:url"] == f"{HOST}/fr/dialogues/"
    assert shown["og:title"] == "Dialogues passés"


def test_a_preview_tells_the_new_time_as_soon_as_a_session_has_moved(client: FlaskClient) -> None:
    dialogue = a_dialogue()
    addresses = ("/30julyAM", f"/en/dialogues/{dialogue.public_id}", "/en/")
    before = [client.get(path, follow_redirects=True).text for path in addresses]
    assert all("08:00–09:30 Rome" in page for page in before)

    morning = dialogue.sessions[0]
    plan = builders.session_plan(morning)
    service.revise_session(
        morning, replace(plan, local_start=dt.datetime(2031, 7, 31, 9)), tell=True
    )
    db.session.commit()

    for path in addresses:
        told = properties(client.get(path, follow_redirects=True).text)["og:description"]
        assert "Thursday, 31 July 2031, 09:00–10:30 Rome (Italy), 07:00–08:30 UTC" in told
        assert "08:00–09:30" not in told


@pytest.mark.parametrize("path", ["/30julyAM", "/en/", "/en/dialogues/{}"])
def test_a_cancelled_session_previews_no_time(client: FlaskClient, path: str) -> None:
    dialogue = a_dialogue()
    dialogue.sessions[0].status, dialogue.sessions[0].sequence = Status.CANCELLED, 1
    page = client.get(path.format(dialogue.public_id), follow_redirects=True).text

    told = properties(page)["og:description"]
    assert "08:00" not in told
    assert ("16:00–17:30" in told) is (path != "/30julyAM")


def test_the_date_is_said_again_where_it_is_another(client: FlaskClient) -> None:
    dialogue = builders.a_dialogue()
    builders.a_session(
        dialogue,
        local_start=dt.datetime(2031, 7, 30, 8),
        zone="Pacific/Auckland",
        short_link="early",
    )
    shown = properties(client.get("/early", follow_redirects=True).text)

    assert shown["og:description"] == (
        "Wednesday, 30 July 2031, 08:00–09:30 Auckland (New Zealand), "
        "Tuesday, 29 July 2031, 20:00–21:30 UTC"
    )


def test_times_are_never_cut_short(client: FlaskClient) -> None:
    dialogue = builders.a_dialogue()
    for day in range(1, 8):
        builders.a_session(dialogue, local_start=dt.datetime(2031, 7, day, 8))
    told = properties(client.get(f"/en/dialogues/{dialogue.public_id}").text)["og:description"]

    assert told.count("UTC") == 7
    assert told.endswith("06:00–07:30 UTC")


def test_the_picture_is_small_and_no_browser_loads_it(client: FlaskClient) -> None:
    a_dialogue()
    with client.application.test_request_context():
        address = static_url("img/preview.png")
    assert len(client.get(address).data) < 60_000
    page = client.get("/en/").text
    assert f'src="{address}"' not in page
    assert page.count("preview.png") == 1
