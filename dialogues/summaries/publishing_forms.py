"""What editors type when they publish: why a finding is fine, why a note is withdrawn."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from dialogues.web.forms import BaseForm, Visible, in_paragraphs, on_one_line_of_prose


class PublishForm(BaseForm):
    """A press on "Publish", and what its page showed."""

    seen = HiddenField()


class FineForm(BaseForm):
    """A finding, and why it is fine."""

    fingerprint = HiddenField()
    because = StringField(
        _l("Why is it fine as it is?"),
        filters=[on_one_line_of_prose],
        validators=[
            DataRequired(_l("Enter the reason.")),
            Length(max=1000, message=_l("The reason may have 1,000 characters at most.")),
            Visible(),
        ],
    )


class WithdrawForm(BaseForm):
    """Why a note is withdrawn."""

    because = TextAreaField(
        _l("Reason"),
        filters=[in_paragraphs],
        validators=[
            DataRequired(_l("Enter the reason.")),
            Length(max=1000, message=_l("The reason may have 1,000 characters at most.")),
            Visible(line_breaks=True),
        ],
    )
