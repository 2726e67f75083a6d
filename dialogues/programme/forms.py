"""The shape of what organisers type: Dialogues, sessions, files."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FileField,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from dialogues.languages.rules import LANGUAGES
from dialogues.programme import rules
from dialogues.programme.plans import (
    DialoguePlan,
    SessionPlan,
    dialogue_problems,
    session_problems,
    timing,
)
from dialogues.programme.refusals import DateIsOutOfRange
from dialogues.programme.sitting_forms import (
    SittingForm,
    WholeDate,
    WholeNumber,
)
from dialogues.programme.theme_labels import THEMES
from dialogues.programme.themes import in_order
from dialogues.support import zones
from dialogues.support.refusals import Refusal
from dialogues.web.forms import (
    LANGUAGE_CHOICES,
    BaseForm,
    SelectChoice,
    in_paragraphs,
    on_one_line,
    on_one_line_of_prose,
    refuse,
    say,
)


class WhenForm(BaseForm):
    """What sittings share: the day, the zone, the length."""

    date = WholeDate(
        _l("Date"),
        sentence=_l("Give a date, such as 2026-07-27."),
        validators=[InputRequired(_l("Give the date."))],
    )
    zone = StringField(
        _l("Time zone"),
        filters=[on_one_line],
        validators=[InputRequired(_l("Give the time zone, such as Europe/Rome."))],
    )
    minutes = WholeNumber(
        _l("Minutes"),
        sentence=_l("Give the length in minutes as a whole number."),
        validators=[InputRequired(_l("Give the length in minutes."))],
    )

    def plan_of(self, sitting: SittingForm) -> SessionPlan | None:
        """The plan of a sitting; None where a field is wrong, which then says so."""
        date, minutes, start = self.date.data, self.minutes.data, sitting.start.data
        if not (date and start and self.zone.data) or minutes is None or sitting.errors:
            return None
        plan = SessionPlan(
            local_start=dt.datetime.combine(date, start),
            fold=sitting.fold,
            zone=self.zone.data,
            minutes=minutes,
            floor_language=sitting.floor_language.data or "",
            interpretation=sitting.interpreted,
            capacity=sitting.capacity.data,
            join_url=sitting.join_url.data or None,
            reminders=tuple(sitting.reminders.data or ()),
            alarm_minutes=sitting.alarm_minutes.data,
            short_link=sitting.short_link.data or None,
            admission=sitting.admission.data,
            categories=rules.in_order(sitting.categories.data or ()),
            local_registration_opens=sitting.registration_opens.data,
            local_registration_closes=sitting.registration_closes.data,
        )
        self.offer_both_times(sitting)
        problems = session_problems(plan)
        for name, problem in problems.items():
            _refuse_once(self._field(name, problem, sitting), problem)
        return None if problems else plan

    def offer_both_times(self, sitting: SittingForm) -> None:
        """Where the wall time happens twice, offer its two instants to choose from."""
        date, start, zone = self.date.data, sitting.start.data, self.zone.data
        if not (date and start and zone and zones.is_known(zone)) or rules.date_problem(date):
            return
        try:
            timing(dt.datetime.combine(date, start), None, zone, 0)
        except zones.LocalTimeIsAmbiguous as repeated:
            first, second = (f"{at:%H:%M}" for at in repeated.candidates)
            sitting.again.choices = [
                SelectChoice("0", _("The first, at %(time)s UTC", time=first)),
                SelectChoice("1", _("The second, at %(time)s UTC", time=second)),
            ]
        except zones.LocalTimeDoesNotExist:
            return

    def refuse_short_link(self, refusal: Refusal) -> None:
        """Put a refusal beside the last sitting with the short link that it is about."""
        slug = rules.folded(str(refusal.values.get("slug", "")))
        sittings = [field.form for field in self if isinstance(field, FormField)]
        named = [part for part in sittings if rules.folded(part.short_link.data or "") == slug]
        refuse((named or sittings)[-1].short_link, refusal)

    def _field(self, name: str, problem: Refusal, sitting: SittingForm) -> Field:
        if name == "local_start" and isinstance(problem, DateIsOutOfRange):
            return self.date
        place = self if name in ("zone", "minutes") else sitting
        field: Field = place[name.removeprefix("local_")]
        return field


class SessionForm(WhenForm):
    """One session: to add, or to change."""

    sitting = FormField(SittingForm)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether there is a plan; ``plan`` holds it."""
        is_valid = super().validate(extra_validators)
        if self.sitting.form.start.data is None and not self.sitting.form.start.errors:
            self.sitting.form.start.errors = [_("Give the time at which the session starts.")]
        self.plan = self.plan_of(self.sitting.form)
        return is_valid and self.plan is not None


