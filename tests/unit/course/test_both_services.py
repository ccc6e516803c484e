"""Portfolio and dashboards name the same phase, periods and requirements on the same day."""

import datetime as dt
import itertools
import json
from pathlib import Path

import pytest

from libs.course.calendar import Course
from services.dashboards.domain import programme as reading
from services.dashboards.domain import requirements
from services.dashboards.domain.adaptations import of_learner
from services.portfolio.domain.adapting import Change, adapted, takes_the_place_of
from services.portfolio.domain.programme import Programme

SHIPPED = Path(__file__).parents[3] / "services" / "forms" / "library" / "programmes"
DOCUMENTS = {one.stem: json.loads(one.read_text()) for one in sorted(SHIPPED.glob("*.json"))} | {
    "of fractions": {
        "key": "fractions",
        "dossiers": [],
        "phases": [
            {"key": "one", "months": 1.5},
            {"key": "two", "months": 7.25},
            {"key": "three", "months": 10},
        ],
        "requirements": [
            {"key": "a", "form": "a", "count": 2, "per": "half_year"},
            {"key": "b", "form": "b", "count": 2, "per": "quarter", "phases": ["two", "three"]},
            {"key": "c", "form": "c", "count": 2, "phases": ["two"]},
        ],
    }
}
# In these a number of records is asked on every day.
ALWAYS_COUNTED = ("gp-specialty-training", "nursing", "of fractions")
START = dt.date(2025, 3, 1)
ONE_DAY = dt.timedelta(days=1)
PACES = {
    "none": (),
    "slower": (("2025-09-01", 50),),
    "slower and back": (("2025-04-17", 30), ("2026-01-31", 100), ("2027-10-12", 70)),
    "from the start": (("2025-03-01", 60), ("2026-03-01", 100)),
}


class Learner:
    """One learner as each of the two services sees them."""

    def __init__(self, name, part_time, paces):
        self.name, self.part_time, self.paces = name, part_time, paces
        self.document = DOCUMENTS[name]

    def portfolio(self, day):
        changes = [
            Change("pace", None, {"percent": percent}, dt.date.fromisoformat(on))
            for on, percent in self.paces
        ]
        return adapted(Programme.of(self.document), changes, day)

    def dashboards(self, day):
        plan = [
            {"kind": "pace", "requirement": None, "changes": {"percent": percent}, "from_on": on}
            for on, percent in self.paces
        ]
        return of_learner(reading.read(self.document), Course(START, self.part_time), plan, day)

    def days(self):
        """Each day on which a phase begins in portfolio, the one before it, and some between."""
        begins = [one.begins_on for one in self.portfolio(START).dates(START, self.part_time)]
        between = [START + dt.timedelta(days=97 * number) for number in range(12)]
        return sorted({*begins, *(one - ONE_DAY for one in begins[1:]), *between})


def learners(percents):
    return [
        pytest.param(Learner(name, percent, paces), id=f"{name}-{percent}-{title}")
        for name in DOCUMENTS
        for percent in percents
        for title, paces in PACES.items()
    ]


@pytest.mark.parametrize("learner", learners(range(20, 101, 10)))
def test_both_name_the_same_phase(learner):
    for day in learner.days():
        phase = learner.portfolio(day).phase_on(day, START, learner.part_time)
        own = learner.dashboards(day)
        assert phase.key == requirements.phase_key(own.programme, own.course, day), day


@pytest.mark.parametrize("learner", learners((20, 50, 80, 90, 100)))
def test_both_count_in_the_same_periods(learner):
    """Portfolio tells fewer of them: those that a number alone can judge."""
    for day in learner.days():
        own = learner.dashboards(day)
        if day >= own.course.after(sum(months for _, months in own.programme.phases)):
            continue
        dues = requirements.current(own.programme, own.course, day)
        running = [one.period for one in dues if one.period.first <= day <= one.period.last]
        needed = learner.portfolio(day).needed_on(day, START, learner.part_time)
        periods = {(one.begins_on, one.ends_before) for one in needed}
        assert periods <= {(one.first, one.last + ONE_DAY) for one in running}, day
        assert periods or learner.name not in ALWAYS_COUNTED, day


DAY = START + ONE_DAY
PLANNED = (
    Change("added", "own-1", {"title": {"en": "Extra"}, "form": "a", "count": 5}, DAY),
    Change("added", "own-1", {"title": {"en": "More"}, "form": "b", "count": 3}, DAY),
    Change("count", "own-1", {"count": 2}, DAY),
    Change("waived", "own-1", {}, DAY),
    Change("count", "a", {"count": 4}, DAY),
    Change("waived", "a", {}, DAY),
    Change("waived", "b", {}, DAY + ONE_DAY),
)


def test_both_require_the_same_whatever_was_changed_and_in_which_order():
    """What is waived is waived, an activity of the learner's own too; what is said again counts."""
    document = DOCUMENTS["of fractions"]
    for changes in itertools.chain(*(itertools.permutations(PLANNED, many) for many in range(4))):
        current = [one for one in changes if not any(_ended(one, changes))]
        told = [
            {"kind": one.kind, "requirement": one.requirement, "changes": one.changes}
            | {"from_on": one.from_on.isoformat()}
            for one in current
        ]
        own = of_learner(reading.read(document), Course(START), told, DAY).programme
        programme = adapted(Programme.of(document), current, DAY)
        assert sorted((one.key, one.needed, one.forms) for one in own.rules) == sorted(
            (one.key, one.count, one.form_keys) for one in programme.requirements
        ), current


def _ended(one, changes):
    """Whether later changes took the place of one."""
    later = changes[changes.index(one) + 1 :]
    return (takes_the_place_of(newer, one) for newer in later)
