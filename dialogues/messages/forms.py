"""The shape of a message as it is typed."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField

from dialogues.languages.rules import LANGUAGES
from dialogues.messages.rules import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    Draft,
    all_have_seats,
    placeholders,
    text_problem,
)
from dialogues.registration.filters import Filter
from dialogues.web.forms import (
    LANGUAGE_CHOICES,
    BaseForm,
    in_paragraphs,
    on_one_line_of_prose,
    refuse,
)


class MessageForm(BaseForm):
    """Subject and body in up to six languages; an unfinished draft is taken as it is."""

    seen = HiddenField()
    source_language = SelectField(
        _l("Source language"),
        choices=LANGUAGE_CHOICES,
    )

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """Subject and body by language, where at least one of the two is there."""
        typed = {code: (self.subject(code).data, self.body(code).data) for code in LANGUAGES}
        return {code: text for code, text in typed.items() if any(text)}

    def subject(self, language: str) -> Field:
        """The field of the subject in a language."""
        found: Field = self[f"subject_{language}"]
        return found

    def body(self, language: str) -> Field:
        """The field of the body in a language."""
        found: Field = self[f"body_{language}"]
        return found

    def draft(self, wanted: Filter | None) -> Draft | None:
        """What was typed, for people whom a filter selects; None for an announcement.

        None where a field is wrong, which then says so.
        """
        filters = wanted.arguments() if wanted else {}
        if not self.validate():
            return None
        for code in LANGUAGES:
            for field, most in (
                (self.subject(code), LONGEST_SUBJECT),
                (self.body(code), LONGEST_BODY),
            ):
                is_line = most == LONGEST_SUBJECT
                known = placeholders(wanted is None, is_line, all_have_seats(filters))
                if problem := text_problem(field.data, known, most, is_line):
                    refuse(field, problem)
        if self.errors:
            return None
        return Draft(filters, self.source_language.data, self.texts)


for _code in LANGUAGES:
    setattr(
        MessageForm, f"subject_{_code}", StringField(_l("Subject"), filters=[on_one_line_of_prose])
    )
    setattr(MessageForm, f"body_{_code}", TextAreaField(_l("Text"), filters=[in_paragraphs]))
