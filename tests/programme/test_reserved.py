"""No short link can stand where a page stands."""

from dialogues.programme.rules import RESERVED_SEGMENTS
from dialogues.web.application import DialoguesApp


def test_every_first_segment_of_an_address_is_reserved(app: DialoguesApp) -> None:
    first = {rule.rule.strip("/").split("/")[0] for rule in app.url_map.iter_rules()}
    fixed = {segment.casefold() for segment in first if segment and "<" not in segment}
    assert fixed - RESERVED_SEGMENTS == set()
    assert {"ar", "zh", "en", "fr", "ru", "es"} <= RESERVED_SEGMENTS
