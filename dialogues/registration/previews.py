"""What a change of a session would do, for its confirmation page.

A fixed number of statements, however many people have registered.
"""

from dataclasses import dataclass

from dialogues.programme import labels, service
from dialogues.programme.confirming import SessionShown, shown
from dialogues.programme.effects import Effect, preview
from dialogues.programme.models import DialogueSession
from dialogues.programme.plans import SessionPlan
from dialogues.programme.queries import open_twins, sessions_at_once_with
from dialogues.registration import queries
from dialogues.registration.consequences import (
    Clash,
    InZone,
    LostLanguage,
    Span,
    Twin,
    in_zones,
    lost_languages,
)
from dialogues.support import clock
from dialogues.web.addresses import current_language


@dataclass(frozen=True)
class RevisionPreview:
    """What a revision would do, as its confirmation page shows it."""

    before: SessionShown
    after: SessionShown
    effect: Effect[SessionShown | None]
    """Without a mail about a new join link."""
    link_mails: int | None
    """How many people a mail about a new join link goes to; None where there is none to tell."""
    in_zones: list[InZone]
    lost: list[LostLanguage]
    clashes: list[Clash]

    @property
    def changes(self) -> list[labels.Changed]:
        """What each field is called, with its two values."""
        return labels.changed(self.before.record, self.after.record)


def preview_revision(session: DialogueSession, plan: SessionPlan) -> RevisionPreview | None:
    """What follows if ``session`` becomes what ``plan`` says; None where it is that already."""
    before = shown(session)

    def revise(tell: bool) -> SessionShown | None:
        return shown(session) if service.revise_session(session, plan, tell=tell) else None

    effect = preview(lambda: revise(tell=False))
    after = effect.result
    if after is None:
        return None
    listeners = queries.listeners(session.id)
    has_moved = (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)
    return RevisionPreview(
        before,
        after,
        effect,
        link_mails=(
            (effect.mails or preview(lambda: revise(tell=True)).mails)
            if after.join_url and after.join_url != before.join_url
            else None
        ),
        in_zones=in_zones(listeners, before, after, current_language()) if has_moved else [],
        lost=lost_languages(listeners, before, after, twins_of(session)),
        clashes=clashes_of(session, after) if has_moved else [],
    )


def twins_of(session: DialogueSession) -> list[Twin]:
    """The open twins of a session, and which of them are full."""
    twins = open_twins(session, clock.now())
    taken = queries.confirmed_counts(twin.id for twin in twins)
    return [
        Twin(twin, is_full=twin.capacity is not None and taken[twin.id] >= twin.capacity)
        for twin in twins
    ]


def clashes_of(session: DialogueSession, span: Span) -> list[Clash]:
    """What else takes place during ``span``, and how many have a seat in ``session`` too.

    Nobody has in two of one Dialogue: who does while one is cancelled yields when it is not.
    """
    others = sessions_at_once_with(session, span.starts_at, span.ends_at)
    elsewhere = [other.id for other in others if other.dialogue_id != session.dialogue_id]
    seats = queries.seats_in_both(session.id, elsewhere)
    return [Clash(other, seats.get(other.id, 0)) for other in others]
