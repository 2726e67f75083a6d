"""What people call what is found."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from dialogues.finding.models import PassageKind

KINDS: Mapping[PassageKind, object] = {
    PassageKind.DIALOGUE: _l("Dialogue"),
    PassageKind.NOTE: _l("Summary note"),
    PassageKind.ACTION_ITEM: _l("Action item"),
}
SEVERAL: Mapping[PassageKind, object] = {
    PassageKind.DIALOGUE: _l("Dialogues"),
    PassageKind.NOTE: _l("Summary notes"),
    PassageKind.ACTION_ITEM: _l("Action items"),
}
