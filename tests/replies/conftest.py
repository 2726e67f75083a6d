"""What tests of replies share: settings under which answers are processed, and a day."""

from collections.abc import Iterator

import pytest
import time_machine

from dialogues.config import Settings
from tests.replies.messages import NOW, with_answers


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return with_answers(settings)


@pytest.fixture
def on_that_day() -> Iterator[None]:
    """The clock stands at :data:`NOW`."""
    with time_machine.travel(NOW, tick=False):
        yield
