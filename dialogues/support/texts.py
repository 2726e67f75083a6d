"""What a typed text may hold."""

import re
import unicodedata

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_IN_NO_XML = frozenset("\ufffe\uffff")
_LINE_BREAKS = frozenset("\n\r\t")
_LONGEST_SEARCH = 100
_LINE_BREAK = re.compile(r"(?<![^\S\n])[^\S\n]*\n\s*")
_CHINESE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_BREAK_IN_CHINESE = re.compile(rf"(?<={_CHINESE})(?<!\s)[^\S\n]*\n\s*(?={_CHINESE})")
_BREAKING_SPACES = re.compile("[^\\S\u00a0\u202f]+")


def hidden_characters(text: str, line_breaks: bool = False) -> bool:
    """Whether ``text`` holds what nobody can see or has typed on purpose.

    That is: control characters (line breaks and tabs pass with ``line_breaks``), surrogates, the
    two that no XML holds (and so no Word file), and the controls that reorder what stands around
    them (Unicode UAX 9, 2.1 and 2.2). Joiners, which Persian and Indian names need, and the marks
    of direction pass.
    """
    return any(
        character in _BIDI_CONTROLS
        or character in _IN_NO_XML
        or (
            unicodedata.category(character) in ("Cc", "Cs")
            and not (line_breaks and character in _LINE_BREAKS)
        )
        for character in text
    )


def one_line(text: str) -> str:
    """``text`` with every run of white space, ideographic ones too, as one space."""
    return " ".join(text.split())


def one_line_of_prose(text: str) -> str:
    """As :func:`one_line`, but no-break spaces stay: French sets them before its tall marks."""
    return _BREAKING_SPACES.sub(" ", text).strip()


def beginning(text: str, most: int) -> str:
    """``text`` on one line, cut to ``most`` characters with an ellipsis where it is longer.

    After a word that ends near there; Chinese, whose words end nowhere to be seen, anywhere.
    """
    line = one_line(text)
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    last_word = kept.rpartition(" ")[0]
    return (last_word if len(last_word) > most * 3 // 4 else kept).rstrip() + "…"


def flowing(text: str) -> str:
    """``text`` with its line breaks as spaces, or as nothing where Chinese stands on both sides."""
    return _LINE_BREAK.sub(" ", _BREAK_IN_CHINESE.sub("", text))


def search_words(typed: str) -> str:
    """What is searched for: on one line, of which the first 100 characters count.

    Without what nobody can see: it would reorder the sentence that says it again.
    """
    seen = "".join(one for one in one_line(typed) if not hidden_characters(one))
    return seen[:_LONGEST_SEARCH]


def folded(text: str) -> str:
    """``text`` as it is searched: without marks (accents, vowel signs), without regard to case."""
    plain = unicodedata.normalize("NFKD", text)
    kept = (letter for letter in plain if not unicodedata.combining(letter))
    return "".join(kept).casefold()


def spellings(text: str) -> set[str]:
    """``text`` with small and capital letters: databases disregard case in ASCII alone."""
    if text.isascii():
        return {text}
    return {text, text.lower(), text.upper(), text.capitalize()}
