"""Every setting is in the README, and the README names no other."""

import dataclasses
import re

import pytest

from dialogues.config import Settings, UnsafeConfiguration
from dialogues.support.codes import address_token
from tests.house import sources

FOR_TESTS = {"DIALOGUES_TEST_ALL"}


def test_the_readme_lists_every_setting_and_no_other() -> None:
    settings = {f"DIALOGUES_{field.name.upper()}" for field in dataclasses.fields(Settings)}
    readme = (sources.ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\bDIALOGUES_[A-Z_]+\b", readme)) - FOR_TESTS == settings


def test_settings_are_read_in_one_place() -> None:
    """What the environment decides is checked at start, and documented, or not read at all."""
    elsewhere = [
        sources.name(path)
        for path in sources.python_files()
        if path.name != "config.py"
        and re.search(r"environ(\.get\(|\[)\s*[\"']DIALOGUES_", path.read_text(encoding="utf-8"))
    ]
    assert elsewhere == []


def test_the_debugger_is_refused_on_a_public_address() -> None:
    public = {
        "DIALOGUES_BASE_URL": "https://dialogues.example.org",
        "DIALOGUES_SECRET_KEY": "x" * 32,
        "DIALOGUES_UID_DOMAIN": "calendar.example.org",
    }

    assert Settings.from_environment(public).is_https
    with pytest.raises(UnsafeConfiguration, match="FLASK_DEBUG"):
        Settings.from_environment({**public, "FLASK_DEBUG": "1"})


@pytest.mark.parametrize(
    ("rsvp_address", "is_fine"),
    [
        ("answers@example.org", True),
        ("Answers@Example.org", True),
        (f"{'a' * 37}@example.org", True),
        (f"{'a' * 38}@example.org", False),
        ("answers+more@example.org", False),
        ("answers@other.example", False),
        ("answers@mail.example.org", False),
        ("answers", False),
        ("@example.org", False),
    ],
)
def test_the_address_of_answers_fits_its_tokens_and_the_sender(
    rsvp_address: str, is_fine: bool
) -> None:
    environment = {
        "DIALOGUES_RSVP_ADDRESS": rsvp_address,
        "DIALOGUES_MAIL_FROM": "Dialogues <dialogues@example.org>",
    }
    if is_fine:
        local = Settings.from_environment(environment).rsvp_address.rpartition("@")[0]
        assert len(f"{local}+{address_token()}") <= 64
    else:
        with pytest.raises(UnsafeConfiguration, match="DIALOGUES_RSVP_ADDRESS"):
            Settings.from_environment(environment)


def test_a_mailbox_of_answers_needs_their_address() -> None:
    with pytest.raises(UnsafeConfiguration, match="DIALOGUES_RSVP_ADDRESS must be set"):
        Settings.from_environment({"DIALOGUES_IMAP_URL": "imaps://answers@mail.example.org"})
    with pytest.raises(UnsafeConfiguration, match="DIALOGUES_IMAP_URL must start with"):
        Settings.from_environment(
            {
                "DIALOGUES_IMAP_URL": "https://mail.example.org",
                "DIALOGUES_RSVP_ADDRESS": "answers@example.org",
            }
        )
