"""The programme a portfolio follows: its phases by date, its dossiers and what it requires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from libs.course import calendar

from .routes import Choice, Cohort, choices_of, required_key

FULL_TIME = 100
ONE_DAY = dt.timedelta(days=1)
# Who may change the plan of a learner, unless the programme says otherwise.
PLANNERS = ("teacher", "coach", "head")
# What a requirement asks besides a number of records: counting alone does not judge it.
MORE_THAN_A_NUMBER = (
    "level",
    "hours",
    "assessors",
    "assessor_roles",
    "contexts",
    "months",
    "at_most",
)
MONTHS_PER = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True)
class Phase:
    key: str
    months: float


@dataclass(frozen=True)
class PhaseDates:
    """A phase of one learner: from its first day until the first day of the next. `paces` are the
    learner's, as those of the programme; the periods in the phase go by them too."""

    key: str
    begins_on: dt.date
    ends_before: dt.date
    paces: tuple[tuple[dt.date, int], ...] = ()


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
    asked. `is_plain`: it asks for a number of records and for nothing more.
    """

    key: str
    form_keys: tuple[str, ...]
    count: int
    per: str
    phases: tuple[str, ...]
    title: Mapping[str, str]
    level: int | None = None
    is_plain: bool = True
    scale: str | None = None


@dataclass(frozen=True)
class Needed:
    """A requirement in the period of a day: from its first day until before its last."""

    key: str
    form_keys: tuple[str, ...]
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
                Phase(phase["key"], float(phase["months"])) for phase in document.get("phases", ())
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
        """The phases of a learner by date; part-time and slower paces stretch them."""
        course = calendar.Course(starts_on, part_time, self.paces)
        for one in calendar.phases(course, [(each.key, each.months) for each in self.phases]):
            yield PhaseDates(one.key, one.first, one.last + ONE_DAY, self.paces)

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
        """What is required in the present period, as far as counting alone can judge it: of a
        choice nobody knows which will count. A quota of a period is never added up over the
        years."""
        phase = self.phase_on(day, starts_on, part_time)
        if phase is None:
            return []
        of_a_choice = {key for one in self.choices for key in one.electives()}
        return [
            Needed(
                one.key, one.form_keys, one.count, *_period(one, phase, day, starts_on, part_time)
            )
            for one in self.requirements
            if one.form_keys and one.is_plain and one.key not in of_a_choice
            if not one.phases or phase.key in one.phases
        ]


def _requirement(place: int, document: Mapping[str, Any]) -> Requirement:
    forms = document.get("forms") or document.get("form") or ()
    phases = document.get("phases") or document.get("phase") or ()
    level = document.get("level") or {}
    return Requirement(
        key=required_key(place, document),
        form_keys=(forms,) if isinstance(forms, str) else tuple(forms),
        count=int(document["count"]),
        per=document.get("per") or ("phase" if phases else "programme"),
        phases=(phases,) if isinstance(phases, str) else tuple(phases),
        title=document.get("title", {}),
        level=level.get("min"),
        scale=level.get("scale"),
        is_plain=not any(document.get(name) for name in MORE_THAN_A_NUMBER),
    )


def _period(
    one: Requirement, phase: PhaseDates, day: dt.date, starts_on: dt.date, part_time: int
) -> tuple[dt.date, dt.date]:
    """The period of a requirement around a day; before the start the first one. As on dashboards,
    periods count from the start of the course."""
    if one.per == "phase":
        return phase.begins_on, phase.ends_before
    months = MONTHS_PER.get(one.per)
    course = calendar.Course(starts_on, part_time, phase.paces)
    found = calendar.repeating(course, months, max(day, starts_on)) if months else None
    return (found.first, found.last + ONE_DAY) if found else (starts_on, dt.date.max)
