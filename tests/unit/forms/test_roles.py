"""Whom a form may name: relations and offices that somebody holds, administrators never."""

from typing import Any

import pytest

from libs.formengine import diff, parse
from libs.formengine.checks.people import OFFICES, RELATIONS
from libs.formengine.sentences import SENTENCES
from services.forms.domain import checks
from services.portfolio.domain.access import OFFICE_NAMED, RELATION_NAMED, STAFF_ROLES
from tests.service.forms.documents import FORM, changed


def found(key: str, **role: Any) -> list[tuple[str, str]]:
    form = changed(FORM, roles=FORM["roles"] | {key: role})
    return [(one["path"], one["code"]) for one in checks.problems("form", form)]


@pytest.mark.parametrize("office", ["bogus", "local_admin", "national_admin", "learner"])
def test_an_office_that_nobody_holds_or_an_administrators_is_refused(office):
    assert found("desk", who="office", office=office) == [("roles/desk", "role.no_office")]


def test_a_relation_that_nobody_has_is_refused_also_when_the_key_names_it():
    assert found("kin", who="related", relation="mother") == [("roles/kin", "role.no_relation")]
    assert found("mother", who="related") == [("roles/mother", "role.no_relation")]
    assert found("local_admin", who="office") == [("roles/local_admin", "role.no_office")]


def test_what_the_builder_offers_is_taken():
    for office in ("head", "committee", "secretary"):
        assert found("desk", who="office", office=office) == []
    for relation in ("trainer", "teacher", "coach"):
        assert found("near", who="related", relation=relation) == []
        assert found(relation, who="related") == []


def test_the_lists_are_those_that_records_understand():
    assert set(RELATION_NAMED) == RELATIONS
    assert STAFF_ROLES | set(OFFICE_NAMED) == OFFICES
    assert not [one for one in OFFICES if "admin" in one]
    told = {"role.no_office", "role.no_relation", "role.held_where", "role.later_reads"}
    assert told <= SENTENCES.keys()


def near(**role: Any) -> dict[str, Any]:
    """A form with a trainer of the beginning and one of later, who reads."""
    trainers = {
        "trainer": {"who": "related", "held": "at_start", "min": 0},
        "next": {"who": "related", "relation": "trainer", "held": "later"} | role,
    }
    return changed(FORM, roles=FORM["roles"] | trainers)


def codes(form: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["path"], one["code"]) for one in checks.problems("form", form)]


def test_a_relation_may_be_told_apart_by_when_it_is_held():
    assert codes(near()) == []
    assert codes(near(held="at_start")) == []
    assert found("desk", who="office", office="head", held="later") == [
        ("roles/desk", "role.held_where")
    ]
    assert codes(near(held="sometimes")) == [("roles/next/held", "shape.choice")]


def test_who_gets_a_relation_later_is_asked_nothing():
    form = near()
    later = {"id": "look", "by": ["next"], "next": "done"}
    last = {**form["stages"][-1], "next": "look"}
    form["stages"] = [*form["stages"][:-1], last, later]
    assert codes(form) == [("roles/next", "role.later_reads")]
    form = near()
    form["roles"]["trainer"]["approve_by"] = "next"
    assert ("roles/next", "role.later_reads") in codes(form)


def test_a_relation_that_comes_to_be_held_otherwise_asks_the_author():
    old = near()
    (change,) = diff(parse(old), parse(near(held="at_start"))).careful
    assert (change.path, change.code) == ("roles/next", "diff.changed")
