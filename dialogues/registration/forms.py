"""The shape of what registrants type."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from dialogues.languages import countries, spoken
from dialogues.languages.rules import ENDONYMS
from dialogues.languages.times import city_name, zone_country
from dialogues.people.categories import CATEGORIES
from dialogues.people.rules import Category
from dialogues.registration.application import Application
from dialogues.support import zones
from dialogues.support.addresses import email_address
from dialogues.web.forms import (
    BaseForm,
    OptionsWidget,
    SelectChoice,
    Visible,
    on_one_line,
    require_address,
    select_option,
    trimmed,
)
from dialogues.web.timed import TimedForm

NONE_OF_THESE = "none"
"""What is sent for the choice of no channel that is offered."""


def country_options(selected: str, language: str) -> Markup:
    """The countries and areas of UN M49, in the order of a language."""
    return select_option(_all_countries(language), selected)


@cache
def _all_countries(language: str) -> Markup:
    return Markup('<option value=""></option>') + _options(countries.sorted_choices(language))


def zone_options(selected: str, language: str) -> Markup:
    """The common zones by country and city; the first choice is the main zone of one's country."""
    return zone_options_after(_("The main time zone of my country"), selected, language)


def zone_options_after(main: str, selected: str, language: str) -> Markup:
    """The common zones, after ``main``: the words for the main zone of a country."""
    first = Markup('<option value="">{}</option>').format(main)
    options = _all_zones(language)
    if selected and f'value="{selected}"' not in options:
        options = _options([(selected, selected)]) + options
    return first + select_option(options, selected)


@cache
def _all_zones(language: str) -> Markup:
    names = dict(countries.sorted_choices(language))
    rank = {code: number for number, code in enumerate(names)}
    named = []
    for zone in zones.COMMON_ZONES:
        if zone.startswith(("US/", "Canada/")):
            continue  # other names of zones that the list has by their cities
        country, city = zone_country(zone) or "", city_name(zone, language)
        label = f"{names[country]} – {city}" if country in names else city
        named.append((rank.get(country, len(rank)), label, zone))
    return _options([(zone, label) for _rank, label, zone in sorted(named)])


def language_options(selected: str, language: str) -> Markup:
    """The languages that people may need, the six of the United Nations first."""
    return select_option(_all_languages(language), selected)


@cache
def _all_languages(language: str) -> Markup:
    return Markup('<option value=""></option>') + _options(spoken.sorted_choices(language))


def _options(pairs: Iterable[tuple[str, str]]) -> Markup:
    return Markup("").join(
        Markup('<option value="{}">{}</option>').format(value, label) for value, label in pairs
    )


def _category_choices(offered: Iterable[Category]) -> list[SelectChoice]:
    return [
        SelectChoice("", ""),
        *(SelectChoice(one.value, CATEGORIES[one]) for one in offered),
    ]


