"""The shape of an action item as it is typed in the office."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from dialogues.action_items.refusals import DueIsNoDate, PersonNeedsAddress
from dialogues.action_items.rules import LONGEST_TEXT
from dialogues.languages.rules import LANGUAGES
from dialogues.programme.rules import zone_problem
from dialogues.programme.theme_labels import THEMES
from dialogues.support.addresses import email_address
from dialogues.web.forms import (
    LANGUAGE_CHOICES,
    BaseForm,
    SelectChoice,
    Visible,
    in_paragraphs,
    on_one_line,
    on_one_line_of_prose,
    refuse,
    refuse_what_no_pdf_shows,
    say,
    trimmed,
)

PERSON = "person"
"""The choice of an owner who is in no register."""
_LONGEST_ECHO = 40


class DueDate(DateField):
    """A day; what is none is named."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing but spaces is nothing."""
        typed = " ".join(valuelist).strip()
        try:
            super().process_formdata([typed] if typed else [])
        except ValueError:
            raise ValueError(say(DueIsNoDate(text=typed[:_LONGEST_ECHO]))) from None


class ItemForm(BaseForm):
    """What is to be done, by whom, and by when."""

    source_language = SelectField(_l("Language of the text"), choices=LANGUAGE_CHOICES)
    owner = SelectField(_l("Owner"))
    person_name = StringField(
        _l("Name of the person"),
        filters=[on_one_line],
        validators=[
            Length(max=200, message=_l("The name must have 200 characters or fewer.")),
            Visible(),
        ],
    )
    person_email = StringField(_l("E-mail address of the person"), filters=[trimmed])
    person_language = SelectField(_l("Language of mails to the person"), choices=LANGUAGE_CHOICES)
    person_zone = StringField(_l("Time zone"), filters=[on_one_line])
    due = RadioField(
        _l("Due"),
        choices=[
            SelectChoice("next", _l("By the next Dialogue")),
            SelectChoice("date", _l("By the date below")),
        ],
    )
    due_on = DueDate(_l("Due date"))
    theme = SelectField(
        _l("Theme"),
        choices=[
            SelectChoice("", _l("None")),
            *(SelectChoice(theme.value, label) for theme, label in THEMES.items()),
        ],
    )
    section = HiddenField()
    seen = HiddenField()

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by language, where anything was."""
        typed = {code: self.text(code).data for code in LANGUAGES}
        return {code: text for code, text in typed.items() if text}

    @property
    def is_for_person(self) -> bool:
        """Whether the owner is a person, and nobody of the register."""
        return bool(self.owner.data == PERSON)

    def text(self, language: str) -> Field:
        """The field of the text in a language."""
        found: Field = self[f"text_{language}"]
        return found

    def offer_owners(self, owners: Sequence[tuple[str, str]]) -> None:
        """Offer public ids and names of owners, and a person."""
        self.owner.choices = [
            SelectChoice("", _("Choose an owner")),
            *(SelectChoice(*owner) for owner in owners),
            SelectChoice(PERSON, _("A person, named below")),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the fields are right, each by itself and beside the others."""
        is_valid = super().validate(extra_validators)
        if not self.owner.data and not self.owner.errors:
            self.owner.errors = [_("Choose who is to do it.")]
        if self.is_for_person:
            self._validate_person()
        if self.due.data == "date" and not self.due_on.data and not self.due_on.errors:
            self.due_on.errors = [_("Give the due date, or choose “By the next Dialogue”.")]
        texts = [self.text(code) for code in LANGUAGES]
        refuse_what_no_pdf_shows([*texts, *([self.person_name] if self.is_for_person else [])])
        return is_valid and not self.errors

    def _validate_person(self) -> None:
        name = self.person_name.data
        if not name:
            self.person_name.errors = [_("Enter the name of the person.")]
        if email_address(self.person_email.data or "") is None:
            refuse(self.person_email, PersonNeedsAddress(name=name or _("the person")))
        if problem := zone_problem(self.person_zone.data or ""):
            refuse(self.person_zone, problem)


for _code in LANGUAGES:
    setattr(
        ItemForm,
        f"text_{_code}",
        TextAreaField(
            _l("What is to be done"),
            filters=[on_one_line_of_prose],
            validators=[
                Length(max=LONGEST_TEXT, message=_l("Use 2,000 characters or fewer.")),
                Visible(),
            ],
        ),
    )


class ActForm(BaseForm):
    """What somebody says about what they press, and the item as they have seen it."""

    words = TextAreaField(
        _l("What you want to say about it"),
        filters=[in_paragraphs],
        validators=[
            Length(max=1000, message=_l("Use 1,000 characters or fewer.")),
            Visible(line_breaks=True),
        ],
    )
    seen = HiddenField()
