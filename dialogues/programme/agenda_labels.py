"""What the kinds of items of an agenda are called."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from dialogues.programme.models import AgendaKind

KINDS: Mapping[AgendaKind, object] = {
    AgendaKind.PLENARY: _l("Plenary"),
    AgendaKind.BREAKOUT: _l("Breakout"),
    AgendaKind.BREAK: _l("Break"),
}
