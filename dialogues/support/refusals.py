"""Requests that the rules turn down, each with a sentence for the person who made it."""


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


class Refusal(Exception):
    """A request that the rules turn down.

    A subclass states ``sentence``, a message id of the catalogue with ``%(name)s`` fields that
    ``values`` fill, and the HTTP ``status`` of the answer.
    """

    sentence: str = ""
    status: int = 409

    def __init__(self, **values: object) -> None:
        super().__init__(self.sentence % values if values else self.sentence)
        self.values = values
