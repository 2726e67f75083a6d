"""Tagged PDFs (PDF/UA-1), the same on every machine: made by typst from templates, with our fonts.

What people wrote is handed over as data, and never becomes part of a template's source.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from dialogues.config import ROOT
from dialogues.support.refusals import N_, Refusal

_TEMPLATES = ROOT / "templates"
_FONTS = (
    ("fontpkg_noto_sans", "files"),
    ("fontpkg_noto_sans_arabic", "files"),
    ("justmytype_intl_cjk", "fonts/ofl/notosanssc"),
)
"""The packages with our fonts, and the folders in them; of the last one, Simplified Chinese."""
_NOT_DRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_TAKES_AT_MOST_S = 30


class TextCannotBeDrawn(Refusal):
    """A text with characters of other scripts than those of the six languages, or pictures."""

    sentence = N_("No PDF can show this part of the text: %(text)s. Please take it out.")
    status = 422


class PdfNotMade(Exception):
    """The template is wrong; the text says where."""


def pdf_of(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF that a template, a path under ``templates/``, makes of ``data``.

    The template reads it as ``json(bytes(sys.inputs.data))``, and states title and language of
    the document. The same data make the same bytes. :class:`TextCannotBeDrawn` where no font has
    a character.
    """
    # Not here: typst keeps what it has set, and a web process would grow to three times its size.
    command = (sys.executable, "-m", "dialogues.web.typesetting", str(_TEMPLATES), template)
    made = subprocess.run(
        [*command, *_font_folders()],
        input=json.dumps(data).encode(),
        capture_output=True,
        check=False,
        timeout=_TAKES_AT_MOST_S,
    )
    if made.returncode == 0:
        return made.stdout
    said = made.stderr.decode(errors="replace")
    lacking = _NOT_DRAWN.search(said)
    raise TextCannotBeDrawn(text=lacking.group(1)) if lacking else PdfNotMade(said)


@cache
def emblem() -> str:
    """The emblem of the series, as SVG."""
    return (ROOT / "static" / "img" / "emblem.svg").read_text(encoding="utf-8")


@cache
def _font_folders() -> tuple[str, ...]:
    return tuple(str(files(package).joinpath(folder)) for package, folder in _FONTS)
