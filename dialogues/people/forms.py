"""The shape of what is said of members of staff."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from dialogues.people.roles import ROLES_EXPLAINED
from dialogues.people.rules import LONGEST_NAME
from dialogues.support.roles import Role
from dialogues.web.forms import (
    LANGUAGE_CHOICES,
    AddressForm,
    BaseForm,
    SelectChoice,
    Visible,
    on_one_line,
    require_address,
    trimmed,
)


class StaffForm(BaseForm):
    """What a member of staff is called, and what they may do."""

    name = StringField(
        _l("Name"),
        filters=[on_one_line],
        validators=[
            DataRequired(_l("Enter the name of the person.")),
            Length(max=LONGEST_NAME, message=_l("The name must have 200 characters or fewer.")),
            Visible(),
        ],
    )
    role = RadioField(
        _l("Role"),
        choices=[SelectChoice(role.value, label) for role, label in ROLES_EXPLAINED.items()],
        validators=[InputRequired(_l("Choose a role."))],
    )

    @property
    def chosen_role(self) -> Role:
        """The role; only after the form was found valid."""
        return Role(str(self.role.data))


class InvitationForm(StaffForm, AddressForm):
    """Somebody new on the staff, and the language in which they hear of it."""

    email = StringField(
        _l("E-mail address"),
        filters=[trimmed],
        validators=[InputRequired(_l("Enter the e-mail address of the person.")), require_address],
    )
    language = SelectField(
        _l("Language of the mail"),
        choices=LANGUAGE_CHOICES,
    )
