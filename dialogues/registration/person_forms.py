"""What organisers type of a person: to register them by hand, to correct, to note."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from dialogues.languages import countries, spoken
from dialogues.people.rules import Category
from dialogues.registration.application import Application
from dialogues.registration.forms import (
    RegistrationForm,
    language_options,
    offer_languages,
    zone_options_after,
)
from dialogues.registration.models import Registration
from dialogues.support.codes import fingerprint
from dialogues.web.forms import LANGUAGE_CHOICES, BaseForm, OptionsWidget, Visible, trimmed

_LABELS = {
    "category": _l("Takes part as"),
    "listening_language": _l("Listens in"),
    "needed_language": _l("The language they need"),
    "accessibility": _l("What they need to take part fully"),
    "question": _l("Their question for the Dialogue"),
    "wants_news": _l("They asked to be told of the next Dialogues by e-mail"),
}
_MISSING = {
    "name": _l("Enter the person's full name."),
    "email": _l("Enter the person's e-mail address."),
    "country": _l("Choose the person's country or area."),
    "category": _l("Choose in what capacity the person takes part."),
    "listening_language": _l("Choose the language the person will listen in."),
}
_TYPED = ("name", "email")
"""What can be wrong in more than one way."""


def zone_options(selected: str, language: str) -> Markup:
    """The common zones; the first choice is the main zone of the person's country."""
    return zone_options_after(_("The main time zone of the person's country"), selected, language)


class PersonForm(RegistrationForm):
    """The form of registration as organisers fill it in for somebody else."""

    privacy = None  # type: ignore[assignment]  # theirs alone to confirm: their mail tells them
    website = None  # type: ignore[assignment]
    none_of_these = _l("None of these: they would need another language")
    zone = StringField(_l("Time zone"), widget=OptionsWidget(zone_options))
    language = SelectField(
        _l("Language of mails"),
        choices=LANGUAGE_CHOICES,
    )

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        for name, text in _LABELS.items():
            if name in self:
                self[name].label.text = text

    def validate(self, extra_validators: Any = None) -> bool:
        """Check as registrants' form does; say what is missing in organisers' words."""
        is_valid = bool(super().validate(extra_validators))
        for name in _MISSING.keys() & self.data.keys():
            field = self[name]
            if field.errors and (not field.data or name not in _TYPED):
                field.errors = [str(_MISSING[name])]
        return is_valid

    def typed(self) -> Application:
        """What was typed, as values; only after the form was found valid."""
        return self.application(str(self.language.data))


class DetailsForm(PersonForm):
    """What organisers may correct of a registration."""

    email = None  # type: ignore[assignment]
    accessibility = None  # type: ignore[assignment]
    question = None  # type: ignore[assignment]
    wants_news = None  # type: ignore[assignment]
    needed_language = StringField(
        _l("The language they need"), widget=OptionsWidget(language_options)
    )
    seen = HiddenField()
    """What the page showed as stored: see :func:`stored_details`."""

    def validate_needed_language(self, field: Field) -> None:
        """A language of the list, or none."""
        if field.data and field.data not in spoken.codes():
            raise ValidationError(_("Choose the language from the list."))

    def offer_channels(self, channels: Sequence[str]) -> None:
        """Offer the channels of a session."""
        offer_languages(self.listening_language, channels)

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of a registration; only after the form was found valid."""
        return {
            "name": str(self.name.data),
            "country": str(self.country.data),
            "category": Category(self.category.data),
            "listening_language": str(self.listening_language.data),
            "language": str(self.language.data),
            "zone": self.zone.data or countries.main_zone(str(self.country.data)),
            "organisation": self.organisation.data or None,
            "needed_language": self.needed_language.data or None,
        }


class NoteForm(BaseForm):
    """What organisers write down about a registration, for themselves."""

    note = TextAreaField(
        _l("Notes of organisers"),
        filters=[trimmed],
        validators=[
            Length(max=2000, message=_l("Use 2,000 characters or fewer.")),
            Visible(line_breaks=True),
        ],
    )
    seen = HiddenField()
    """What the page showed as stored: see :func:`stored_note`."""


_DETAILS = (
    "name",
    "country",
    "category",
    "listening_language",
    "language",
    "zone",
    "organisation",
    "needed_language",
)


def stored_details(registration: Registration) -> str:
    """The same for the same details: by which a form knows whether they were changed since."""
    return fingerprint(*(getattr(registration, name) for name in _DETAILS))


def stored_note(registration: Registration) -> str:
    """The same for the same note."""
    return fingerprint(registration.note)


def as_stored(registration: Registration) -> dict[str, Any]:
    """What a form of details is filled with, at first."""
    stored = {name: getattr(registration, name) for name in _DETAILS}
    return {**stored, "category": registration.category.value, "seen": stored_details(registration)}
