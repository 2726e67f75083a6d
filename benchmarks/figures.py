"""Medians, spreads and ratios of interleaved rounds, and the table of them."""

import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What several rounds measured."""

    rounds: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    def over(self, other: "Figure") -> "Figure":
        """The ratio to ``other``, round by round: what slowed a round down, slowed both."""
        return Figure(
            [ours / theirs for ours, theirs in zip(self.rounds, other.rounds, strict=True)]
        )

    def __str__(self) -> str:
        digits = 2 if self.median < 20 else 0
        low, high = min(self.rounds), max(self.rounds)
        return f"{self.median:,.{digits}f} ({low:,.{digits}f}–{high:,.{digits}f})"


@dataclass(frozen=True)
class Row:
    """A line of the table; ``is_met`` is None where nothing was promised."""

    what: str
    ours: str
    compared: str = ""
    ratio: str = ""
    budget: str = ""
    is_met: bool | None = None


def interleaved(rounds: int, measures: Sequence[Callable[[], float]]) -> list[Figure]:
    """A figure of each of ``measures``, all of them taken in turn in each round."""
    taken = [[measure() for measure in measures] for _round in range(rounds)]
    return [Figure(column) for column in zip(*taken, strict=True)]


def compared(
    what: str, ours: Figure, name: str, theirs: Figure, at_least: float | None = None
) -> Row:
    """A line that compares two figures by their ratio."""
    ratio = ours.over(theirs)
    return Row(
        what,
        str(ours),
        f"{name}: {theirs}",
        str(ratio),
        "" if at_least is None else f"≥ {at_least:g}",
        None if at_least is None else ratio.median >= at_least,
    )


def table(rows: Sequence[Row]) -> str:
    """The lines as Markdown."""
    lines = [
        "| What | Dialogues | Compared with | Ratio | Budget | Met |",
        "|---|---:|---|---:|---|---|",
    ]
    for row in rows:
        met = {True: "yes", False: "**no**", None: ""}[row.is_met]
        lines.append(
            f"| {row.what} | {row.ours} | {row.compared} | {row.ratio} | {row.budget} | {met} |"
        )
    return "\n".join(lines)


def machine() -> str:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the end"
    )
