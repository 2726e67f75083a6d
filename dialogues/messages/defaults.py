"""What an announcement says as long as nobody has written another."""

from flask_babel import force_locale
from flask_babel import gettext as _

from dialogues.messages.rules import literally
from dialogues.programme.models import Dialogue

_TITLE = "{title}"


def announcement_texts(dialogue: Dialogue) -> dict[str, tuple[str, str]]:
    """Subject and body in each language that the Dialogue has a text in."""
    texts = {}
    for language, text in dialogue.texts.items():
        with force_locale(language):
            texts[language] = (
                _("You can register: %(title)s", title=_TITLE),
                "\n\n".join(
                    part
                    for part in (
                        _("Dear %(name)s,", name="{name}"),
                        _("The next Dialogue is open for registration: %(title)s", title=_TITLE),
                        literally(text.description.replace("\r\n", "\n").strip()),
                        _("To register, follow the link of the session that suits you:"),
                        "{sessions}",
                    )
                    if part
                ),
            )
    return texts
