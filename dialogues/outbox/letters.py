"""A letter: what a mail says, written once and shown as text and as HTML."""

from collections.abc import Callable
from dataclasses import dataclass

from dialogues.outbox.delivery import Mail, render


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
        sender_name: str,
        calendar: bytes | None = None,
        method: str | None = None,
        on_sent: Callable[[], None] | None = None,
    ) -> Mail:
        """The letter as a mail, with its calendar part where there is one."""
        text, html = render("letter", letter=self)
        return Mail(
            subject=self.subject,
            text=text,
            html=html,
            sender_name=sender_name,
            calendar=calendar,
            method=method,
            on_sent=on_sent,
        )
