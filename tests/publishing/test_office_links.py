"""A Dialogue's office page: codes to print, and how often each short link was followed."""

import datetime as dt

from flask.testing import FlaskClient

from dialogues.database import db
from dialogues.programme.models import Dialogue, ShortLink, ShortLinkVisits
from dialogues.support import clock
from dialogues.web.qr import png_file, svg_file
from tests import builders


def a_dialogue() -> Dialogue:
    dialogue = builders.a_dialogue()
    builders.a_session(dialogue, short_link="27julyAM")
    builders.a_session(dialogue, hour=16, short_link="27julyPM")
    return dialogue


def visited(link: ShortLink, count: int, days_ago: int = 0) -> None:
    day = clock.now().date() - dt.timedelta(days=days_ago)
    db.session.add(ShortLinkVisits(short_link_id=link.id, on=day, count=count))
    db.session.commit()


def test_visits_stand_beside_registrations(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue()
    morning = dialogue.sessions[0]
    morning.short_links.append(ShortLink(slug="28julyAM", folded="28julyam"))
    db.session.commit()
    visited(morning.short_links[0], 12, days_ago=40)
    visited(morning.short_links[1], 300)
    builders.a_registration(morning)
    page = staff_client.get(f"/en/office/dialogues/{dialogue.public_id}").text

    assert "<strong>312 visits, 1 registration</strong>" in page
    assert "<strong>0 visits, 0 registrations</strong>" in page
    assert "<td>300</td>" in page
    assert "None on the last 30 days." in page
    assert page.count("<rect ") == 1
    assert '<rect x="291" y="0" width="8" height="100">' in page, "today is the last of the days"


def test_each_link_has_its_code_to_see_and_to_download(staff_client: FlaskClient) -> None:
    dialogue = a_dialogue()
    page = staff_client.get(f"/en/office/dialogues/{dialogue.public_id}").text
    svg, png = (staff_client.get(f"/en/office/qr/27JULYam.{kind}") for kind in ("svg", "png"))

    address = "http://127.0.0.1:8000/27julyAM"
    assert f'aria-label="QR code of {address}"' in page
    assert 'href="/en/office/qr/27julyAM.svg"' in page
    assert (svg.content_type, svg.data) == ("image/svg+xml", svg_file(address))
    assert (png.content_type, png.data) == ("image/png", png_file(address))
    assert png.headers["Content-Disposition"] == 'attachment; filename="27julyAM.png"'
    assert staff_client.get("/en/office/qr/elsewhere.png").status_code == 404


def test_codes_and_posters_are_for_organisers(client: FlaskClient) -> None:
    dialogue = a_dialogue()
    for path in (
        "qr/27julyAM.svg",
        "qr/27julyAM.png",
        f"dialogues/{dialogue.public_id}/poster.pdf",
    ):
        assert client.get(f"/en/office/{path}").status_code == 302
