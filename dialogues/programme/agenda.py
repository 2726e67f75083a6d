"""An agenda as plain values: what may stand on it, its version, and items that change places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from dialogues.programme import agenda_refusals, refusals, rules
from dialogues.programme.models import AgendaItem, AgendaKind, AgendaText, Dialogue, Status
from dialogues.support.codes import fingerprint
from dialogues.support.refusals import Refusal


class Spanned(Protocol):
    """What has a place on an agenda."""

    @property
    def starts_after(self) -> int:
        """Minutes from the start of a session."""

    @property
    def minutes(self) -> int:
        """How long it takes."""


@dataclass(frozen=True)
class PlannedItem:
    """One item as it is meant, with (title, speakers) by language. Times are minutes."""

    starts_after: int
    minutes: int
    kind: str
    link: str | None
    texts: Mapping[str, tuple[str, str]]


class Problem(NamedTuple):
    """What is wrong: with which item, counted from 0, and which of its fields."""

    place: int
    field: str
    refusal: Refusal


def length_of(items: Iterable[Spanned]) -> int:
    """Minutes from the start of a session to the end of its agenda; 0 for an empty one."""
    return max((item.starts_after + item.minutes for item in items), default=0)


def shortest_session(dialogue: Dialogue) -> int | None:
    """The minutes of the shortest session that is not cancelled, or None where there is none."""
    lengths = [one.minutes for one in dialogue.sessions if one.status is not Status.CANCELLED]
    return min(lengths, default=None)


def problems(items: Sequence[PlannedItem], language: str, most: int | None) -> list[Problem]:
    """Everything that cannot be on an agenda, with why; empty for a good one.

    ``language`` is the one in which each item has a title; ``most`` the minutes of the shortest
    session, or None where there is no session.
    """
    found = [
        Problem(place, field, refusal)
        for place, item in enumerate(items)
        for field, refusal in _problems_of(item, language, most or rules.MINUTES[1])
    ]
    return [*found, *_overlaps(items, language)]


def _problems_of(item: PlannedItem, language: str, most: int) -> Iterator[tuple[str, Refusal]]:
    if item.starts_after < 0:
        yield "start", agenda_refusals.StartIsUnclear()
    if item.minutes < 1:
        yield "minutes", agenda_refusals.MinutesAreUnclear()
    if (end := item.starts_after + item.minutes) > most:
        wrong = "minutes" if item.starts_after < most else "start"
        yield wrong, agenda_refusals.ItemDoesNotFit(end=end, minutes=most)
    if item.kind not in {*AgendaKind}:
        yield "kind", agenda_refusals.KindIsUnknown()
    if problem := rules.join_url_problem(item.link):
        is_no_link = isinstance(problem, refusals.JoinLinkIsNotWeb)
        yield "link", agenda_refusals.LinkIsNotWeb() if is_no_link else problem
    if language not in item.texts:
        yield f"title_{language}", agenda_refusals.ItemHasNoTitle()
    for code, (title, speakers) in item.texts.items():
        if problem := rules.language_problem(code):
            yield f"title_{language}", problem
        elif not title:
            yield f"title_{code}", refusals.TitleIsMissing()
        elif problem := rules.text_problem(title, "title"):
            yield f"title_{code}", problem
        if problem := rules.text_problem(speakers, "speakers"):
            yield f"speakers_{code}", problem


def _overlaps(items: Sequence[PlannedItem], language: str) -> Iterator[Problem]:
    last: PlannedItem | None = None
    last_alone: PlannedItem | None = None
    for place, item in sorted(enumerate(items), key=lambda one: one[1].starts_after):
        is_breakout = item.kind == AgendaKind.BREAKOUT
        before = last_alone if is_breakout else last
        if before and item.starts_after < length_of([before]):
            title = before.texts.get(language, ("", ""))[0]
            yield Problem(place, "start", agenda_refusals.ItemsOverlap(title=title))
        if last is None or length_of([item]) > length_of([last]):
            last = item
        if not is_breakout and (last_alone is None or length_of([item]) > length_of([last_alone])):
            last_alone = item


def planned(dialogue: Dialogue) -> list[PlannedItem]:
    """The agenda of a Dialogue as it is now."""
    return [
        PlannedItem(
            item.starts_after,
            item.minutes,
            item.kind.value,
            item.link,
            {code: (text.title, text.speakers) for code, text in sorted(item.texts.items())},
        )
        for item in dialogue.agenda
    ]


def in_order(items: Iterable[PlannedItem]) -> list[PlannedItem]:
    """Items by start; those that begin together stay in their order."""
    return sorted(items, key=lambda item: item.starts_after)


def rows(items: Iterable[PlannedItem]) -> list[AgendaItem]:
    """New rows of planned items, in their order."""
    return [
        AgendaItem(
            position=position,
            starts_after=item.starts_after,
            minutes=item.minutes,
            kind=AgendaKind(item.kind),
            link=item.link,
            texts={
                code: AgendaText(language=code, title=title, speakers=speakers)
                for code, (title, speakers) in item.texts.items()
            },
        )
        for position, item in enumerate(items)
    ]


def record(items: Iterable[PlannedItem]) -> list[dict[str, Any]]:
    """An agenda for the history of changes."""
    return [
        {
            "starts_after": item.starts_after,
            "minutes": item.minutes,
            "kind": item.kind,
            "link": item.link,
            "texts": {code: list(text) for code, text in sorted(item.texts.items())},
        }
        for item in items
    ]


def from_record(stored: Iterable[Mapping[str, Any]]) -> list[PlannedItem]:
    """The agenda that the history of changes keeps."""
    return [
        PlannedItem(
            item["starts_after"],
            item["minutes"],
            item["kind"],
            item["link"],
            {code: (title, speakers) for code, (title, speakers) in item["texts"].items()},
        )
        for item in stored
    ]


def version(items: Iterable[PlannedItem]) -> str:
    """The same for the same agenda, and for no other."""
    return fingerprint(record(items))


def exchanged(
    first: tuple[int, int], second: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Start and length of two neighbours, the later one first from now on.

    Together they take the time that they took; what begins together goes on doing so.
    """
    (start, minutes), (next_start, next_minutes) = first, second
    if start == next_start:
        return second, first
    pause = max(0, next_start - start - minutes)
    return (start, next_minutes), (start + next_minutes + pause, minutes)
