"""The forms by which a note is imported."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # its stubs lag behind

from dialogues.web.forms import LANGUAGE_CHOICES, BaseForm, PressForm

AS_IT_READS = ""


class FileForm(BaseForm):
    """A file to look at before it is taken over."""

    class Meta(BaseForm.Meta):
        """A form with a file."""

        file_fields = ("file",)

    file = FileField(_l("Word document or text (.docx, .md or .txt)"))
    language = SelectField(
        _l("Language of the file"),
        choices=[SelectChoice(AS_IT_READS, _l("As the text reads")), *LANGUAGE_CHOICES],
    )

    def validate_file(self, field: FileField) -> None:
        """A file must be chosen."""
        if not field.data or not getattr(field.data, "filename", None):
            raise ValidationError(_("Choose a file."))


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
