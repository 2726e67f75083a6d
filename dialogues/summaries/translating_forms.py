"""The shape of what translators type: all that a page shows is sent together."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from dialogues.action_items.rules import LONGEST_TEXT
from dialogues.summaries.forms import TextForm
from dialogues.summaries.rules import body_problem, heading_problem
from dialogues.support.refusals import Refusal
from dialogues.web.forms import BaseForm, Visible, in_paragraphs, refuse_what_no_pdf_shows, say

LONGEST_COMMENT = 2000
_TOO_LONG = _l("This text is too long. At most %(max)d characters are kept.")


class _Part(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False  # the form that it is a part of has a token

    public_id = HiddenField()


class SectionPart(_Part, TextForm):
    """A section in the language of the translation."""

    renders = IntegerField(widget=HiddenInput())
    """The version of the source that was shown beside it."""
    because = TextAreaField(
        _l("What is to be changed"),
        filters=[in_paragraphs],
        validators=[Length(max=LONGEST_COMMENT, message=_TOO_LONG), Visible(line_breaks=True)],
    )

    def validate_heading(self, field: Field) -> None:
        """As the source's."""
        _raise(heading_problem(field.data))

    def validate_body(self, field: Field) -> None:
        """As the source's."""
        _raise(body_problem(field.data))


def _raise(problem: Refusal | None) -> None:
    if problem:
        raise ValidationError(say(problem))


class ItemPart(_Part):
    """An action item in the language of the translation, and what of it was shown."""

    text = TextAreaField(
        _l("Text"),
        filters=[in_paragraphs],
        validators=[Length(max=LONGEST_TEXT, message=_TOO_LONG), Visible(line_breaks=True)],
    )
    seen = HiddenField(filters=[in_paragraphs])
    rendered = HiddenField(filters=[in_paragraphs])

    @property
    def is_untouched(self) -> bool:
        """Whether it reads as it was shown."""
        return bool(self.text.data == self.seen.data)


class TranslationForm(BaseForm):
    """All sections and action items of a page: whichever button is pressed, all is kept."""

    sections = FieldList(FormField(SectionPart))
    items = FieldList(FormField(ItemPart))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all parts are right, and files can show what is typed of action items."""
        is_valid = super().validate(extra_validators)
        parts = [entry.form for entry in self.items]
        refuse_what_no_pdf_shows([part.text for part in parts if not part.is_untouched])
        if any(part.errors for part in parts):
            self.items.errors = [part.errors for part in parts]
        return is_valid and not self.errors


class FileForm(BaseForm):
    """A translator's file."""

    class Meta(BaseForm.Meta):
        """It is taken with the file."""

        file_fields = ("file",)

    file = FileField(_l("File"), validators=[FileRequired(_l("Choose a file."))])
