"""Whom a form may name: relations and offices that somebody holds, administrators never."""

from typing import Any

import pytest

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
    assert {"role.no_office", "role.no_relation"} <= SENTENCES.keys()