class RegistrationForm(TimedForm):
    """What a person says of themselves to come to a session."""

    none_of_these = _l("None of these: I would need another language")

    name = StringField(
        _l("Full name"),
        filters=[on_one_line],
        validators=[
            DataRequired(_l("Enter your full name.")),
            Length(max=200, message=_l("Your name must have 200 characters or fewer.")),
            Visible(),
        ],
    )
    email = StringField(
        _l("E-mail address"),
        filters=[trimmed],
        validators=[InputRequired(_l("Enter your e-mail address.")), require_address],
    )
    country = StringField(
        _l("Country or area"),
        widget=OptionsWidget(country_options),
        validators=[InputRequired(_l("Choose your country or area."))],
    )
    category = SelectField(
        _l("You take part as"),
        choices=_category_choices(Category),
        validate_choice=False,
        validators=[InputRequired(_l("Choose in what capacity you take part."))],
    )
    listening_language = RadioField(
        _l("Language you will listen in"),
        validate_choice=False,
        validators=[InputRequired(_l("Choose the language you will listen in."))],
    )
    needed_language = StringField(
        _l("The language you need"), widget=OptionsWidget(language_options)
    )
    organisation = StringField(
        _l("Organisation"),
        filters=[on_one_line],
        validators=[
            Visible(),
            Length(
                max=200,
                message=_l("The organisation must have 200 characters or fewer."),
            ),
        ],
    )
    accessibility = TextAreaField(
        _l("What you need to take part fully"),
        filters=[trimmed],
        validators=[
            Length(max=2000, message=_l("Use 2,000 characters or fewer.")),
            Visible(line_breaks=True),
        ],
    )
    question = TextAreaField(
        _l("A question for the Dialogue"),
        filters=[trimmed],
        validators=[
            Length(max=2000, message=_l("Use 2,000 characters or fewer.")),
            Visible(line_breaks=True),
        ],
    )
    zone = StringField(_l("Your time zone"), widget=OptionsWidget(zone_options))
    wants_news = BooleanField(_l("Tell me of the next Dialogues by e-mail"))
    privacy = BooleanField(
        _l("I have read how my data are used"),
        validators=[InputRequired(_l("Confirm that you have read how your data are used."))],
    )

    def validate_country(self, field: Field) -> None:
        """Only countries and areas of M49."""
        if field.data not in countries.all_codes():
            raise ValidationError(_("Choose your country or area."))

    def validate_category(self, field: Field) -> None:
        """Only known categories; which of them may come is the session's to say."""
        if field.data not in {member.value for member in Category}:
            raise ValidationError(_("Choose in what capacity you take part."))

    def validate_needed_language(self, field: Field) -> None:
        """A language of the list, where none of those offered is chosen."""
        if self.needs_another and field.data not in spoken.codes():
            raise ValidationError(_("Choose the language you need."))

    def validate_zone(self, field: Field) -> None:
        """An IANA zone, or none."""
        if field.data and not zones.is_known(field.data):
            raise ValidationError(_("Choose a time zone from the list."))

    @property
    def needs_another(self) -> bool:
        """Whether the person needs a language that the form does not offer."""
        return str(self.listening_language.data) == NONE_OF_THESE

    @property
    def needed(self) -> str | None:
        """The language that the person needs instead of those offered (BCP 47)."""
        return str(self.needed_language.data) if self.needs_another else None

    def offer(self, categories: Iterable[Category], languages: Collection[str]) -> None:
        """Offer the categories that may come, and the channels of a session or none of them.

        A language that is needed, and is one of these, is chosen.
        """
        self.category.choices = _category_choices(categories)
        none = SelectChoice(NONE_OF_THESE, self.none_of_these)
        self.listening_language.choices = [*_channel_choices(languages), none]
        if self.needed in languages:
            self.listening_language.data = self.needed

    def application(self, language: str) -> Application:
        """What was typed, as values; only after the form was found valid."""
        email = email_address(self.email.data or "")
        assert email is not None
        return Application(
            name=str(self.name.data),
            email=email,
            country=str(self.country.data),
            category=Category(self.category.data),
            listening_language="" if self.needs_another else str(self.listening_language.data),
            needed_language=self.needed,
            language=language,
            zone=self.zone.data or countries.main_zone(str(self.country.data)),
            organisation=self.organisation.data or None,
            accessibility=self.accessibility.data or None,
            question=self.question.data or None,
            wants_news=bool(self.wants_news.data),
        )


class LanguageForm(BaseForm):
    """The choice of another listening language."""

    listening_language = RadioField(
        _l("Language you will listen in"),
        validate_choice=False,
        validators=[InputRequired(_l("Choose the language you will listen in."))],
    )


class SwapForm(BaseForm):
    """The choice of a listening language in another session; the nearest is chosen already."""

    listening_language = RadioField(_l("Language you will listen in"), validate_choice=False)


def offer_languages(field: Any, offered: Iterable[str]) -> None:
    """Let a radio field offer the channels of a session, by their own names."""
    field.choices = _channel_choices(offered)


def _channel_choices(offered: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice(code, ENDONYMS[code]) for code in offered]
