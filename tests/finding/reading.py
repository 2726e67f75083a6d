"""Finding by reading every text: slow, and sure."""

from dialogues.finding.tokens import tokens_of, wanted


def finds(typed: str, text: str) -> bool:
    """Whether a text has all that is typed."""
    tokens, sought = set(tokens_of(text)), wanted(typed)
    last = sought.beginning
    return tokens.issuperset(sought.whole) and (last is None or any(map(last.begins, tokens)))
