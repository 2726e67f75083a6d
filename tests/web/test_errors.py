"""What goes wrong is said in a plain sentence, and what was typed is not lost."""

import io
import sqlite3
from collections.abc import Iterator
from typing import NoReturn

import pytest
from flask import Response, abort, request
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields import SelectChoice

from dialogues.database import db
from dialogues.support.made import NotMadeInTime
from dialogues.support.refusals import Refusal
from dialogues.web import errors
from dialogues.web.application import DialoguesApp
from dialogues.web.forms import BaseForm


class SessionIsFarAway(Refusal):
    sentence = "The session is %(far)s away."
    status = 409


class TypedForm(BaseForm):
    name = StringField("Your name")
    country = SelectField(
        "Country or area", choices=[SelectChoice("SN", "Senegal"), SelectChoice("KE", "Kenya")]
    )
    news = BooleanField("Tell me more")


@pytest.fixture
def visitor(app: DialoguesApp) -> Iterator[FlaskClient]:
    """A browser of a site with addresses that fail, over a database that is out of reach."""
    app.testing = False

    def locked() -> NoReturn:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked"))

    def fails() -> NoReturn:
        raise RuntimeError("secret detail")

    def refuses() -> NoReturn:
        raise SessionIsFarAway(far="<b>10 km</b>")

    def takes_long() -> NoReturn:
        raise NotMadeInTime("a program took 30 s")

    def typed_then_locked() -> NoReturn:
        TypedForm()
        locked()

    for name, view in {
        "locked": locked,
        "fails": fails,
        "slow": takes_long,
        "refuses": refuses,
        "typed": typed_then_locked,
        "gone": lambda: abort(410),
        "large": lambda: str(request.form) and abort(413),
        "teapot": lambda: abort(418),
    }.items():
        app.add_url_rule(f"/ar/test/{name}", name, view, methods=["GET", "POST"])
    db.session.remove()

    def out_of_reach(*_arguments: object) -> NoReturn:
        raise AssertionError("an error page asked the database")

    event.listen(db.engine, "before_cursor_execute", out_of_reach)
    yield FlaskClient(app, Response)
    event.remove(db.engine, "before_cursor_execute", out_of_reach)


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/ar/test/none/such", 404, "This page does not exist"),
        ("/ar/test/gone", 410, "This link is no longer valid"),
        ("/ar/test/large", 413, "What you sent is too large"),
        ("/ar/test/teapot", 418, "We could not do what you asked"),
        ("/ar/test/fails", 500, "Something went wrong on our side"),
        ("/ar/test/locked", 503, "We are very busy at the moment"),
        ("/ar/test/slow", 503, "We are very busy at the moment"),
    ],
)
def test_each_failure_has_a_page_in_the_language_of_its_address(
    visitor: FlaskClient, app: DialoguesApp, path: str, status: int, sentence: str
) -> None:
    answer = visitor.get(path)

    assert answer.status_code == status
    assert '<html lang="ar" dir="rtl"' in answer.text
    assert "<h1>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    with app.test_request_context("/ar/"):
        from flask import g
        from flask_babel import gettext

        g.language = "ar"
        assert gettext(sentence) in answer.text


def test_no_detail_of_a_failure_reaches_a_visitor(visitor: FlaskClient) -> None:
    page = visitor.get("/ar/test/fails").text

    assert "secret detail" not in page
    assert "Traceback" not in page


def test_an_address_without_a_language_is_answered_in_the_visitors(visitor: FlaskClient) -> None:
    preferred = visitor.get("/no/such/page", headers={"Accept-Language": "ru, en;q=0.5"})
    visitor.set_cookie("language", "zh")
    chosen = visitor.get("/no/such/page", headers={"Accept-Language": "ru, en;q=0.5"})

    assert '<html lang="ru"' in preferred.text
    assert '<html lang="zh"' in chosen.text


