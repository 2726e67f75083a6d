"""The shape of a decision on registrations that await approval."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from dialogues.web.forms import BaseForm, Visible, trimmed


class DecisionForm(BaseForm):
    """What organisers tell the people whom they decline."""

    sentence = TextAreaField(
        _l("A sentence for them"),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=500, message=_l("The sentence must have 500 characters or fewer.")),
            Visible(line_breaks=True),
        ],
    )
