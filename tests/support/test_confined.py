"""What works on files of strangers has little memory, and writes none."""

import pytest

from dialogues.support.confined import NotDone, done_apart


def test_what_a_program_writes_comes_back() -> None:
    assert done_apart("tests.support.greedy", b"abc") == b"cba"


@pytest.mark.parametrize("greed", [b"memory", b"file", b"failure"])
def test_a_program_that_takes_too_much_or_fails_is_stopped(greed: bytes) -> None:
    with pytest.raises(NotDone):
        done_apart("tests.support.greedy", greed)
