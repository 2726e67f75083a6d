"""The shape of what organisers choose for a poster."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, SelectField, StringField, ValidationError

from dialogues.programme.rules import zone_problem
from dialogues.web.forms import LANGUAGE_CHOICES, BaseForm, say, trimmed

MOST_ZONES = 6
OFTEN_WANTED = ("UTC", "America/New_York", "Africa/Nairobi", "Asia/Bangkok")
"""UTC, and United Nations offices around the world; the session's own zone comes first."""


def _known_zone(_form: Any, field: Field) -> None:
    if field.data and (problem := zone_problem(field.data)):
        raise ValidationError(say(problem))


class PosterForm(BaseForm):
    """The language of a poster, and the zones of its times; by GET: it changes nothing."""

    class Meta(BaseForm.Meta):
        csrf = False

    language = SelectField(_l("Language"), choices=LANGUAGE_CHOICES)
    zones = FieldList(
        StringField(filters=[trimmed], validators=[_known_zone]),
        min_entries=MOST_ZONES,
        max_entries=MOST_ZONES,
    )

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        for number, field in enumerate(self.zones, start=1):
            field.label.text = _("Time zone %(number)s", number=number)

    @property
    def has_expired(self) -> bool:
        """Never: it carries no token."""
        return False

    @property
    def chosen_zones(self) -> list[str]:
        """The zones in their order, each once; only after the form was found valid."""
        return list(dict.fromkeys(field.data for field in self.zones if field.data))
