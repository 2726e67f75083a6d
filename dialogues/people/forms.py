"""What a person who signs in types."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField
from wtforms.validators import DataRequired, Length, Regexp

from dialogues.web.forms import BaseForm

_LONGEST_ADDRESS = 320


class SignInForm(BaseForm):
    """The address of somebody who wants to sign in."""

    email = EmailField(
        _l("E-mail address"),
        filters=[lambda typed: typed.strip() if typed else typed],
        validators=[
            DataRequired(_l("Enter your e-mail address.")),
            Length(max=_LONGEST_ADDRESS, message=_l("Enter a shorter e-mail address.")),
            Regexp(
                r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\Z",
                message=_l("Enter an e-mail address such as name@example.org."),
            ),
        ],
    )
