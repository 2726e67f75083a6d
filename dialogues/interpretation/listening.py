"""What somebody listens in, in words: also where their session does not offer it any more."""

from flask_babel import gettext as _

from dialogues.interpretation.rules import Offering, is_offered
from dialogues.languages.names import language_name


def listening_sentence(wanted: str, session: Offering, language: str) -> str:
    """As a sentence, in ``language``."""
    name = language_name(wanted, language)
    if is_offered(wanted, session):
        return str(_("You listen in: %(language)s", language=name))
    return str(
        _(
            "Your listening language, %(language)s, is no longer offered in this session. "
            "You can choose another language or another session.",
            language=name,
        )
    )


def listening_fact(wanted: str, session: Offering, language: str) -> tuple[str, str]:
    """As a label and what it says, in ``language``."""
    name = language_name(wanted, language)
    if is_offered(wanted, session):
        return _("You listen in"), name
    return (
        _("Your listening language"),
        _("%(language)s, no longer offered in this session", language=name),
    )
