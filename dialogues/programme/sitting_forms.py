"""The fields of one sitting, and what reads them: when, in which languages, for whom."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from dialogues.people.categories import CATEGORIES
from dialogues.programme import labels, rules
from dialogues.programme.models import Admission
from dialogues.programme.opening import repeated
from dialogues.support.refusals import N_
from dialogues.web.forms import LANGUAGE_CHOICES, BaseForm, SelectChoice, on_one_line

_FIRST_COUNTS = N_(
    "This time happens twice, at %(first)s and at %(second)s UTC, because the clocks go back. "
    "The first counts."
)
_SECOND_COUNTS = N_(
    "This time happens twice, at %(first)s and at %(second)s UTC, because the clocks go back. "
    "The second counts."
)


class _OurSentence:
    """Says in our words what WTForms could not read."""

    def __init__(self, *arguments: Any, sentence: Any, **options: Any) -> None:
        self.sentence = sentence
        super().__init__(*arguments, **options)

    def process_formdata(self, values: list[str]) -> None:
        """Read what was typed; nothing but spaces is nothing."""
        if not any(value.strip() for value in values):
            super().process_data(None)  # type: ignore[misc]
            return
        try:
            super().process_formdata(values)  # type: ignore[misc]
        except ValueError:
            raise ValueError(str(self.sentence)) from None


class WholeDate(_OurSentence, DateField):
    """A date."""


class WallTime(_OurSentence, TimeField):
    """Hours and minutes of a clock."""


class WholeNumber(_OurSentence, IntegerField):
    """A whole number."""


class WallMoment(_OurSentence, DateTimeLocalField):
    """A date with hours and minutes of a clock, in no zone of its own."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(
            label,
            sentence=_l("Give a date and a time, such as 2026-07-01 09:00."),
            format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
            validators=[Optional()],
            **options,
        )


def _minutes(value: Any) -> int | None:
    return int(value) if value else None


class SittingForm(BaseForm):
    """When one sitting starts, in which languages, for how many, and where it is."""

    class Meta(BaseForm.Meta):
        """A part of a form that has the token against forgery."""

        csrf = False

    start = WallTime(
        _l("Starts at"),
        sentence=_l("Give a time as hours and minutes, such as 16:00."),
    )
    again = RadioField(_l("Which of the two"), choices=[], validate_choice=False)
    floor_language = SelectField(
        _l("Floor language"), choices=LANGUAGE_CHOICES, validate_choice=False
    )
    interpretation = SelectMultipleField(
        _l("Interpretation into"),
        choices=LANGUAGE_CHOICES,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    capacity = WholeNumber(
        _l("Seats"),
        sentence=_l("Give the number of seats as a whole number, or leave it empty."),
        validators=[Optional()],
    )
    join_url = StringField(_l("Join link"), filters=[on_one_line], validators=[Optional()])
    reminders = SelectMultipleField(
        _l("Reminders by mail"),
        choices=[SelectChoice(code, label) for code, label in labels.REMINDERS.items()],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    alarm_minutes = SelectField(
        _l("Ring in the calendar"),
        choices=lambda: [
            SelectChoice(minutes or "", labels.alarm_label(minutes))
            for minutes in (None, *rules.ALARM_MINUTES)
        ],
        coerce=_minutes,
        validate_choice=False,
    )
    short_link = StringField(_l("Short link"), filters=[on_one_line], validators=[Optional()])
    admission = RadioField(
        _l("Who may come"),
        choices=[SelectChoice(kind.value, label) for kind, label in labels.ADMISSIONS.items()],
        default=Admission.OPEN.value,
        coerce=Admission,
    )
    categories = SelectMultipleField(
        _l("Categories that may come"),
        choices=[SelectChoice(code.value, label) for code, label in CATEGORIES.items()],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    registration_opens = WallMoment(_l("Registration opens"))
    registration_closes = WallMoment(_l("Registration closes"))

    @property
    def fold(self) -> int | None:
        """The chosen one of two times, 0 or 1, where somebody chose for the time as it was sent."""
        chosen = (self.again.raw_data or [None])[0]
        return int(chosen) if chosen in ("0", "1") else None

    @property
    def interpreted(self) -> tuple[str, ...]:
        """The chosen languages, those that were chosen before in the order that they had.

        Boxes come in the order of the page, and saving a form unchanged must change nothing.
        """
        before = list(self.interpretation.object_data or ())
        chosen = list(self.interpretation.data or ())
        kept = [language for language in before if language in chosen]
        return tuple(kept + [language for language in chosen if language not in kept])

    def repeated(self, zone: str) -> dict[str, str]:
        """Which of two instants counts, by field, where one of the times happens twice."""
        found = {}
        for name, counts in (("registration_opens", 0), ("registration_closes", 1)):
            if twice := repeated(self[name].data, zone):
                times = [f"{at:%H:%M}" for at in twice]
                sentence = _FIRST_COUNTS if counts == 0 else _SECOND_COUNTS
                found[name] = str(_(sentence, first=times[0], second=times[1]))
        return found
