"""Agendas for tests."""

from typing import Any

from dialogues.programme.agenda import PlannedItem


def an_item(
    starts_after: int = 0, minutes: int = 10, title: str = "Welcome", **fields: Any
) -> PlannedItem:
    """A plenary item in English, without speakers or a link."""
    return PlannedItem(
        **{
            "starts_after": starts_after,
            "minutes": minutes,
            "kind": "plenary",
            "link": None,
            "texts": {"en": (title, "")},
            **fields,
        }
    )
