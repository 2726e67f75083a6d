"""The base of all forms."""

import re
from collections.abc import Callable
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import g
from flask_babel import gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field
from wtforms.widgets import html_params

from dialogues.support.refusals import Refusal
from dialogues.web.addresses import current_language
from dialogues.web.retold import RETOLD


class _Translations:
    """WTForms' own sentences, retold in this project's."""

    def gettext(self, string: str) -> str:
        return str(gettext(RETOLD.get(string, string)))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with a token against forgery, whose sentences are in the page's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
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


def say(refusal: Refusal) -> str:
    """The sentence of a refusal, in the page's language."""
    return str(gettext(refusal.sentence, **refusal.values))


def refuse(field: Field, refusal: Refusal) -> None:
    """Put the sentence of a refusal beside the field that it is about."""
    field.errors = [*field.errors, say(refusal)]


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


def email_address(text: str) -> str | None:
    """An address trimmed and case-folded, as it identifies a person; None if it is not one."""
    try:
        found = validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False
        ).ascii_email
    except EmailNotValidError:
        return None
    return found.casefold() if found else None
