"""The programme a portfolio follows: its phases by date, its dossiers and what it requires."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .routes import Choice, Cohort, choices_of, required_key

FULL_TIME = 100
# Who may change the plan of a learner, unless the programme says otherwise.
PLANNERS = ("teacher", "coach", "head")
MONTHS_PER = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True)
class Phase:
    key: str
    months: int


@dataclass(frozen=True)
class PhaseDates:
    """A phase of one learner: from its first day until the first day of the next."""

    key: str
    begins_on: dt.date
    ends_before: dt.date


@dataclass(frozen=True)
class DossierPlan:
    """A dossier with the forms that are kept in it."""

    key: str
    title: Mapping[str, str]
    form_keys: tuple[str, ...]


@dataclass(frozen=True)
class Requirement:
    """How many finished records of its forms are needed in each period.

    `per`: month, quarter, half_year, year, phase or programme. Empty `phases`: in all of them.
    Without forms it counts registrations. `level`: the least on `scale` (key@version), where one is
    asked.
    """

    key: str
    form_keys: tuple[str, ...]
    count: int
    per: str
    phases: tuple[str, ...]
    title: Mapping[str, str]
    level: int | None = None
    scale: str | None = None


@dataclass(frozen=True)
class Needed:
    """A requirement in the period of a day: from its first day until before its last."""

    form_key: str
    count: int
    begins_on: dt.date
    ends_before: dt.date


@dataclass(frozen=True)
class Programme:
    key: str
    phases: tuple[Phase, ...]
    dossiers: tuple[DossierPlan, ...]
    requirements: tuple[Requirement, ...]
    choices: tuple[Choice, ...] = ()
    cohort: Cohort = Cohort()
    is_developmental: bool = False
    planners: tuple[str, ...] = PLANNERS
    paces: tuple[tuple[dt.date, int], ...] = ()

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
                _requirement(place, one)
                for place, one in enumerate(document.get("requirements", ()), start=1)
            ),
            choices=choices_of(document),
            cohort=Cohort.of(document),
            is_developmental=document.get("stakes") == "off",
            planners=tuple(document.get("planners", PLANNERS)),
        )

    def dates(self, starts_on: dt.date, part_time: int = FULL_TIME) -> Iterator[PhaseDates]:
        """The phases of a learner by date; part-time stretches every phase."""
        begins_on = starts_on
        for phase in self.phases:
            ends = self._after(begins_on, phase.months, part_time)
            yield PhaseDates(phase.key, begins_on, ends)
            begins_on = ends

    def _after(self, day: dt.date, months: float, percent: int) -> dt.date:
        """The day so many months of full time later, at the learner's pace of each day."""
        percent = next((pace for on, pace in reversed(self.paces) if on <= day), percent)
        for from_on, pace in self.paces:
            if from_on <= day:
                continue
            passed = months_between(day, from_on) * percent / FULL_TIME
            if passed >= months:
                break
            day, percent, months = from_on, pace, months - passed
        return add_months(day, round(months * FULL_TIME / percent))

    def phase_on(
        self, day: dt.date, starts_on: dt.date, part_time: int = FULL_TIME
    ) -> PhaseDates | None:
        """The phase of a day: before the start the first one, after the end the last one."""
        found = None
        for found in self.dates(starts_on, part_time):
            if day < found.ends_before:
                return found
        return found

    def needed_on(
        self, day: dt.date, starts_on: dt.date, part_time: int = FULL_TIME
    ) -> list[Needed]:
        """What is required in the present period. A quota of a period is never added up over the
        years."""
        phase = self.phase_on(day, starts_on, part_time)
        if phase is None:
            return []
        return [
            Needed(one.form_keys[0], one.count, *_period(one, phase, day, starts_on, part_time))
            for one in self.requirements
            if one.form_keys and (not one.phases or phase.key in one.phases)
        ]


def _requirement(place: int, document: Mapping[str, Any]) -> Requirement:
    forms = document.get("forms") or document.get("form") or ()
    phases = document.get("phases") or document.get("phase") or ()
    level = document.get("level") or {}
    return Requirement(
        key=required_key(place, document),
        form_keys=(forms,) if isinstance(forms, str) else tuple(forms),
        count=int(document["count"]),
        per=document.get("per", "programme"),
        phases=(phases,) if isinstance(phases, str) else tuple(phases),
        title=document.get("title", {}),
        level=level.get("min"),
        scale=level.get("scale"),
    )


def _period(
    one: Requirement, phase: PhaseDates, day: dt.date, starts_on: dt.date, part_time: int
) -> tuple[dt.date, dt.date]:
    """The period of a requirement around a day; periods count from the begin of the phase."""
    if one.per == "phase":
        return phase.begins_on, phase.ends_before
    months = MONTHS_PER.get(one.per)
    if months is None:
        return starts_on, dt.date.max
    length = round(months * FULL_TIME / part_time)
    number, begins_on = 0, phase.begins_on
    while True:
        ends = add_months(phase.begins_on, length * (number + 1))
        if day < ends or ends >= phase.ends_before:
            return begins_on, min(ends, phase.ends_before)
        number, begins_on = number + 1, ends


def months_between(first: dt.date, last: dt.date) -> float:
    """Months from one day to another, a begun month by the part of its days."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    if add_months(first, whole) > last:
        whole -= 1
    begin, end = add_months(first, whole), add_months(first, whole + 1)
    return whole + (last - begin).days / (end - begin).days


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or the month's last day where there is no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
