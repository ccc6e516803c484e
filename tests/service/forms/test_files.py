"""Definitions go out as files and come back as drafts, without loss."""

import json

import pytest

from libs.chassis import testing
from libs.contracts import forms as contract
from libs.contracts.faults import Forbidden, InvalidRequest, NotFound
from services.forms import queries
from tests.service.forms.documents import FORM, FRAMEWORK


def asked(desk, method, query, **fields):
    request = method.request().load(fields)
    return desk.database.read(testing.call(desk.principal, method), query, request)


def export(desk, **fields):
    return asked(desk, contract.EXPORT_DEFINITION, queries.export_definition, **fields)


def read(desk, **fields):
    return asked(desk, contract.READ_IMPORT, queries.read_import, **fields)


@pytest.mark.parametrize("format", ["json", "case"])
def test_a_published_framework_goes_out_and_comes_back_as_it_was(as_somebody, format):
    desk = as_somebody("local_admin")
    desk.publish("framework", FRAMEWORK)
    file = export(desk, kind="framework", key="gp-areas", format=format)
    assert file["filename"].startswith("gp-areas-2023.")
    assert read(desk, content=file["content"]) == {
        "kind": "framework",
        "document": FRAMEWORK,
        "problems": [],
        "columns": [],
    }


def test_a_package_says_when_the_framework_was_published(as_somebody):
    desk = as_somebody("local_admin")
    desk.publish("framework", FRAMEWORK)
    package = json.loads(export(desk, kind="framework", key="gp-areas", format="case")["content"])
    assert package["CFDocument"]["lastChangeDateTime"] == "2026-11-22T09:00:00Z"


def test_a_form_goes_out_as_json_only(as_somebody):
    desk = as_somebody("local_admin")
    desk.publish("framework", FRAMEWORK)
    desk.publish("form", FORM)
    file = export(desk, kind="form", key="short-obs")
    assert json.loads(file["content"]) == FORM
    with pytest.raises(InvalidRequest):
        export(desk, kind="form", key="short-obs", format="case")


def test_what_is_read_is_checked_with_what_is_published_here(as_somebody):
    desk = as_somebody("local_admin")
    found = read(desk, content=json.dumps(FORM))
    assert [one["code"] for one in found["problems"]] == ["definition.unknown_reference"]
    assert found["document"] == FORM


def test_a_list_becomes_a_framework_with_its_problems_by_row(as_somebody):
    found = read(as_somebody("head"), content="a\tZorg\na\tPraten", key="mine", language="nl")
    assert found["document"]["outcomes"] == [{"key": "a", "number": "a", "title": {"nl": "Zorg"}}]
    assert [one["params"]["row"] for one in found["problems"]] == [2]


def test_columns_of_a_list_are_told_and_can_be_said(as_somebody):
    head, content = as_somebody("head"), "Domain\tYear\nCare\t2026"
    assert read(head, content=content)["columns"] == []
    found = read(head, content=content, columns=["title", "description"], headed=True)
    assert found["columns"] == [
        {"heading": "Domain", "means": "title", "known": False},
        {"heading": "Year", "means": "description", "known": False},
    ]
    words = {"title": {"en": "Care"}, "description": {"en": "2026"}}
    assert found["document"]["outcomes"] == [{"key": "care", **words}]


def test_a_list_in_german_says_german_words(as_somebody):
    found = read(as_somebody("head"), content="a\tZuhören", key="mine", language="de")
    assert found["document"]["outcomes"][0]["title"] == {"de": "Zuhören"}


def test_files_are_for_who_designs_and_for_what_is_there(as_somebody):
    with pytest.raises(Forbidden):
        read(as_somebody("learner"), content="a")
    with pytest.raises(NotFound):
        export(as_somebody("local_admin"), kind="framework", key="gone")


@pytest.mark.parametrize("kind", contract.KINDS)
def test_every_kind_has_a_schema(as_somebody, kind):
    desk = as_somebody("local_admin")
    found = asked(desk, contract.DEFINITION_SCHEMA, queries.definition_schema, kind=kind)
    assert found["schema"]["$schema"].startswith("https://json-schema.org/")


def test_a_list_becomes_a_framework_that_is_changed_compared_and_published(as_somebody):
    desk = as_somebody("local_admin")
    made = read(desk, content="1\tZorg\n2\tPraten", key="mine", language="nl")["document"]
    desk.publish_draft(desk.start("framework", "mine", document=made | {"version": 1}))
    published = desk.definition("framework", "mine")
    draft = desk.start("framework", "mine", how="revise", hash=published["hash"])
    crosswalk = {"to": "mine@1", "maps": [{"from": "1", "to": "2", "as": "broader"}]}
    document = draft["document"] | {"version": 2, "crosswalks": [crosswalk]}
    saved = desk.save(draft, document)
    assert saved["problems"] == []
    desk.publish_draft(draft | {"rev": saved["rev"]})
    newest = desk.definition("framework", "mine")
    assert (newest["version"], newest["document"]["crosswalks"]) == (2, [crosswalk])


def test_a_comparison_with_what_is_not_there_keeps_a_draft_from_being_published(as_somebody):
    desk = as_somebody("local_admin")
    desk.publish("framework", FRAMEWORK)
    crosswalk = {"to": "gp-areas@2023", "maps": [{"from": "medical", "to": "gone", "as": "same"}]}
    document = FRAMEWORK | {"version": 2024, "crosswalks": [crosswalk]}
    found = desk.check("framework", document)
    assert [one["message"] for one in found] == ["There is no outcome gone in gp-areas@2023."]
