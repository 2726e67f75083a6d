"""The shape of an agenda as it is typed, and lines of it that are added, removed and moved."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField

from dialogues.languages.rules import LANGUAGES
from dialogues.programme import agenda
from dialogues.programme.agenda import PlannedItem
from dialogues.programme.agenda_labels import KINDS
from dialogues.programme.agenda_refusals import MinutesAreUnclear
from dialogues.programme.agenda_times import measure, minutes_after, typed_time
from dialogues.programme.models import AgendaKind, Dialogue, DialogueSession
from dialogues.support.refusals import Refusal
from dialogues.web.forms import (
    BaseForm,
    SelectChoice,
    on_one_line,
    on_one_line_of_prose,
    refuse,
    refuse_what_no_pdf_shows,
)

Line = dict[str, Any]
"""What was typed of one item, by field."""


class LineForm(BaseForm):
    """One item: when, where, and in each language its title and who speaks."""

    class Meta(BaseForm.Meta):
        """A part of a form that has the token against forgery."""

        csrf = False

    start = StringField(_l("Starts at"), filters=[on_one_line])
    minutes = StringField(_l("Minutes"), filters=[on_one_line])
    kind = SelectField(
        _l("Kind"),
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
        validate_choice=False,
    )
    link = StringField(_l("Link"), filters=[on_one_line])

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed but when: such a line is no item yet."""
        return not any(f.data for f in self if f.short_name not in ("start", "minutes", "kind"))

    @property
    def words(self) -> list[StringField]:
        """The fields with what stands on the agenda's PDF in some language."""
        return [self[f"{name}_{code}"] for code in LANGUAGES for name in ("title", "speakers")]

    def item(self, session: DialogueSession | None) -> PlannedItem | None:
        """What is planned, on the clocks of ``session``; None where a field cannot be read."""
        start, minutes = self._start(session), self._minutes()
        if start is None or minutes is None:
            return None
        typed = {
            code: (self[f"title_{code}"].data, self[f"speakers_{code}"].data) for code in LANGUAGES
        }
        texts = {code: text for code, text in typed.items() if any(text)}
        return PlannedItem(start, minutes, self.kind.data or "", self.link.data or None, texts)

    def span(self, session: DialogueSession | None) -> tuple[int, int] | None:
        """Start and length in minutes, or None where they cannot be read."""
        try:
            return minutes_after(self.start.data or "", session), int(self.minutes.data or "")
        except (Refusal, ValueError):
            return None

    def _start(self, session: DialogueSession | None) -> int | None:
        try:
            return minutes_after(self.start.data or "", session)
        except Refusal as refusal:
            refuse(self.start, refusal)
            return None

    def _minutes(self) -> int | None:
        if (self.minutes.data or "").isdecimal():
            return int(self.minutes.data or "")
        refuse(self.minutes, MinutesAreUnclear())
        return None


for _code in LANGUAGES:
    setattr(LineForm, f"title_{_code}", StringField(_l("Title"), filters=[on_one_line_of_prose]))
    setattr(
        LineForm, f"speakers_{_code}", StringField(_l("Speakers"), filters=[on_one_line_of_prose])
    )


class AgendaForm(BaseForm):
    """The agenda of a Dialogue, line by line."""

    lines = FieldList(FormField(LineForm))
    base = HiddenField()
    """The version of the agenda that was on the page when it was opened."""
    tell = BooleanField(_l("Mail everybody who is registered"))

    def items(self, dialogue: Dialogue) -> list[PlannedItem] | None:
        """What is planned, without empty lines; None where a field is wrong, which then says so."""
        session = measure(dialogue)
        typed = [line.form for line in self.lines if not line.form.is_empty]
        read = [line.item(session) for line in typed]
        items = [item for item in read if item]
        if len(items) == len(typed):
            most = agenda.shortest_session(dialogue)
            for place, field, refusal in agenda.problems(items, dialogue.source_language, most):
                refuse(typed[place][field], refusal)
        refuse_what_no_pdf_shows([field for line in typed for field in line.words])
        # WTForms looked before there was anything to find.
        errors = [line.errors for line in self.lines]
        self.lines.errors = errors if any(errors) else []
        return None if self.lines.errors else items

    def rearranged(self, action: str, dialogue: Dialogue) -> list[Line] | None:
        """The lines after a button beside them was pressed; None where ``action`` is none."""
        what, _hyphen, number = action.partition("-")
        lines, session = [line_of(line.form) for line in self.lines], measure(dialogue)
        if what == "add":
            spans = [line.form.span(session) for line in self.lines]
            end = max((sum(span) for span in spans if span), default=0)
            return [*lines, {"start": typed_time(end, session), "kind": AgendaKind.PLENARY.value}]
        place = int(number) if number.isdecimal() else -1
        if what == "remove" and 0 <= place < len(lines):
            return lines[:place] + lines[place + 1 :]
        first = place - 1 if what == "up" else place
        if what in ("up", "down") and 0 <= first < len(lines) - 1:
            self._exchange(lines, first, session)
            return lines
        return None

    def _exchange(self, lines: list[Line], first: int, session: DialogueSession | None) -> None:
        spans = [self.lines[place].form.span(session) for place in (first, first + 1)]
        lines[first], lines[first + 1] = lines[first + 1], lines[first]
        if spans[0] and spans[1]:
            for line, (start, _minutes) in zip(
                lines[first:], agenda.exchanged(spans[0], spans[1]), strict=False
            ):
                line["start"] = typed_time(start, session)


def line_of(form: LineForm) -> Line:
    """What is typed in a line, by field."""
    return {field.short_name: field.data for field in form}


def lines_of(items: Sequence[PlannedItem], dialogue: Dialogue) -> list[Line]:
    """An agenda as lines to type over."""
    session = measure(dialogue)
    return [
        {
            "start": typed_time(item.starts_after, session),
            "minutes": str(item.minutes),
            "kind": item.kind,
            "link": item.link or "",
            **{f"title_{code}": title for code, (title, _speakers) in item.texts.items()},
            **{f"speakers_{code}": speakers for code, (_title, speakers) in item.texts.items()},
        }
        for item in items
    ]
