"""Commands about staff."""

import re
from typing import Any

import pytest

from dialogues.cli import cli
from dialogues.database import db
from dialogues.people.models import Staff
from dialogues.support.roles import Role
from dialogues.web.application import DialoguesApp


@pytest.fixture
def run(app: DialoguesApp) -> Any:
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(cli, arguments)


def test_a_member_of_staff_is_added_once(run: Any) -> None:
    first = run(
        "staff", "add", "Organiser@Example.org", "--name", "Organiser", "--role", "administrator"
    )
    again = run("staff", "add", "organiser@example.org", "--name", "Organiser")
    assert first.output == "Organiser <organiser@example.org> can sign in as administrator.\n"
    assert again.output == "organiser@example.org is on the staff already, as administrator.\n"
    (staff,) = db.session.scalars(db.select(Staff))
    assert (staff.email, staff.role, staff.is_active) == (
        "organiser@example.org",
        Role.ADMINISTRATOR,
        True,
    )


def test_a_printed_link_signs_in(run: Any, app: DialoguesApp) -> None:
    run("staff", "add", "organiser@example.org", "--name", "Organiser")
    said = run("sign-in-link", "organiser@example.org")
    found = re.fullmatch(r"http://127\.0\.0\.1:8000(/en/office/sign-in/\S+)\n", said.output)
    assert found
    client = app.test_client()
    assert client.post(found[1]).location == "/en/office/"


def test_a_refusal_is_one_sentence_on_standard_error(run: Any) -> None:
    unknown = run("sign-in-link", "nobody@example.org")
    assert (unknown.exit_code, unknown.stdout, unknown.stderr) == (
        1,
        "",
        "Nobody on the staff has the address nobody@example.org.\n",
    )
    assert run("staff", "add", "no address", "--name", "x").stderr == (
        "no address is not an e-mail address.\n"
    )


def test_every_command_explains_itself(run: Any) -> None:
    for command in ("", "db", "demo", "programme", "serve", "sign-in-link", "staff", "web"):
        said = run(*command.split(), "--help")
        assert said.exit_code == 0
        assert said.output.startswith("Usage: ")
