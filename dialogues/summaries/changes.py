"""What changed from one revision of a note to the next, part by part, for its readers."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from dialogues.summaries.differences import Piece, differences
from dialogues.summaries.documents import Document, Part, Promise
from dialogues.support.markup import text_of


@dataclass(frozen=True)
class Change:
    """A part of a note that reads otherwise now."""

    heading: str
    pieces: list[Piece]


def changes_between(before: Document, after: Document) -> list[Change]:
    """The parts that changed, in their order now; those that were taken out come last.

    Labels are in the current language.
    """
    was, now = _parts(before), _parts(after)
    changes = []
    for key in [*now, *(key for key in was if key not in now)]:
        old_heading, old = was.get(key, ("", ""))
        heading, new = now.get(key, (old_heading, ""))
        if (old_heading, old) != (heading, new):
            texts = (text_of(old), text_of(new))
            if texts[0] == texts[1]:  # but for a mark or for where a link leads
                texts = (old, new)
            if old_heading != heading:
                texts = (f"{old_heading}\n{texts[0]}", f"{heading}\n{texts[1]}")
            changes.append(Change(heading, differences(*_stripped(texts), after.language)))
    return changes


def _parts(document: Document) -> dict[str, tuple[str, str]]:
    """Headings and Markdown, by what stays the same of a part."""
    return {
        "": (document.title, document.opening),
        **{part.anchor: (part.heading, _markdown(part)) for part in document.parts},
        "items": (str(_("Action items")), _listed(document.promises)),
        "carried": (str(_("Open from earlier Dialogues")), _listed(document.carried)),
    }


def _stripped(texts: tuple[str, str]) -> tuple[str, str]:
    return texts[0].strip(), texts[1].strip()


def _markdown(part: Part) -> str:
    return "\n\n".join(filter(None, (part.markdown, _listed(part.promises))))


def _listed(promises: Iterable[Promise]) -> str:
    return "\n".join(
        "- " + " · ".join(filter(None, (one.text, one.owner, one.due))) for one in promises
    )
