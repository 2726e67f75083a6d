"""The shape of what is said of members of staff."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # its stubs lag behind
from wtforms.validators import DataRequired, InputRequired, Length

from dialogues.languages.rules import ENDONYMS
from dialogues.people.roles import ROLES_EXPLAINED
from dialogues.people.rules import LONGEST_NAME
from dialogues.support.addresses import email_address
from dialogues.support.roles import Role
from dialogues.support.texts import one_line
from dialogues.web.forms import BaseForm, Visible, require_address, trimmed


class StaffForm(BaseForm):
    """What a member of staff is called, and what they may do."""

    name = StringField(
        _l("Name"),
        filters=[lambda typed: one_line(typed or "")],
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


class InvitationForm(StaffForm):
    """Somebody new on the staff, and the language in which they hear of it."""

    email = StringField(
        _l("E-mail address"),
        filters=[trimmed],
        validators=[InputRequired(_l("Enter the e-mail address of the person.")), require_address],
    )
    language = SelectField(
        _l("Language of the mail"),
        choices=[SelectChoice(code, name) for code, name in ENDONYMS.items()],
    )

    @property
    def address(self) -> str:
        """The address as it identifies a person; only after the form was found valid."""
        return email_address(str(self.email.data)) or ""
