"""What was said under an earlier version of a framework counts in what came of it."""

import copy
import json

import pytest

from services.dashboards.domain import crosswalks
from services.dashboards.domain import programme as reading
from services.forms import use_cases


def framework(year):
    file = use_cases.LIBRARY / "frameworks" / f"gp-areas-{year}.json"
    return json.loads(file.read_text())


BEFORE = {f"gp-areas@{year}": framework(year) for year in (2005, 2016)}
LEADERSHIP, MANAGEMENT = "gp-areas/leadership", "gp-areas/management"


def areas(newest=2023, **changes):
    document = framework(newest) | changes
    found = reading.areas({f"gp-areas@{newest}": document}, (), BEFORE)
    return {one["lineage"]: one for one in found}


def test_leadership_holds_what_was_called_management_before():
    found = areas()
    assert found[LEADERSHIP]["before"] == [MANAGEMENT]
    assert found[LEADERSHIP]["under"] == [
        {"lineage": MANAGEMENT, "outcome": "management", "parent": LEADERSHIP}
    ]
    assert reading.above(found.values())[MANAGEMENT] == (found[LEADERSHIP],)


def test_an_outcome_that_goes_on_under_its_lineage_stands_in_no_second_place():
    found = areas()
    assert [one for one in found.values() if one["lineage"] == "gp-areas/medical"][0]["under"] == []
    assert MANAGEMENT not in found


def test_crosswalks_lead_through_several_versions():
    middle = framework(2016)
    (back,) = middle["crosswalks"]
    for one in back["maps"]:
        one["as"] = "broader" if one["to"] == "education" else one["as"]
    before = BEFORE | {"gp-areas@2016": middle}
    found = reading.areas({"gp-areas@2023": framework(2023)}, (), before)
    held = {one["lineage"]: one["before"] for one in found}
    assert held["gp-areas/science"] == ["gp-areas/education"]


@pytest.mark.parametrize("alike", ["narrower", "related"])
def test_what_is_not_held_does_not_count(alike):
    crosswalk = copy.deepcopy(framework(2023)["crosswalks"][0])
    for one in crosswalk["maps"]:
        one["as"] = alike
    assert all(one["before"] == [] for one in areas(crosswalks=[crosswalk]).values())


def test_another_framework_is_no_version_before():
    assert crosswalks.before(framework(2023)) == ["gp-areas@2016"]


def test_an_older_outcome_of_two_newer_ones_counts_once():
    crosswalk = {
        "to": "gp-areas@2016",
        "maps": [
            {"from": code, "to": "management", "as": "broader"}
            for code in ("society", "leadership")
        ],
    }
    found = areas(crosswalks=[crosswalk])
    assert [key for key, one in found.items() if MANAGEMENT in one["before"]] == [LEADERSHIP]


def test_versions_that_lead_in_a_circle_come_to_an_end():
    older = framework(2016)
    older["crosswalks"] = [
        {"to": "gp-areas@2016", "maps": [{"from": "management", "to": "management", "as": "same"}]}
    ]
    found = reading.areas({"gp-areas@2023": framework(2023)}, (), {"gp-areas@2016": older})
    assert [one["before"] for one in found if one["before"]] == [[MANAGEMENT]]