def test_a_wrong_method_says_which_are_right(visitor: FlaskClient) -> None:
    answer = visitor.delete("/ar/test/gone")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_refusal_is_its_sentence_and_status(visitor: FlaskClient) -> None:
    answer = visitor.get("/ar/test/refuses")

    assert answer.status_code == 409
    assert "&lt;b&gt;10 km&lt;/b&gt;" in answer.text


def test_a_busy_database_keeps_what_was_typed(visitor: FlaskClient) -> None:
    answer = visitor.post(
        "/ar/test/locked?zone=Africa/Cairo",
        data={
            "csrf_token": "old",
            "name": "Awa <Diop>",
            "question": "First line\nSecond line",
            "languages": ["fr", "es"],
            "file": (io.BytesIO(b"the content of a file"), "plan.csv"),
        },
    )

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert 'action="/ar/test/locked?zone=Africa/Cairo"' in answer.text
    assert '<input type="hidden" name="name" value="Awa &lt;Diop&gt;">' in answer.text
    assert "First line\nSecond line</textarea>" in answer.text
    assert answer.text.count('name="languages"') == 2
    assert answer.text.count('name="csrf_token"') == 1
    assert 'value="old"' not in answer.text
    assert "the content of a file" not in answer.text


def test_what_was_typed_is_shown_in_the_words_of_its_form(visitor: FlaskClient) -> None:
    page = visitor.post(
        "/ar/test/typed", data={"name": "A Person", "country": "KE", "news": "y"}
    ).text

    assert "<dt>Your name</dt>" in page
    assert '<dd class="as-typed" dir="auto">Kenya</dd>' in page
    assert "<dt>Tell me more</dt>" in page


def test_everything_is_kept_and_little_of_it_is_shown(visitor: FlaskClient) -> None:
    description, rows = "d" * 20_003, "eJw" * 12_000
    answer = visitor.post("/ar/test/locked", data={"description": description, "rows": rows})

    assert answer.status_code == 503
    assert f'name="description" value="{description}"' in answer.text
    assert f'name="rows" value="{rows}"' in answer.text
    assert 'enctype="multipart/form-data"' in answer.text
    assert ">" + "d" * 20_000 + "…</dd>" in answer.text
    assert answer.text.count("<dd") == 1


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_what_is_too_large_to_read_is_said_so_even_where_the_database_is_gone(
    visitor: FlaskClient, app: DialoguesApp, kind: str
) -> None:
    # As a guard does, that asks the database before anybody has read what was sent.
    app.before_request(app.view_functions["locked"])
    data = {"file": (io.BytesIO(b"0" * 9_000_000), "plan.csv")}
    answer = visitor.post(
        "/ar/test/locked",
        data=data if kind == "multipart/form-data" else "text=" + "0" * 9_000_000,
        content_type=kind,
    )

    assert answer.status_code == 413
    assert "Retry-After" not in answer.headers
    assert '<html lang="ar"' in answer.text


@pytest.mark.parametrize("path", ["fails", "locked"])
@pytest.mark.parametrize("broken", ["templates", "catalogues"])
def test_the_page_for_a_failure_does_not_fail(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str, broken: str
) -> None:
    def fail(*_arguments: object, **_values: object) -> NoReturn:
        raise RuntimeError("broken")

    monkeypatch.setattr(errors, "render_template" if broken == "templates" else "_speak", fail)
    answer = visitor.post(f"/ar/test/{path}", data={"name": "Awa"})

    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_that_only_reads_offers_to_try_again(visitor: FlaskClient) -> None:
    answer = visitor.get("/ar/test/locked")

    assert answer.headers["Retry-After"] == "10"
    assert 'href="/ar/test/locked"' in answer.text


def test_a_signed_in_organiser_sees_the_page_too(visitor: FlaskClient) -> None:
    with visitor.session_transaction() as cookie:
        cookie["_user_id"] = "1.1"

    assert visitor.get("/ar/test/locked").status_code == 503
