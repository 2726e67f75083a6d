"""All that a text in one language states, found in the order in which it is least mistaken."""

import re

from dialogues.summaries import stated_dates, stated_names, stated_times, stated_weekdays
from dialogues.summaries.stated import Stated, comparable, without
from dialogues.summaries.stated_numbers import numbers
from dialogues.support.markup import links_of, text_of

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"，。；、）]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
)
_FINDERS = (
    stated_dates.dates,
    stated_dates.months,
    stated_weekdays.weekdays,
    stated_times.times,
    stated_names.zones,
    stated_names.languages,
    numbers,
)


def statements(heading: str, markdown: str, language: str) -> list[Stated]:
    """What a heading and a text in Markdown state in a language, in the order of the text."""
    found = list(stated_names.links(links_of(markdown)))
    text = comparable(f"{heading}\n{text_of(markdown)}")
    text = _ADDRESS.sub(lambda address: " " * len(address[0]), text)
    in_text = []
    for find in _FINDERS:
        new = list(find(text, language))
        text = without(text, [span for _stated, span in new])
        in_text += new
    return found + [stated for stated, _span in sorted(in_text, key=lambda one: one[1])]
