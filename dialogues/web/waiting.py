"""What waits for an organiser, as their first page shows it; ``dialogues.reactions`` says where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask


@dataclass(frozen=True)
class Waiting:
    """Something to see to: a sentence in the page's language, and the path of its page."""

    sentence: str
    path: str


Source = Callable[[], Waiting | None]
"""Says what waits in a feature, reading only; None where nothing does."""


def install(app: Flask, sources: Sequence[Source]) -> None:
    """Let templates call ``waiting()``: what the ``sources`` say, in their order."""

    def waiting() -> list[Waiting]:
        return [found for source in sources if (found := source())]

    app.jinja_env.globals["waiting"] = waiting
