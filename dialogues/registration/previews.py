"""What a change of a session would do, for its confirmation page.

A fixed number of statements, however many people have registered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from dialogues.programme import labels, service
from dialogues.programme.confirming import SessionShown, shown
from dialogues.programme.effects import Effect, preview
from dialogues.programme.models import DialogueSession
from dialogues.programme.plans import SessionPlan
from dialogues.programme.queries import open_twins, sessions_at_once_with
from dialogues.registration import queries, seats
from dialogues.registration.consequences import (
    Clash,
    InZone,
    LostLanguage,
    Span,
    Twin,
    in_zones,
    lost_languages,
)
from dialogues.registration.figures_queries import (
    Standing,
    figures_of,
    last_change,
    promotions_since,
)
from dialogues.support import clock
from dialogues.web.addresses import current_language

T = TypeVar("T")


@dataclass(frozen=True)
class SeatsPreview:
    """What a revision means to those who have a seat, wait for one, or wait for approval."""

    figures: Standing
    """Before the revision."""
    capacity: int | None
    """After it."""
    promoted: int
    is_open: bool
    """Whether people can register after it, and those who wait be promoted."""

    @property
    def to_leave(self) -> int:
        """How many have to leave before the next is promoted; 0 where no more have seats than fit.

        The last of them frees a seat.
        """
        above = self.figures.confirmed - self.capacity if self.capacity is not None else 0
        return above + 1 if above > 0 else 0


@dataclass(frozen=True)
class _Revised:
    shown: SessionShown
    promoted: int
    is_open: bool


@dataclass(frozen=True)
class RevisionPreview:
    """What a revision would do, as its confirmation page shows it."""

    before: SessionShown
    after: SessionShown
    effect: Effect[Any]
    """Without a mail about a new join link."""
    link_mails: int | None
    """How many people a mail about a new join link goes to; None where there is none to tell."""
    in_zones: list[InZone]
    lost: list[LostLanguage]
    clashes: list[Clash]
    seats: SeatsPreview

    @property
    def changes(self) -> list[labels.Changed]:
        """What each field is called, with its two values."""
        return labels.changed(self.before.record, self.after.record)


def preview_revision(session: DialogueSession, plan: SessionPlan) -> RevisionPreview | None:
    """What follows if ``session`` becomes what ``plan`` says; None where it is that already."""
    before = shown(session)

    def revise(tell: bool) -> _Revised | None:
        is_changed, promoted = promoting(
            session, lambda: service.revise_session(session, plan, tell=tell)
        )
        if not is_changed:
            return None
        return _Revised(shown(session), promoted, seats.takes_registrations(session))

    effect = preview(lambda: revise(tell=False))
    if effect.result is None:
        return None
    after, figures = effect.result.shown, figures_of([session.id])[session.id]
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
        seats=SeatsPreview(figures, after.capacity, effect.result.promoted, effect.result.is_open),
    )


def promoting(session: DialogueSession, verb: Callable[[], T]) -> tuple[T, int]:
    """Carry out ``verb`` on a locked session; what it gives, and how many it promoted in it."""
    change = last_change()
    return verb(), promotions_since(session.id, change)


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
