"""Public pages are kept ready, and never for longer than the truth of them."""

import gzip
from typing import Any

import pytest
from flask import Response
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from dialogues.database import db
from dialogues.web.application import DialoguesApp
from dialogues.web.caching import PageCache
from dialogues.web.static_files import static_url
from tests import builders


class Visitor(FlaskClient):
    """A browser that leaves the test's own transactions alone."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def visitor(app: DialoguesApp) -> Visitor:
    builders.a_session(days=3)
    db.session.remove()
    return Visitor(app, Response)


@pytest.fixture
def statements(app: DialoguesApp) -> list[str]:
    """What the database was asked."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    return asked


def _cache(app: DialoguesApp) -> PageCache:
    cache: PageCache = app.extensions["page_cache"]
    return cache


def test_the_second_visit_asks_the_database_nothing(
    visitor: Visitor, statements: list[str]
) -> None:
    first = visitor.get("/en/")
    statements.clear()
    second = visitor.get("/en/?utm_source=chat")

    assert statements == []
    assert (second.status_code, second.data) == (200, first.data)


def test_a_visitor_who_has_the_page_is_told_so(visitor: Visitor) -> None:
    tag = visitor.get("/en/").headers["ETag"]
    known = visitor.get("/en/", headers={"If-None-Match": tag})
    among = visitor.get("/en/", headers={"If-None-Match": f'"other", {tag}'})
    other = visitor.get("/en/", headers={"If-None-Match": '"other"'})

    assert (known.status_code, known.data) == (304, b"")
    assert known.headers["ETag"] == tag
    assert (among.status_code, other.status_code) == (304, 200)


def test_a_kept_page_is_sent_zipped_to_who_can_unzip(visitor: Visitor) -> None:
    plain = visitor.get("/en/")
    for _time in range(2):
        zipped = visitor.get("/en/", headers={"Accept-Encoding": "br, gzip"})
        assert zipped.headers["Content-Encoding"] == "gzip"
        assert zipped.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(zipped.data) == plain.data
    assert "Content-Encoding" not in plain.headers


def test_kept_pages_carry_the_headers_of_all_pages(visitor: Visitor) -> None:
    first, second = dict(visitor.get("/en/").headers), dict(visitor.get("/en/").headers)

    assert first == second
    assert first["Cache-Control"] == "public, max-age=2"
    assert "default-src 'self'" in first["Content-Security-Policy"]
    assert "Set-Cookie" not in first


def test_a_commit_ends_what_was_kept(visitor: Visitor) -> None:
    before = visitor.get("/en/")
    builders.a_session(builders.a_dialogue("A new topic"), days=9)
    db.session.remove()
    after = visitor.get("/en/", headers={"If-None-Match": before.headers["ETag"]})

    assert "A new topic" not in before.text
    assert after.status_code == 200
    assert "A new topic" in after.text


def test_a_page_that_was_being_made_during_a_commit_is_not_kept(app: DialoguesApp) -> None:
    cache = _cache(app)
    inner = cache.application

    def with_a_commit_meanwhile(environ: dict[str, object], start_response: object) -> object:
        answer = inner(environ, start_response)  # type: ignore[arg-type]
        cache.clear()
        return answer

    cache.application = with_a_commit_meanwhile  # type: ignore[assignment]
    Visitor(app, Response).get("/en/")

    assert cache._pages == {}


