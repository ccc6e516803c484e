"""What a changed programme alters, put together over learners, and told without giving away one."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from .alterations import Alteration

# A number of people under this one says too much of each of them, as in anonymous rounds.
FEWEST = 3
ORDER = (
    "cohort",
    "phase",
    "course",
    "requirement",
    "choice",
    "option",
    "route",
    "dossier",
    "form",
)
Lines = Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Concerned:
    """One alteration and whom it concerns. `everybody`: all who follow the programme, so that no
    names are needed. `with_records`: how many have records in what goes."""

    said: dict[str, Any]
    learners: set[UUID] = field(default_factory=set)
    moved: Counter[tuple[dt.date, dt.date]] = field(default_factory=Counter)
    everybody: bool = False
    with_records: int | None = None

    def as_reply(self) -> dict[str, Any]:
        """{...said, count, everybody, learners: [id], moves: [{from_on, to_on, count}],
        with_records}; learners are named where it does not concern everybody."""
        return (
            self.said
            | {
                "count": len(self.learners),
                "everybody": self.everybody,
                "learners": [] if self.everybody else sorted(str(one) for one in self.learners),
                "moves": [
                    {"from_on": first.isoformat(), "to_on": last.isoformat(), "count": count}
                    for (first, last), count in sorted(self.moved.items())
                ],
            }
            | ({} if self.with_records is None else {"with_records": self.with_records})
        )


def grouped(
    found: Iterable[tuple[UUID, Alteration]], learners: Mapping[UUID, UUID], followers: int
) -> list[Concerned]:
    """The same alteration of several portfolios is said once, in a fixed order of kinds."""
    groups: dict[str, Concerned] = {}
    for portfolio_id, one in found:
        said = json.dumps(one.said, sort_keys=True)
        group = groups.setdefault(said, Concerned(dict(one.said)))
        group.learners.add(learners[portfolio_id])
        if one.moved:
            group.moved[one.moved] += 1
    for group in groups.values():
        is_among_them = group.said["kind"] != "cohort_leaves"
        group.everybody = is_among_them and len(group.learners) == followers
    return sorted(groups.values(), key=lambda one: ORDER.index(one.said["kind"].split("_")[0]))


def told(count: int) -> int | None:
    """A number of people that may be said to who may not see them; None for one or two."""
    return None if 0 < count < FEWEST else count


def in_numbers(learners: int, changes: Lines, altered: Lines) -> dict[str, Any]:
    """{learners, changes, alterations} for who may see none of these learners: a number for each
    list of them, None standing for one or two. Of fewer than three followers only the cohort is
    told: everything else said of so few is said of each. Days are left out, for they follow from
    the own first day of a learner."""
    if learners < FEWEST:
        changes, altered = [], [one for one in altered if one["kind"].startswith("cohort")]
    return {
        "learners": told(learners),
        "changes": [
            {
                "requirement": one["requirement"],
                "title": one["title"],
                "newly_behind": told(len(one["newly_behind"])),
                "no_longer_behind": told(len(one["no_longer_behind"])),
            }
            for one in changes
        ],
        "alterations": [_in_number(one) for one in altered],
    }


def _in_number(one: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in one.items() if name not in ("learners", "moves")}
    counts = {name: told(one[name]) for name in ("count", "with_records") if name in one}
    return shown | counts
