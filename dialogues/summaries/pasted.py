"""What a browser hands over when somebody pastes from Word, another editor or a page."""

import re

from dialogues.summaries import refusals
from dialogues.support import confined

_LONGEST = 2_000_000
"""Characters of HTML that are read: Word writes twenty for each one that people see."""
_MOST_TAGS = 10_000
"""Of thirty pages; nested in each other, they take two seconds to read."""
_MOST_SECONDS = 10
"""Of work: somebody waits for it, who can paste less at once."""
_NOT_SEEN = re.compile(
    "[\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\x00-\x08\x0b-\x1f\x7f-\x9f]"
)
"""Controls that reorder text, which Word leaves around every name in Arabic; and hidden ones."""


def markdown_of(html: str) -> str:
    """The Markdown of pasted HTML: headings, lists, links, tables, bold and italics stay.

    Raises :class:`refusals.TooMuchPasted` where it is more than a section can hold, or more than
    can be read in little time.
    """
    if len(html) > _LONGEST or html.count("<") > _MOST_TAGS:
        raise refusals.TooMuchPasted
    seen = _NOT_SEEN.sub("", html).encode(errors="replace")
    try:
        read = confined.done_apart("dialogues.summaries.pasted_reader", seen, _MOST_SECONDS)
    except confined.NotDone:
        raise refusals.TooMuchPasted from None
    return read.decode().strip()
