"""What asks for an organiser's attention; ``dialogues.reactions`` says where to look for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask


@dataclass(frozen=True)
class Attention:
    """Something to see to: a sentence in the page's language, and the path of its page."""

    sentence: str
    path: str


Source = Callable[[], Attention | None]
"""Says what asks for attention in a feature, reading only; None where nothing does."""


def install(app: Flask, sources: Sequence[Source]) -> None:
    """Let templates call ``attention()``: what the ``sources`` say, in their order."""

    def attention() -> list[Attention]:
        return [found for source in sources if (found := source())]

    app.jinja_env.globals["attention"] = attention