def test_a_page_lives_two_seconds(
    app: DialoguesApp, visitor: Visitor, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("dialogues.web.caching.time.monotonic", lambda: now)
    visitor.get("/en/")
    statements.clear()
    now += 1.4
    visitor.get("/en/")
    assert statements == []
    now += 0.2
    visitor.get("/en/")
    assert statements != []


def test_one_request_makes_an_ageing_page_anew_while_others_are_sent_it(
    app: DialoguesApp, visitor: Visitor, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("dialogues.web.caching.time.monotonic", lambda: now)
    visitor.get("/en/")
    cache, answers = _cache(app), []
    inner = cache.application

    def with_others_meanwhile(environ: dict[str, object], start_response: object) -> object:
        statements.clear()
        answers.append(visitor.get("/en/").status_code)
        assert statements == []
        return inner(environ, start_response)  # type: ignore[arg-type]

    cache.application = with_others_meanwhile  # type: ignore[assignment]
    now += 1.6
    visitor.get("/en/")
    visitor.get("/en/")
    assert (answers, statements != []) == ([200], True)


def test_each_zone_has_a_page_and_unknown_ones_share_one(visitor: Visitor) -> None:
    nairobi = visitor.get("/en/?zone=Africa/Nairobi")
    cairo = visitor.get("/en/?zone=Africa/Cairo")

    assert "Nairobi (Kenya)" in nairobi.text
    assert "Cairo (Egypt)" in cairo.text
    assert visitor.get("/en/?zone=Nowhere").data == visitor.get("/en/").data
    # Two zones: the page is the first one's, and so is its place.
    assert visitor.get("/en/?zone=&zone=Africa/Cairo").data == visitor.get("/en/").data
    assert visitor.get("/en/?zone=Africa/Nairobi&zone=Africa/Cairo").data == nairobi.data


def test_arguments_that_a_page_does_not_know_are_not_in_it(visitor: Visitor) -> None:
    assert "evil" not in visitor.get("/en/?x=evil").text


def test_the_cache_stays_bounded(app: DialoguesApp, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, cache = Visitor(app, Response), _cache(app)
    visitor.get("/en/privacy?zone=UTC")
    monkeypatch.setattr("dialogues.web.caching._MOST_BYTES", int(cache._size * 3.5))
    for zone in ("Africa/Cairo", "Africa/Dakar", "Europe/Rome", "Asia/Tokyo", "Asia/Tokyo"):
        visitor.get(f"/en/privacy?zone={zone}")

    assert [values for _path, values in cache._pages] == [
        ("Africa/Dakar",),
        ("Europe/Rome",),
        ("Asia/Tokyo",),
    ]
    assert cache._size == sum(page.size for _until, page in cache._pages.values())


def test_a_page_is_kept_by_the_arguments_that_it_names_alone(
    app: DialoguesApp, statements: list[str]
) -> None:
    visitor, cache = Visitor(app, Response), _cache(app)
    first = visitor.get("/calendar.ics?interpretation=zh&zone=Asia/Tokyo&junk=1")
    statements.clear()
    again = visitor.get("/calendar.ics?zone=Africa/Cairo&interpretation=zh&interpretation=fr")

    assert (again.data, statements) == (first.data, [])
    assert list(cache._pages) == [("/calendar.ics", ("zh",))]
    assert visitor.get("/calendar.ics").data != first.data
    assert visitor.get("/calendar.ics?interpretation=nonsense").status_code == 404
    assert list(cache._pages) == [("/calendar.ics", ("zh",)), ("/calendar.ics", ("",))]


def test_a_page_left_out_is_made_again(app: DialoguesApp, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, cache = Visitor(app, Response), _cache(app)
    for zone in ("UTC", "Africa/Cairo"):
        visitor.get(f"/en/privacy?zone={zone}")
    monkeypatch.setattr("dialogues.web.caching._MOST_BYTES", cache._size - 1)
    visitor.get("/en/privacy?zone=Asia/Tokyo")

    assert "Cairo" in visitor.get("/en/privacy?zone=Africa/Cairo").text
    assert "Tokyo" in visitor.get("/en/privacy?zone=Asia/Tokyo").text


@pytest.mark.parametrize("is_kept", [True, False])
def test_head_says_what_get_says_and_sends_nothing(
    app: DialoguesApp, visitor: Visitor, is_kept: bool
) -> None:
    got = visitor.get("/en/")
    if not is_kept:
        _cache(app).clear()
    head = visitor.head("/en/")

    assert (head.status_code, head.data) == (200, b"")
    assert dict(head.headers) == dict(got.headers)
    assert head.headers["Content-Length"] == str(len(got.data))


def test_a_failure_after_the_view_is_no_page(app: DialoguesApp) -> None:
    @app.after_request
    def fail(response: Response) -> Response:
        response.status_code = 503
        return response

    assert Visitor(app, Response).get("/en/privacy").status_code == 503
    assert _cache(app)._pages == {}


def test_forms_and_errors_are_never_kept(app: DialoguesApp, visitor: Visitor) -> None:
    visitor.get("/en/my-registration")
    visitor.get("/en/dialogues/unknown")

    assert _cache(app)._pages == {}


def test_static_files_are_kept_for_a_year_under_their_fingerprint(app: DialoguesApp) -> None:
    with app.test_request_context():
        address = static_url("css/base.css")
    client = Visitor(app, Response)

    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert "immutable" not in client.get("/static/css/base.css?v=old").headers["Cache-Control"]
