"""The shape of what editors type into a note."""

from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.widgets import HiddenInput

from dialogues.programme.forms import ThemesForm
from dialogues.summaries.labels import KINDS
from dialogues.summaries.models import SectionKind
from dialogues.summaries.rules import Words, body_problem, heading_problem
from dialogues.web.forms import BaseForm, SelectChoice, in_paragraphs, on_one_line_of_prose, refuse

_HIGHEST = 2**31 - 1
"""What databases count to."""
TEMPLATE = tuple(kind for kind in SectionKind if kind not in (SectionKind.TITLE, SectionKind.OTHER))
"""The sections that a note begins with (DESIGN 9), where its editor does not say otherwise."""


class StartForm(BaseForm):
    """The title of a new note, and the headings of the sections that it begins with."""

    title = StringField(_l("Title of the note"), filters=[on_one_line_of_prose])

    def headings(self) -> dict[SectionKind, Any]:
        """The fields of the headings, by kind of section."""
        return {kind: self[f"heading_{kind.value}"] for kind in TEMPLATE}

    def is_fine(self) -> bool:
        """Whether nothing is wrong; what is, the fields say."""
        is_valid = self.validate()
        for field in (self.title, *self.headings().values()):
            if problem := heading_problem(field.data or ""):
                refuse(field, problem)
        return bool(is_valid and not self.errors)


for _kind in TEMPLATE:
    setattr(
        StartForm,
        f"heading_{_kind.value}",
        StringField(cast(str, KINDS[_kind]), filters=[on_one_line_of_prose]),
    )


class AddForm(BaseForm):
    """One more section."""

    kind = SelectField(
        _l("What it is about"),
        choices=[SelectChoice(kind.value, KINDS[kind]) for kind in (SectionKind.OTHER, *TEMPLATE)],
    )
    heading = StringField(_l("Heading"), filters=[on_one_line_of_prose])

    def is_fine(self) -> bool:
        """Whether nothing is wrong; what is, the fields say."""
        is_valid = self.validate()
        if problem := heading_problem(self.heading.data or ""):
            refuse(self.heading, problem)
        return bool(is_valid and not self.errors)


class TextForm(BaseForm):
    """A section in one language, and on top of what it was written."""

    heading = StringField(_l("Heading"), filters=[on_one_line_of_prose])
    body = TextAreaField(_l("Text"), filters=[in_paragraphs])
    base = IntegerField(widget=HiddenInput())
    """The version on top of which it was written; 0 for none."""
    kept = IntegerField(widget=HiddenInput())
    """The id of what the writer had kept aside before, and goes on with; 0 for none."""

    @property
    def words(self) -> Words:
        """What was typed."""
        return Words(self.heading.data or "", self.body.data or "")

    def number(self, name: str) -> int:
        """What a hidden field says; 0 where no page of ours would have written it."""
        found = self[name].data
        return found if isinstance(found, int) and 0 < found < _HIGHEST else 0

    def is_fine(self) -> bool:
        """Whether nothing is wrong; what is, the fields say."""
        is_valid = self.validate()
        for field, problem in (
            (self.heading, heading_problem(self.words.heading)),
            (self.body, body_problem(self.words.body)),
        ):
            if problem:
                refuse(field, problem)
        return bool(is_valid and not self.errors)


class SectionForm(TextForm, ThemesForm):
    """A section in the note's source language, with its themes."""

    writes_itself = BooleanField(
        _l("After this text, say what the programme says of the next Dialogue")
    )