class TextsForm(BaseForm):
    """Title and description of a Dialogue, in one to six languages."""

    source_language = SelectField(
        _l("Written first in"), choices=LANGUAGE_CHOICES, validate_choice=False
    )

    def texts_plan(self) -> DialoguePlan | None:
        """The plan of the texts; None where a field is wrong, which then says so."""
        typed = {
            code: (self[f"title_{code}"].data, self[f"description_{code}"].data)
            for code in LANGUAGES
        }
        texts = {code: text for code, text in typed.items() if any(text)}
        several = "allows_several" in self and bool(self["allows_several"].data)
        themes = in_order(self["themes"].data or ()) if "themes" in self else ()
        source = self.source_language.data or ""
        plan = DialoguePlan(source, texts, allows_several=several, themes=themes)
        problems = dialogue_problems(plan)
        for name, problem in problems.items():
            _refuse_once(self[name], problem)
        return None if problems else plan

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether there is a plan; ``texts`` holds it."""
        is_valid = bool(super().validate(extra_validators))
        self.texts = self.texts_plan()
        return is_valid and self.texts is not None


for _code in LANGUAGES:
    setattr(TextsForm, f"title_{_code}", StringField(_l("Title"), filters=[on_one_line_of_prose]))
    setattr(
        TextsForm,
        f"description_{_code}",
        TextAreaField(_l("Description"), filters=[in_paragraphs]),
    )


class TextsEditForm(TextsForm):
    """The texts of a Dialogue that people may have registered for."""

    tell = BooleanField(_l("Mail everybody who is registered"))


class ThemesForm(BaseForm):
    """What a Dialogue is about."""

    themes = SelectMultipleField(
        _l("Themes"),
        choices=[SelectChoice(theme.value, label) for theme, label in THEMES.items()],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class DialogueForm(TextsForm, ThemesForm, WhenForm):
    """A new Dialogue with one session, or two identical ones on one day."""

    allows_several = BooleanField(_l("One person may come to more than one of the sessions"))

    first = FormField(SittingForm)
    second = FormField(SittingForm)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether there are plans; ``texts`` and ``plans`` hold them."""
        is_valid = super().validate(extra_validators)
        first = self.first.form
        if first.start.data is None and not first.start.errors:
            first.start.errors = [_("Give the time at which the session starts.")]
        wanted = [part.form for part in (self.first, self.second) if part.form.start.raw_data]
        sittings = [part for part in wanted if part.start.data or part.start.errors]
        found = [self.plan_of(sitting) for sitting in sittings]
        self.plans = [plan for plan in found if plan]
        return is_valid and bool(found) and len(self.plans) == len(found)


class ImportForm(BaseForm):
    """A spreadsheet to look at before it is carried out."""

    class Meta(BaseForm.Meta):
        file_fields = ("file",)

    file = FileField(_l("Spreadsheet (CSV or XLSX)"))

    def validate_file(self, field: FileField) -> None:
        """A file must be chosen."""
        if not field.data or not getattr(field.data, "filename", None):
            raise ValidationError(_("Choose a file."))


def _refuse_once(field: Field, problem: Refusal) -> None:
    if say(problem) not in field.errors:
        refuse(field, problem)
