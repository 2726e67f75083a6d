"""A letter: what a mail says, written once and shown as text and as HTML."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flask import current_app, g
from flask_babel import gettext as _

from dialogues.outbox.composing import Mail

if TYPE_CHECKING:
    from css_inline import CSSInliner


@dataclass(frozen=True)
class Letter:
    """The parts of a mail in reading order; all are plain text in the recipient's language."""

    subject: str
    opening: tuple[str, ...]
    """Paragraphs; the first says what happened."""
    facts: tuple[tuple[str, str], ...] = ()
    """Labels and values."""
    button: tuple[str, str] | None = None
    """What pressing it does, and its address."""
    closing: tuple[str, ...] = ()

    def to_mail(
        self,
        calendar: bytes | None = None,
        method: str | None = None,
        on_sent: Callable[[], None] | None = None,
        envelope_sender: str | None = None,
    ) -> Mail:
        """The letter as a mail, with its calendar part where there is one."""
        text, html = written("letter", letter=self)
        return Mail(
            subject=self.subject,
            text=text,
            html=html,
            sender_name=sender_name(),
            envelope_sender=envelope_sender,
            calendar=calendar,
            method=method,
            on_sent=on_sent,
        )


def written(name: str, **values: object) -> tuple[str, str]:
    """A mail as text and as HTML, by its two templates, in ``g.language``."""
    # Past the context processors, which are about visitors and their sessions.
    text, html = (
        current_app.jinja_env.get_template(f"mail/{name}.{kind}").render(
            language=g.language, **values
        )
        for kind in ("txt", "html")
    )
    return text, _inliner().inline(html)


def sender_name() -> str:
    """The name that mails come from."""
    return str(_("Food Systems Solutions Dialogues"))


@cache
def _inliner() -> "CSSInliner":
    # Here, as the worker composes mails, and a web process would hold it in memory for nothing.
    import css_inline

    return css_inline.CSSInliner(load_remote_stylesheets=False)
