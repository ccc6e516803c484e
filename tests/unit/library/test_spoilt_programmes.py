"""Programmes with something wrong anywhere in them: told to their author, or harmless to whoever
reads a published one."""

import copy
import datetime as dt
import json
from pathlib import Path

import pytest

from services.dashboards.domain import programme as dashboards
from services.forms.domain import checks
from services.forms.domain.references import references
from services.portfolio.domain.programme import Programme

LIBRARY = Path(__file__).parents[3] / "services/forms/library/programmes"
SHIPPED = {path.stem: json.loads(path.read_text()) for path in sorted(LIBRARY.glob("*.json"))}
JUNK = (None, 5, -1, 0, 1e15, "x", "", True, [], [5], [["x"]], ["x"], {}, {"a": 5}, {"en": 5})
BEGAN, TODAY = dt.date(2026, 3, 1), dt.date(2028, 2, 29)
# Members that no shipped programme has, each of them right in itself.
BESIDE = {
    "cohort": {"from": "2026-01-01", "until": "2026-12-31", "names": ["2026-1"]},
    "planners": ["teacher"],
    "progress": {"form": "combel", "scale": "combel@1"},
}
ASKED = {
    "level": {"scale": "supervision@1", "min": 3, "item": "overall", "same_as": ["supervision@2"]},
    "assessor_roles": 1,
    "contexts": 1,
    "months": 1,
    "at_most": {"count": 1, "per": "week"},
}


def whole(key):
    """A shipped programme with every member there is."""
    document = copy.deepcopy(SHIPPED[key]) | BESIDE
    document["requirements"][0] |= ASKED
    return document


def places(node, path=()):
    """Every member, and of lists the first."""
    yield path
    if isinstance(node, dict):
        for name, one in node.items():
            yield from places(one, (*path, name))
    elif isinstance(node, list) and node:
        yield from places(node[0], (*path, 0))


def spoilt(document, path, junk):
    found = copy.deepcopy(document)
    node = found
    for name in path[:-1]:
        node = node[name]
    node[path[-1]] = junk
    return found


def read_it(document):
    """As portfolio and dashboards do with what is published."""
    references("programme", document)
    mine = Programme.of(document)
    for part_time in (20, 100):
        mine.needed_on(TODAY, BEGAN, part_time)
        list(mine.dates(BEGAN, part_time))
    for one in mine.choices:
        one.left_out(())
    mine.cohort.holds(BEGAN, "2026-1")
    dashboards.read(document)


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_programme_has_no_problems_and_is_read(key):
    assert checks.problems("programme", whole(key)) == []
    read_it(whole(key))


@pytest.mark.parametrize("key", SHIPPED)
def test_what_is_spoilt_is_told_or_does_no_harm(key):
    document = whole(key)
    for path in places(document):
        for junk in JUNK if path else ():
            mutant = spoilt(document, path, junk)
            if not checks.problems("programme", mutant):
                read_it(mutant)


@pytest.mark.parametrize(
    ("path", "given"),
    [
        (("phases", 0, "months"), 241),
        (("phases", 0, "title"), "Year 1"),
        (("requirements", 0, "phases"), 5),
        (("requirements", 0, "title"), 5),
        (("requirements", 0, "grace_days"), 366),
        (("requirements", 0, "level", "same_as"), None),
        (("requirements", 0, "level", "item"), ["x"]),
        (("frameworks",), 5),
        (("frameworks",), {"a": 5}),
        (("progress",), "x"),
        (("phases",), [{"key": f"y{n}", "title": {"en": "Y"}, "months": 240} for n in range(3)]),
    ],
)
def test_what_nobody_could_count_with_is_refused(path, given):
    document = whole("nursing")
    assert checks.problems("programme", spoilt(document, path, given)) != []
