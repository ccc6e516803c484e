"""What every bench prints: a table for people, one flat JSON object for machines, and a verdict.

With `--json` the object is the only thing on standard output; the table goes to standard error.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Figure = float | int | str


@dataclass(frozen=True)
class Bound:
    """What a figure has to reach."""

    key: str
    at_least: float | None = None
    at_most: float | None = None

    def is_met(self, value: float) -> bool:
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        limits = [f">= {self.at_least:g}"] if self.at_least is not None else []
        limits += [f"<= {self.at_most:g}"] if self.at_most is not None else []
        return " and ".join(limits)


@dataclass(frozen=True)
class Table:
    """Rows of cells under a title; the first column is text, the others are right-aligned."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Figure]]

    def __str__(self) -> str:
        cells = [list(self.columns)] + [[shown(cell) for cell in row] for row in self.rows]
        widths = [max(len(row[at]) for row in cells) for at in range(len(self.columns))]
        lines = [
            "  ".join(
                cell.ljust(width) if at == 0 else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in cells
        ]
        return "\n".join([self.title, *lines])


def shown(value: Figure) -> str:
    """A figure with three digits that matter."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def report(
    tables: Sequence[Table],
    figures: Mapping[str, Figure],
    bounds: Sequence[Bound],
    *,
    as_json: bool,
) -> int:
    """Print it all. Returns the exit code: 1 when a bound is missed."""
    people = sys.stderr if as_json else sys.stdout
    for table in tables:
        print(f"{table}\n", file=people)
    missed = False
    for bound in bounds:
        value = float(figures[bound.key])
        met = bound.is_met(value)
        missed = missed or not met
        verdict = "ok" if met else "MISSED"
        print(f"{bound.key} = {shown(value)} (wanted {bound}): {verdict}", file=people)
    if as_json:
        print(json.dumps({key: rounded(value) for key, value in figures.items()}))
    return 1 if missed else 0


def rounded(value: Figure) -> Figure:
    return round(value, 4) if isinstance(value, float) else value


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which `percent` of the values lie (nearest rank)."""
    ordered = sorted(values)
    rank = max(0, min(len(ordered) - 1, round(percent / 100 * len(ordered)) - 1))
    return ordered[rank]


def median(values: Sequence[float]) -> float:
    return float(statistics.median(values))
