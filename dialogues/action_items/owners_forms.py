"""The shape of an entry of the register of owners."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField

from dialogues.action_items.labels import KINDS as KIND_LABELS
from dialogues.action_items.owner_plans import COLUMNS, KINDS, NAME_COLUMNS, OwnerPlan, problems_of
from dialogues.support.refusals import Refusal
from dialogues.web.forms import (
    LANGUAGE_CHOICES,
    BaseForm,
    SelectChoice,
    on_one_line,
    on_one_line_of_prose,
    refuse,
    trimmed,
)


class OwnerForm(BaseForm):
    """A coalition, an agency or a country."""

    kind = RadioField(
        _l("Kind"),
        choices=[SelectChoice(kind.value, KIND_LABELS[kind]) for kind in KINDS],
        validate_choice=False,
    )
    coordinator = StringField(_l("Coordinator"), filters=[on_one_line])
    email = StringField(_l("E-mail address"), filters=[trimmed])
    website = StringField(_l("Website"), filters=[trimmed])
    language = SelectField(_l("Language of mails"), choices=LANGUAGE_CHOICES, validate_choice=False)
    zone = StringField(_l("Time zone"), filters=[on_one_line])
    key = StringField(_l("Key in spreadsheets"), filters=[on_one_line])
    seen = HiddenField()

    def plan(self, own_key: str) -> OwnerPlan | None:
        """What was typed; None where a field is wrong, which then says so.

        ``own_key`` stands where no key was typed.
        """
        if not self.validate():
            return None
        cells = {column: self[column].data or "" for column in COLUMNS}
        plan = OwnerPlan({**cells, "key": cells["key"] or own_key})
        plan = OwnerPlan({**plan.cells, "email": plan.email or plan.cells["email"]})
        problems = problems_of(plan)
        self.refuse_all(problems)
        return None if problems else plan

    def refuse_all(self, problems: Mapping[str, Refusal]) -> None:
        """Put refusals beside the fields that they are about."""
        for column, problem in problems.items():
            refuse(self[column], problem)


for _column in NAME_COLUMNS:
    setattr(
        OwnerForm, _column, StringField(_l("Name of the owner"), filters=[on_one_line_of_prose])
    )
