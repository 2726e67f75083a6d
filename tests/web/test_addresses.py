"""Ways back stay on this site; the zone and the language of a path can be changed."""

from dataclasses import replace

import pytest

from dialogues.app import create_app
from dialogues.config import Settings
from dialogues.web.addresses import in_language, local_path, page_number, with_zone
from dialogues.web.application import DialoguesApp


@pytest.mark.parametrize("address", ["/en/", "/ar/dialogues/x?zone=Africa/Cairo#a", "/"])
def test_a_path_of_this_site_is_a_way_back(address: str) -> None:
    assert local_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "/\texample.org",
        "/en\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "en/",
    ],
)
def test_anything_else_is_none(address: str | None) -> None:
    assert local_path(address) is None


def test_a_zone_takes_the_place_of_another() -> None:
    in_utc = "/en/x?a=1&zone=UTC&b=#c"

    assert with_zone(in_utc, "Africa/Cairo") == "/en/x?a=1&b=&zone=Africa/Cairo#c"
    assert with_zone("/en/x?zone=UTC", None) == "/en/x"


def test_a_path_is_found_in_another_language() -> None:
    assert in_language("/en/dialogues/x", "ar") == "/ar/dialogues/x"
    assert in_language("/healthz", "ar") == "/healthz"


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("2", 2), ("0", 1), ("-3", 1), ("two", 1), ("9" * 30, 1_000_000)],
)
def test_a_list_is_read_from_its_first_page_to_one_that_databases_can_count_to(
    app: DialoguesApp, asked: str, number: int
) -> None:
    with app.test_request_context(f"/?page={asked}"):
        assert page_number() == number


@pytest.mark.parametrize(
    ("base_url", "is_secure"),
    [("https://dialogues.example.org", True), ("http://127.0.0.1", False)],
)
def test_cookies_are_secure_exactly_when_the_base_address_is_https(
    settings: Settings, base_url: str, is_secure: bool
) -> None:
    app = create_app(replace(settings, base_url=base_url))
    answer = app.test_client().get("/en/my-registration")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert ("; Secure" in cookie, "; HttpOnly" in cookie) == (is_secure, True)
