"""What the sections of a note are called."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from dialogues.summaries.models import SectionKind
from dialogues.summaries.rules import State

KINDS: Mapping[SectionKind, object] = {
    SectionKind.TITLE: _l("Title and opening words"),
    SectionKind.PARTICIPATION: _l("How countries take part"),
    SectionKind.COALITIONS: _l("What the coalitions said"),
    SectionKind.HUB: _l("What is expected of the Hub"),
    SectionKind.NEEDS: _l("What convenors need"),
    SectionKind.CLOSING: _l("Closing words"),
    SectionKind.NEXT: _l("The next Dialogue"),
    SectionKind.OTHER: _l("Another section"),
}
STATES: Mapping[State, object] = {
    State.MISSING: _l("Missing"),
    State.DRAFT: _l("Draft"),
    State.CURRENT: _l("Current"),
    State.STALE: _l("Stale"),
}
"""Of a section in one language."""
STATE_TAGS: Mapping[State, str] = {
    State.MISSING: "tag--danger",
    State.DRAFT: "tag--warning",
    State.CURRENT: "tag--success",
    State.STALE: "tag--warning",
}
"""The look of the tag with a state's words."""
