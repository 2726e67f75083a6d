"""What asks for an organiser's attention; ``dialogues.reactions`` says where to look for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask

from dialogues.web.guards import may_open_path


@dataclass(frozen=True)
class Attention:
    """Something to see to: a sentence in the page's language, and the path of its page."""

    sentence: str
    path: str


Source = Callable[[], Sequence[Attention]]
"""Says what asks for attention in a feature, reading only, the most urgent first."""


def install(app: Flask, sources: Sequence[Source]) -> None:
    """Let templates call ``attention()``: what the ``sources`` say, in their order.

    Only what whoever is signed in may see to.
    """

    def attention() -> list[Attention]:
        found = [item for source in sources for item in source()]
        return [item for item in found if may_open_path(item.path)]

    app.jinja_env.globals["attention"] = attention
