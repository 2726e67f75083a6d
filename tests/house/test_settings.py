"""Every setting is in the README, and the README names no other."""

import dataclasses
import re

import pytest

from dialogues.config import Settings, UnsafeConfiguration
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
