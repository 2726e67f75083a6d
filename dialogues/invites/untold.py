"""What a recipient has not been told yet, and what there is to say of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.interpretation.rules import is_offered
from dialogues.invites.causes import Cause, Reason, Span
from dialogues.invites.models import Entry
from dialogues.outbox.models import OutboxMail
from dialogues.programme.facts import Change

News = tuple[str, str]
"""A subject, and the sentence that it stands for."""

Topic = Reason | Change

_MEMBERSHIP = (
    Reason.REGISTERED,
    Reason.RETURNED,
    Reason.PROMOTED,
    Reason.APPROVED,
    Reason.ADDED,
    Reason.SWAPPED,
    Reason.MOVED,
)


@dataclass(frozen=True)
class Untold:
    """An entry, why mails about it were owed that were not sent yet, and the mail to be sent."""

    entry: Entry
    causes: Sequence[Cause]
    row: OutboxMail

    @property
    def title(self) -> str:
        """Of the Dialogue, in the reader's language."""
        return self.entry.session.dialogue.text(self.row.language).title

    @property
    def topics(self) -> set[Topic]:
        """All that there may be something to say of."""
        reasons: set[Topic] = {cause.reason for cause in self.causes}
        changes = {change for cause in self.causes for change in cause.changes}
        return reasons | changes | ({Change.TIME} if self.moves else set())

    @property
    def memberships(self) -> list[Reason]:
        """How the reader has come to the seat, where that was not told yet."""
        return [cause.reason for cause in self.causes if cause.reason in _MEMBERSHIP]

    @property
    def moves(self) -> list[tuple[Span, Cause]]:
        """What may have moved the session, each with the instants of before."""
        return [(cause.span, cause) for cause in self.causes if cause.moves and cause.span]

    @property
    def has_no_language(self) -> bool:
        """Whether the reader's listening language is not offered any more."""
        return not is_offered(self.entry.registration.listening_language, self.entry.session)
