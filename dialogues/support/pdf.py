"""Tagged PDFs (PDF/UA-1), the same on every machine: made by typst from templates, with our fonts.

What people wrote is handed over as data, and never becomes part of a template's source.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from dialogues.config import ROOT
from dialogues.support.made import NotMade, made_files
from dialogues.support.refusals import N_, Refusal

_TEMPLATES = ROOT / "templates"
_FONTS = (
    ("fontpkg_noto_sans", "files"),
    ("fontpkg_noto_sans_arabic", "files"),
    ("justmytype_intl_cjk", "fonts/ofl/notosanssc"),
)
"""The packages with our fonts, and the folders in them; of the last one, Simplified Chinese."""
_NOT_DRAWN = re.compile(
    r'the text (?:contains the disallowed codepoint )?`"(.+?)"`(?: could not be displayed)?'
)


class TextCannotBeDrawn(Refusal):
    """A text with characters of other scripts than those of the six languages, or pictures."""

    sentence = N_("No PDF can show this part of the text: %(text)s. Please take it out.")
    status = 422


def pdf_of(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF that a template, a path under ``templates/``, makes of ``data``.

    The template reads it as ``json(bytes(sys.inputs.data))``, and states title and language of
    the document. The same data make the same bytes. :class:`TextCannotBeDrawn` where no font has
    a character; :class:`NotMade`, which says where, if the template is wrong.
    """
    # Not here: typst keeps what it has set, and a web process would grow to three times its size.
    program = ("dialogues.support.typesetting", str(_TEMPLATES), template, *_font_folders())
    try:
        return made_files.made(program, json.dumps(data).encode())
    except NotMade as failure:
        lacking = _NOT_DRAWN.search(str(failure))
        if lacking is None:
            raise
        raise TextCannotBeDrawn(text=lacking.group(1)) from None


def require_drawable(words: Iterable[str]) -> None:
    """Raise :class:`TextCannotBeDrawn` where :func:`pdf_of` would, of these words in any PDF."""
    pdf_of("drawable.typ", {"words": list(words)})


@cache
def emblem() -> str:
    """The emblem of the series, as SVG."""
    return (ROOT / "static" / "img" / "emblem.svg").read_text(encoding="utf-8")


@cache
def _font_folders() -> tuple[str, ...]:
    return tuple(str(files(package).joinpath(folder)) for package, folder in _FONTS)
