"""The programme a portfolio follows: its phases by date, its dossiers and what it requires."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FULL_TIME = 100


@dataclass(frozen=True)
class Phase:
    key: str
    months: int


@dataclass(frozen=True)
class DossierPlan:
    """A dossier with the forms that are kept in it."""

    key: str
    title: Mapping[str, str]
    form_keys: tuple[str, ...]


@dataclass(frozen=True)
class Requirement:
    """How many records of a form are needed; `phase` None counts over the whole programme."""

    form_key: str
    count: int
    phase: str | None


@dataclass(frozen=True)
class Programme:
    key: str
    phases: tuple[Phase, ...]
    dossiers: tuple[DossierPlan, ...]
    requirements: tuple[Requirement, ...]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Programme:
        """From a `programme/1` document."""
        return cls(
            key=document["key"],
            phases=tuple(
                Phase(phase["key"], int(phase["months"])) for phase in document.get("phases", ())
            ),
            dossiers=tuple(
                DossierPlan(one["key"], one["title"], tuple(one["forms"]))
                for one in document["dossiers"]
            ),
            requirements=tuple(
                Requirement(one["form"], int(one["count"]), one.get("phase"))
                for one in document.get("requirements", ())
            ),
        )

    def offers(self, form_key: str) -> bool:
        return any(form_key in dossier.form_keys for dossier in self.dossiers)

    def dossier_of(self, form_key: str) -> str | None:
        """The first dossier that keeps this form."""
        return next((one.key for one in self.dossiers if form_key in one.form_keys), None)

    def phase_on(self, day: dt.date, starts_on: dt.date, part_time: int = FULL_TIME) -> str | None:
        """The phase of a day; part-time stretches every phase. Before the start the first one,
        after the end the last one."""
        end = starts_on
        for phase in self.phases:
            end = add_months(end, round(phase.months * FULL_TIME / part_time))
            if day < end:
                return phase.key
        return self.phases[-1].key if self.phases else None

    def needed(self, dossier: DossierPlan, phase: str | None) -> int | None:
        """How many records the dossier needs in this phase; None when nothing is required."""
        counts = [
            one.count
            for one in self.requirements
            if one.form_key in dossier.form_keys and one.phase in (None, phase)
        ]
        return sum(counts) if counts else None


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or the month's last day where there is no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
