"""The shape of what organisers and invited people type."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from dialogues.guest_list.models import Invitation
from dialogues.languages.rules import LANGUAGES
from dialogues.registration.forms import RegistrationForm
from dialogues.web.forms import (
    LANGUAGE_CHOICES,
    AddressForm,
    BaseForm,
    Visible,
    on_one_line,
    require_address,
    trimmed,
)


def _of_the_six(_form: Any, field: Any) -> None:
    if field.data not in LANGUAGES:
        raise ValidationError(_("Choose a language."))


def _languages(label: Any) -> RadioField:
    return RadioField(
        label,
        choices=LANGUAGE_CHOICES,
        validate_choice=False,
        validators=[_of_the_six],
    )


class AddForm(BaseForm):
    """A list of people, pasted or as a file, and the language of those for whom it says none."""

    class Meta(BaseForm.Meta):
        file_fields = ("file",)

    text = TextAreaField(_l("People"))
    file = FileField(_l("Or a spreadsheet"))
    language = _languages(_l("Language of the invitations"))


class InvitedForm(RegistrationForm):
    """The form of registration, with the address that was invited."""

    email = StringField(_l("E-mail address"))

    def __init__(self, invitation: Invitation, **values: Any) -> None:
        super().__init__(name=invitation.name, **values)
        self.email.data = invitation.email  # whatever was sent


class StandInForm(AddressForm):
    """Who comes instead, and the language of their invitation."""

    name = StringField(
        _l("Full name"),
        filters=[on_one_line],
        validators=[
            InputRequired(_l("Enter the full name of your stand-in.")),
            Length(max=200, message=_l("The name must have 200 characters or fewer.")),
            Visible(),
        ],
    )
    email = StringField(
        _l("E-mail address"),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Enter the e-mail address of your stand-in.")),
            require_address,
        ],
    )
    language = _languages(_l("Language of the invitation"))
