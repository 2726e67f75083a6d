"""Whatever anybody sends to the pages of the record, none fails: each answers with a sentence.

A sample of all forms and addresses, each with values that no browser would send, drawn from
``DIALOGUES_TEST_SEED``.
"""

import os
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from dialogues.web import caching
from dialogues.web.application import DialoguesApp
from tests.house.test_guards import addresses, rules_of, values  # noqa: F401 - a fixture

PAGES = {
    *("action_items_office", "agenda_office", "finding", "ledger", "owed", "owners_office"),
    *("programme_office", "publishing", "summaries", "summaries_import", "summaries_office"),
    *("summaries_publishing", "summaries_translation"),
}
REQUESTS = 100
"""Of forms, and as many of addresses, on each database."""
NASTY = [
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\x1b[2J",
        "\u202emoc",
        "\ufeff",
        "\uffff",
        "\u2028",
        "e" + "\u0301" * 300,
    ),
    *(
        "-1",
        "0",
        "9" * 10,
        "9" * 20,
        "1e999",
        "NaN",
        "١٢٣",
        "²",
        "1_000",
        "0x10",
        "{}",
        "[]",
        "null",
    ),
    *("20266-01-01", "0000-00-00", "0001-01-01", "2026-02-30", "٢٠٢٦-٠١-٠١", "24:00", "-1:00"),
    *(
        "<script>alert(1)</script>",
        "javascript:alert(1)",
        "http://[::1",
        "http://a\nb",
        "//evil.example",
    ),
    *("a@example.org\r\nBcc: b@example.org", "=cmd|' /C calc'!A0", "'; DROP TABLE x;--", "%", "\\"),
    *("#set page(width: 1pt)", "$x$ @a \\", "- " * 1000, "[" * 5000, "字" * 40_000, "x" * 120_000),
    *("../../etc/passwd", "en", "xx", "done", "owner", "eJwDAAAAAAE="),
]


class Form(NamedTuple):
    """A form of a page, as a browser would send it."""

    method: str
    action: str
    fields: dict[str, str]


def forms_of(page: str, here: str) -> Iterator[Form]:
    for form in BeautifulSoup(page, "html.parser").find_all("form"):
        fields = {str(field["name"]): value_of(field) for field in form.select("[name]")}
        fields.pop("csrf_token", None)  # the test's browser brings one
        action = str(form.get("action") or here)
        if fields and not action.endswith("/sign-out"):
            yield Form(str(form.get("method", "get")).lower(), action.partition("?")[0], fields)


def value_of(field: Tag) -> str:
    chosen = field.find("option", selected=True) or field.find("option")
    if field.name == "select":
        return str(chosen["value"]) if isinstance(chosen, Tag) else ""
    return field.get_text() if field.name == "textarea" else str(field.get("value", ""))


@pytest.mark.databases
def test_no_page_of_the_record_fails(
    app: DialoguesApp,
    client: FlaskClient,
    administrator: FlaskClient,
    values: dict[str, list[Any]],  # noqa: F811
) -> None:
    random = Random(os.environ["DIALOGUES_TEST_SEED"])
    pages: dict[str, str] = {}
    forms: dict[tuple[Any, ...], Form] = {}
    for rule in rules_of(app):
        if rule.endpoint.partition(".")[0] in PAGES and "GET" in (rule.methods or ()):
            for address in addresses(app, rule, values):
                answer = administrator.get(address)
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    pages[address] = rule.endpoint
                    for form in forms_of(answer.text, address):
                        forms[rule.endpoint, form.action, *sorted(form.fields)] = form
    assert {endpoint.partition(".")[0] for endpoint in pages.values()} == PAGES
    names = sorted({name for form in forms.values() for name in form.fields} | {"page", "zone"})
    for form in random.choices([*forms.values()], k=REQUESTS):
        changed = random.sample(
            sorted(form.fields), min(len(form.fields), random.choice((1, 2, 5)))
        )
        told = form.fields | {name: random.choice(NASTY) for name in changed}
        sends = administrator.get if form.method == "get" else administrator.post
        how = {"query_string" if form.method == "get" else "data": told}
        assert sends(form.action, **how).status_code < 500, (form, told)
    for address in random.choices([*pages], k=REQUESTS):
        told = {name: random.choice(NASTY)[:2000] for name in random.sample(names, 3)}
        caching.clear(app)
        for visitor in (client, administrator):
            assert visitor.get(address, query_string=told).status_code < 500, (address, told)
