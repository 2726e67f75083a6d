"""The forms by which a note is imported."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, TextAreaField, ValidationError

from dialogues.web.forms import LANGUAGE_CHOICES, BaseForm, PressForm, SelectChoice, in_paragraphs

AS_IT_READS = ""


class FileForm(BaseForm):
    """A file, or what was pasted in its place, to look at before it is taken over."""

    class Meta(BaseForm.Meta):
        """A form with a file."""

        file_fields = ("file",)

    file = FileField(_l("Word document or text (.docx, .md or .txt)"))
    text = TextAreaField(_l("Or paste the whole note here"), filters=[in_paragraphs])
    language = SelectField(
        _l("Language of the file"),
        choices=[SelectChoice(AS_IT_READS, _l("As the text reads")), *LANGUAGE_CHOICES],
    )

    def validate_file(self, field: FileField) -> None:
        """Either a file must be chosen, or a text pasted."""
        if bool(field.data and field.data.filename) == bool(self.text.data):
            raise ValidationError(_("Choose a file or paste the note: one of the two."))


class PlacingForm(PressForm):
    """What a file that was looked at is, and where its parts belong."""

    document = HiddenField()
    seen_as = HiddenField()
    """For which Dialogue and language the page asked where the parts belong."""
    dialogue = SelectField(_l("Dialogue"))
    language = SelectField(_l("Language of the file"), choices=LANGUAGE_CHOICES)

    def __init__(self, dialogues: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.dialogue.choices = [SelectChoice(value, label) for value, label in dialogues]

    @property
    def asked_for(self) -> str:
        """The Dialogue and language that are chosen now."""
        return f"{self.dialogue.data}/{self.language.data}"
