"""What anybody can open, looked at by axe at the width of a phone and of a desk."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.builders import a_dialogue, a_session
from tests.journeys.conftest import DESK, PHONE

PAGES = ("", "dialogues/", "subscribe", "zones?q=Nairobi", "privacy", "my-registration")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_axe_finds_nothing_on_public_pages(
    language: str, viewport: dict[str, int], visit: Callable[..., Any]
) -> None:
    dialogue = a_dialogue(texts={"zh": ("了解粮食体系转型", "治理、政策与机构。")})
    a_session(dialogue, short_link="27julyAM")
    a_session(dialogue, hour=16, interpretation=("fr", "es"))
    past = a_dialogue("Committed to food systems transformation")
    a_session(past, days=-30)
    pages = (*PAGES, f"dialogues/{dialogue.public_id}", f"dialogues/{past.public_id}", "nowhere")
    visitor = visit(language, viewport)
    for path in pages:
        visitor.open(f"/{language}/{path}")
        visitor.check(language)
    visitor.open("/27julyPM")  # a short link that nobody made
    visitor.check(language)
