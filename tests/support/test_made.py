"""Files that programs make, each made once."""

import time
from threading import Thread

import pytest

from dialogues.support.made import MadeFiles, NotMade, NotMadeInTime
from dialogues.support.pdf import TextCannotBeDrawn, require_drawable

PROGRAM = ("tests.support.stamping",)
"""Writes what it reads, and when: two runs never write the same."""


def test_the_same_data_are_made_once_and_others_anew() -> None:
    files = MadeFiles()
    made = files.made(PROGRAM, b"abc")
    assert made.startswith(b"abc ")
    assert files.made(PROGRAM, b"abc") == made
    assert files.made((*PROGRAM, "other"), b"abc") != made
    files.clear()
    assert files.made(PROGRAM, b"abc") != made


def test_those_who_ask_while_a_file_is_made_get_that_file() -> None:
    files, made = MadeFiles(), set()
    asking = [Thread(target=lambda: made.add(files.made(PROGRAM, b"abc"))) for _ in range(4)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(made) == 1


def test_a_kept_file_waits_for_no_other() -> None:
    files = MadeFiles()
    files.made(PROGRAM, b"abc")
    slow = Thread(target=lambda: files.made((*PROGRAM, "2"), b"def"))
    slow.start()
    started = time.monotonic()
    files.made(PROGRAM, b"abc")
    assert time.monotonic() - started < 1
    slow.join()


def test_what_was_asked_for_longest_ago_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialogues.support.made._MOST_BYTES", 100)
    files = MadeFiles()
    first, second = (files.made(PROGRAM, letter * 30) for letter in (b"a", b"b"))
    assert files.made(PROGRAM, b"a" * 30) == first
    files.made(PROGRAM, b"c" * 30)
    assert files.made(PROGRAM, b"a" * 30) == first
    assert files.made(PROGRAM, b"b" * 30) != second


def test_a_program_that_fails_says_why_and_is_asked_again() -> None:
    files = MadeFiles()
    for _ in range(2):
        with pytest.raises(NotMade, match="too hard"):
            files.made(PROGRAM, b"fail")


def test_what_takes_too_long_is_given_up_and_the_next_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dialogues.support.made._TAKES_AT_MOST_S", 1)
    files = MadeFiles()
    with pytest.raises(NotMadeInTime, match="took"):
        files.made((*PROGRAM, "30"), b"abc")
    assert files.made(PROGRAM, b"abc").startswith(b"abc ")


def test_nobody_waits_long_for_the_file_of_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialogues.support.made._WAITS_AT_MOST_S", 0.1)
    files = MadeFiles()
    slow = Thread(target=lambda: files.made((*PROGRAM, "2"), b"def"))
    slow.start()
    time.sleep(0.2)
    with pytest.raises(NotMadeInTime, match="waited"):
        files.made(PROGRAM, b"abc")
    slow.join()
    assert files.made(PROGRAM, b"abc").startswith(b"abc ")


def test_words_with_pictures_cannot_be_drawn_those_of_six_languages_can() -> None:
    require_drawable(["Hub", "المركز، ٢٧ تموز/يوليه", "协调中心（罗马）", "Центр", "Pôle", ""])
    with pytest.raises(TextCannotBeDrawn, match="\N{EVERGREEN TREE}"):
        require_drawable(["Hub", "a \N{EVERGREEN TREE}"])


@pytest.mark.parametrize("character", ["\0", "\ufffe"])
def test_what_is_no_character_cannot_be_drawn_either(character: str) -> None:
    with pytest.raises(TextCannotBeDrawn):
        require_drawable([f"Words{character}"])
