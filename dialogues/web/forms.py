"""The base of all forms."""

import re
from collections.abc import Callable, Sequence
from typing import Any, cast

from flask import flash, g, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Field, StringField, ValidationError

# As itself, so that others import it from here: the stubs of WTForms lag behind.
from wtforms.fields import SelectChoice as SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired
from wtforms.widgets import html_params

from dialogues.languages.rules import ENDONYMS, LANGUAGES
from dialogues.support.addresses import email_address
from dialogues.support.pdf import TextCannotBeDrawn, require_drawable
from dialogues.support.refusals import Refusal
from dialogues.support.texts import hidden_characters, one_line, one_line_of_prose
from dialogues.web.addresses import current_language
from dialogues.web.retold import RETOLD

ViewAnswer = str | Response | tuple[str, int]
"""What a view with a form answers: a page, one that leads elsewhere, or a page and its status."""
LANGUAGE_CHOICES = [SelectChoice(code, ENDONYMS[code]) for code in LANGUAGES]
"""The six languages, by their own names."""


class _Translations:
    """WTForms' own sentences, retold in this project's."""

    def gettext(self, string: str) -> str:
        return str(gettext(RETOLD.get(string, string)))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with a token against forgery, whose sentences are in the page's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        file_fields: tuple[str, ...] = ()
        """The fields that take a file; any other takes text alone."""

        def wrap_formdata(self, form: Any, formdata: Any) -> MultiDict[str, Any] | None:
            """What was sent as a form: a body of another kind is an empty one."""
            if formdata is not _Auto:
                return cast("MultiDict[str, Any] | None", formdata)
            if request.method not in ("POST", "PUT", "PATCH"):
                return None
            sent: MultiDict[str, Any] = MultiDict(request.form)
            for name in self.file_fields:
                sent.setlist(name, request.files.getlist(name))
            return sent

        def get_translations(self, form: Any) -> _Translations:
            """Where WTForms finds its sentences."""
            return _Translations()

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        g.form = self  # whose words a page for a failure uses to keep what was typed

    @property
    def has_expired(self) -> bool:
        """Whether the form was open for too long: what was typed is kept, and may be sent again."""
        return bool(self.csrf_token.errors)


def trimmed(typed: str | None) -> str | None:
    """What was typed, without white space around it."""
    return typed.strip() if typed else typed


def on_one_line(typed: str | None) -> str:
    """What was typed into a field of one line; nothing where nothing was."""
    return one_line(typed or "")


def on_one_line_of_prose(typed: str | None) -> str:
    """As :func:`on_one_line`, with the no-break spaces of prose."""
    return one_line_of_prose(typed or "")


def in_paragraphs(typed: str | None) -> str:
    """What was typed into a field of many lines, whose breaks browsers send each in their way."""
    return (typed or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class Visible:
    """Refuses text with characters that nobody sees, or that reorder what stands around them."""

    def __init__(self, line_breaks: bool = False):
        self.line_breaks = line_breaks

    def __call__(self, _form: Any, field: Field) -> None:
        """Raise the sentence where the field's text is not what it looks like."""
        if hidden_characters(field.data or "", self.line_breaks):
            raise ValidationError(
                gettext("This text has characters that cannot be shown. Please type it anew.")
            )


def require_address(_form: Any, field: Field) -> None:
    """Raise a sentence where the field holds no e-mail address."""
    if email_address(field.data or "") is None:
        raise ValidationError(
            gettext("Enter an e-mail address in the correct form, like name@example.org.")
        )


class PressForm(BaseForm):
    """A button, and the token that says a person pressed it."""

    def is_fresh(self) -> bool:
        """Whether its page was not open for too long; where it was, the next page says so."""
        if self.validate():
            return True
        flash(gettext("The page was open for too long. Please press the button again."), "warning")
        return False


class AddressForm(BaseForm):
    """An e-mail address, and nothing else."""

    email = StringField(
        _l("E-mail address"),
        filters=[trimmed],
        validators=[InputRequired(_l("Enter your e-mail address.")), require_address],
    )

    @property
    def address(self) -> str:
        """The address as it identifies a person; only after the form was found valid."""
        return email_address(str(self.email.data)) or ""


def say(refusal: Refusal) -> str:
    """The sentence of a refusal, in the page's language."""
    return str(gettext(refusal.sentence, **refusal.values))


def refuse(field: Field, refusal: Refusal) -> None:
    """Put the sentence of a refusal beside the field that it is about."""
    field.errors = [*field.errors, say(refusal)]


def refuse_what_no_pdf_shows(fields: Sequence[Field]) -> None:
    """Whoever types it is to find it, not those who open a file with it in a PDF program.

    Where something is typed, this runs a process for a tenth of a second.
    """
    typed = [field for field in fields if field.data]
    if not typed:
        return
    try:
        require_drawable(field.data for field in typed)
    except TextCannotBeDrawn as refusal:
        part = str(refusal.values["text"])
        for field in [one for one in typed if part in one.data] or typed[:1]:
            refuse(field, refusal)


class OptionsWidget:
    """A ``<select>`` whose long list of options is text made once for each language."""

    def __init__(self, options: Callable[[str, str], Markup]):
        self.options = options

    def __call__(self, field: Field, **attributes: Any) -> Markup:
        """The HTML of the field, with its value selected."""
        attributes.setdefault("id", field.id)
        if field.flags.required:
            attributes.setdefault("required", True)
        return Markup("<select {}>{}</select>").format(
            Markup(html_params(name=field.name, **attributes)),
            self.options(field.data or "", current_language()),
        )

    def label_of(self, value: str) -> str:
        """The words that stand for ``value`` in the list; the value where it is not in it."""
        chosen = re.search(r" selected>([^<]*)<", self.options(value, current_language()))
        return Markup(chosen.group(1)).unescape() if chosen else value


def select_option(options: Markup, value: str) -> Markup:
    """``options`` with the one of ``value`` selected, if it is there."""
    marker = Markup('value="{}"').format(value)
    return options.replace(marker, marker + Markup(" selected"), 1)
