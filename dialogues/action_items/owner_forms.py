"""The shape of what owners of action items type."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from dialogues.action_items.labels import STATUSES
from dialogues.action_items.models import ItemStatus
from dialogues.action_items.rules import LONGEST_TEXT
from dialogues.programme.sitting_forms import WholeDate
from dialogues.support.addresses import email_address
from dialogues.web.forms import (
    LANGUAGE_CHOICES,
    BaseForm,
    SelectChoice,
    Visible,
    in_paragraphs,
    on_one_line,
)

_REPORTED = (ItemStatus.OPEN, ItemStatus.IN_PROGRESS, ItemStatus.DONE)
_LONGEST_REASON = 1000
_PERSON = "person"


class ReportForm(BaseForm):
    """How far it is."""

    status = RadioField(
        _l("How far is it?"),
        choices=[SelectChoice(one.value, STATUSES[one]) for one in _REPORTED],
        validators=[InputRequired(_l("Choose how far it is."))],
    )
    words = TextAreaField(
        _l("What has been done"),
        filters=[in_paragraphs],
        validators=[
            Length(max=LONGEST_TEXT, message=_l("Use 2,000 characters or fewer.")),
            Visible(line_breaks=True),
        ],
        render_kw={"rows": 5},
    )
    seen = HiddenField()
    """The status that was on the page when it was opened."""

    @property
    def seen_status(self) -> ItemStatus | None:
        """The status that the owner saw; None where the page did not say."""
        seen = self.seen.data or ""
        return ItemStatus(seen) if seen in {*ItemStatus} else None


class DueForm(BaseForm):
    """Another last day, and why."""

    due_on = WholeDate(
        _l("The date that you propose"),
        sentence=_l("This is not a date. Give one such as 2027-07-27."),
        validators=[InputRequired(_l("Give the date that you propose."))],
    )
    because = TextAreaField(
        _l("Why you need another date"),
        filters=[in_paragraphs],
        validators=[
            DataRequired(_l("Write in a sentence why you need another date.")),
            Length(max=_LONGEST_REASON, message=_l("Use 1,000 characters or fewer.")),
            Visible(line_breaks=True),
        ],
        render_kw={"rows": 3},
    )


class OfferForm(BaseForm):
    """Who is to take an item over, and why: one of the register, or a person with an address."""

    to = SelectField(_l("Who is to take it over"))
    name = StringField(
        _l("Name of the person"),
        filters=[on_one_line],
        validators=[
            Length(max=200, message=_l("The name must have 200 characters or fewer.")),
            Visible(),
        ],
    )
    email = StringField(_l("Address of the person"), filters=[on_one_line])
    language = SelectField(_l("Language of mails to the person"), choices=LANGUAGE_CHOICES)
    because = TextAreaField(
        _l("What you would like to tell them"),
        filters=[in_paragraphs],
        validators=[
            Length(max=_LONGEST_REASON, message=_l("Use 1,000 characters or fewer.")),
            Visible(line_breaks=True),
        ],
        render_kw={"rows": 3},
    )

    def offer_choices(self, owners: Sequence[tuple[str, str]]) -> None:
        """Offer public ids and names of the register, and a person."""
        self.to.choices = [
            SelectChoice(_PERSON, _("A person, named below")),
            *(SelectChoice(*owner) for owner in owners),
        ]

    @property
    def is_to_person(self) -> bool:
        """Whether a person is to take it over, and nobody of the register."""
        return bool(self.to.data == _PERSON)

    def validate_name(self, field: StringField) -> None:
        """Require the name of a person."""
        if self.is_to_person and not field.data:
            raise ValidationError(_("Enter the name of the person who is to take it over."))

    def validate_email(self, field: StringField) -> None:
        """Require the address of a person."""
        if self.is_to_person and email_address(field.data or "") is None:
            raise ValidationError(
                _("Enter an e-mail address in the correct form, like name@example.org.")
            )


class DeclineForm(BaseForm):
    """Why somebody does not take an item over."""

    because = TextAreaField(
        _l("Why you cannot take it over"),
        filters=[in_paragraphs],
        validators=[
            DataRequired(_l("Write in a sentence why you cannot take it over.")),
            Length(max=_LONGEST_REASON, message=_l("Use 1,000 characters or fewer.")),
            Visible(line_breaks=True),
        ],
        render_kw={"rows": 3},
    )
