"""What works on files of strangers has little memory, and writes none."""

import pytest

from dialogues.support.confined import NotDone, TooMuch, done_apart


def test_what_a_program_writes_comes_back() -> None:
    assert done_apart("tests.support.greedy", b"abc") == b"cba"


@pytest.mark.parametrize(
    ("greed", "reason"),
    [(b"memory", TooMuch), (b"time", TooMuch), (b"file", NotDone), (b"failure", NotDone)],
)
def test_a_program_that_takes_too_much_or_fails_is_stopped(
    greed: bytes, reason: type[NotDone]
) -> None:
    with pytest.raises(NotDone) as stopped:
        done_apart("tests.support.greedy", greed, most_seconds=1)
    assert stopped.type is reason
