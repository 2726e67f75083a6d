"""A note as a file: PDF, Word, Markdown. The same note makes the same bytes."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from dialogues.config import ROOT, settings
from dialogues.languages.rules import direction
from dialogues.summaries.documents import Document, Promise
from dialogues.support.made import made_files
from dialogues.support.markup import blocks_of, escaped
from dialogues.support.pdf import emblem, pdf_of

TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}
_LONGEST_HEAD = 80


def file_of(document: Document, kind: str) -> bytes:
    """A note as one of :data:`TYPES`, in its own language.

    Raises :class:`~dialogues.support.pdf.TextCannotBeDrawn` as :func:`pdf_of` does.
    """
    with force_locale(document.language):
        if kind == "md":
            return _markdown(document).encode()
        return _word(document) if kind == "docx" else pdf_of("summaries/note.typ", _set(document))


def _word(document: Document) -> bytes:
    # Not here: what reads and writes Word files would stay in a web process for good.
    data = {**_set(document), "emblem_png": _emblem_png()}
    return made_files.made(("dialogues.summaries.word_typesetting",), json.dumps(data).encode())


@cache
def _emblem_png() -> str:
    """The emblem as Word can show it, in base64."""
    return b64encode((ROOT / "static" / "img" / "emblem.png").read_bytes()).decode()


def _set(document: Document) -> dict[str, Any]:
    """A note as plain values, its Markdown as blocks, with the words that stand around it."""
    stamp = document.stamp
    return {
        "language": document.language,
        "direction": direction(document.language),
        "emblem": emblem(),
        "series": _("Food Systems Solutions Dialogues"),
        "hub": _("United Nations Food Systems Coordination Hub"),
        "home": settings().base_url,
        "kind": _("Summary note"),
        "title": document.title,
        "head": _shortened(document.title),
        "dates": document.dates,
        "themes": _themes(document.themes),
        "revision": stamp.revision if stamp else _("Draft"),
        "published_on": stamp.published_on.isoformat() if stamp else None,
        "address": stamp.address if stamp else "",
        "pages": _("Page %(page)s of %(last)s", page="{page}", last="{last}"),
        "parts": [
            _part("", document.opening),
            *(_part(one.heading, one.markdown, one.themes, one.promises) for one in document.parts),
            *(_part(heading, promises=promises) for heading, promises in _lists(document)),
        ],
    }


def _shortened(title: str) -> str:
    """What of a title stands above each page: the longest would run off it."""
    return title if len(title) <= _LONGEST_HEAD else f"{title[:_LONGEST_HEAD].rstrip()}…"


def _part(
    heading: str,
    markdown: str = "",
    themes: Iterable[tuple[str, str]] = (),
    promises: Iterable[Promise] = (),
) -> dict[str, Any]:
    return {
        "heading": heading,
        "headings_from": 3 if heading else 2,
        "blocks": blocks_of(markdown),
        "themes": _themes(themes),
        "promises": _told(promises),
    }


def _lists(document: Document) -> list[tuple[str, tuple[Promise, ...]]]:
    """The action items that stand under no section."""
    lists = [
        (str(_("Action items")), document.promises),
        (str(_("Open from earlier Dialogues")), document.carried),
    ]
    return [(heading, promises) for heading, promises in lists if promises]


def _told(promises: Iterable[Promise]) -> list[dict[str, str]]:
    return [
        {
            "label": _("Action item"),
            "text": one.text,
            "language": one.language,
            "direction": direction(one.language),
            "terms": "\n".join(_terms(one)),
        }
        for one in promises
    ]


def _terms(promise: Promise) -> list[str]:
    due = [str(_("Due: %(date)s", date=promise.due))] if promise.due else []
    return [str(_("Owner: %(name)s", name=promise.owner)), *due]


def _themes(themes: Iterable[tuple[str, str]]) -> str:
    # No line begins with a dot.
    names = "\N{NO-BREAK SPACE}· ".join(name for _code, name in themes)
    return str(_("Themes: %(names)s", names=names)) if names else ""


def _markdown(document: Document) -> str:
    stamp = document.stamp
    front = {
        "title": document.title,
        "date": document.dates,
        "language": document.language,
        "revision": stamp.revision if stamp else _("Draft"),
        "address": stamp.address if stamp else "",
    }
    # A string of JSON is one of YAML, too.
    lines = (f"{name}: {json.dumps(str(told), ensure_ascii=False)}" for name, told in front.items())
    texts = [f"# {escaped(document.title)}", _themes(document.themes), document.opening]
    for part in document.parts:
        heading = f"## {escaped(part.heading)}" if part.heading else ""
        texts += [heading, part.markdown, _bulleted(part.promises)]
    for heading, promises in _lists(document):
        texts += [f"## {escaped(heading)}", _bulleted(promises)]
    return "\n".join(["---", *lines, "---", "", "\n\n".join(filter(None, texts)), ""])


def _bulleted(promises: Iterable[Promise]) -> str:
    return "\n".join(
        "- " + "  \n  ".join(escaped(line) for line in (*one.text.splitlines(), *_terms(one)))
        for one in promises
    )
