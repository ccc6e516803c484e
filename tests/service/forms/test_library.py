"""The process library is fit to publish, whole, in one go, and again without effect."""

import json

import pytest

from libs.chassis import testing
from libs.contracts.faults import Forbidden
from libs.contracts.forms import DefinitionPublishedV1
from services.dashboards.domain import programme as reading
from services.forms import use_cases
from tests.service.forms.documents import FRAMEWORK, changed


def publish(desk, owner="network"):
    return desk.database.run(desk.principal, lambda tx: use_cases.publish_library(tx, owner=owner))


def test_the_library_is_published_for_a_network_and_read_by_its_institutions(as_somebody):
    examples = set((use_cases.LIBRARY / "examples").iterdir())
    files = len(set(use_cases.LIBRARY.rglob("*.json")) - examples)
    assert publish(as_somebody("national_admin")) == {"published": files, "unchanged": 0}
    reader = as_somebody("learner")
    listed = [
        one
        for kind in ("form", "framework", "scale", "programme")
        for one in reader.definitions(kind)
    ]
    assert {one["owner"] for one in listed} == {"network"}
    assert reader.definition("framework", "gp-areas", 2016)["version"] == 2016
    assert reader.definition("framework", "gp-areas")["version"] == 2023


def test_publishing_the_library_again_changes_nothing(as_somebody, database):
    desk = as_somebody("local_admin")
    first = publish(desk, "institution")
    again = publish(desk, "institution")
    assert again == {"published": 0, "unchanged": first["published"]}
    assert len(testing.outbox(database, DefinitionPublishedV1)) == first["published"]


def test_every_form_of_the_programme_feeds_or_belongs_somewhere(as_somebody):
    desk = as_somebody("national_admin")
    publish(desk)
    file = use_cases.LIBRARY / "programmes" / "gp-specialty-training.json"
    document = json.loads(file.read_text())
    asked = reading.read(document)
    forms = {key: desk.definition("form", key)["document"] for key in asked.forms}
    frameworks = {
        name: desk.definition("framework", name.split("@")[0], int(name.split("@")[1]))["document"]
        for name in asked.frameworks
    }
    always = reading.progress_frameworks(document, forms)
    listed = [one for one in reading.areas(frameworks, always) if one["is_listed"]]
    assert [one["outcome"] for one in listed][:2] == ["medical", "communication"]
    assert len(listed) == 7
    feeds = reading.feeds(forms, listed)
    assert all({"kpb", "combel"} <= set(feeds[one["lineage"]]) for one in listed)


def test_a_form_can_name_the_newest_scales_in_full_and_outcomes_of_the_newest_frameworks(
    as_somebody,
):
    desk = as_somebody("national_admin")
    publish(desk)
    own = as_somebody("local_admin")
    ours = changed(FRAMEWORK, title={"en": "Our areas"}, version=2024)
    own.publish("framework", ours)
    parts = own.form_parts()
    scales = {one["key"]: one for one in parts["scales"]}
    assert scales["supervision"]["document"] == own.definition("scale", "supervision")["document"]
    frameworks = {one["key"]: one for one in parts["frameworks"]}
    assert len(frameworks) == len(parts["frameworks"]) and "canmeds" in frameworks
    assert frameworks["gp-areas"] == {
        "key": "gp-areas",
        "version": 2024,
        "title": {"en": "Our areas"},
        "outcomes": ours["outcomes"],
    }
    with pytest.raises(Forbidden):
        as_somebody("learner").form_parts()


def test_a_programme_is_made_of_current_forms_and_of_scales_to_ask_a_level_on(as_somebody):
    desk = as_somebody("national_admin")
    publish(desk)
    desk.retire("form", "dops")
    parts = desk.programme_parts()
    forms = {one["key"]: one for one in parts["forms"]}
    assert "dops" not in forms
    assert forms["progress-decision"]["decides"] and not forms["kpb"]["decides"]
    assert forms["shift"]["registrations"] == ["out_of_hours"]
    assert forms["shift"]["ratings"] == [] and forms["starrt"]["ratings"] == []
    trust = {"en": "How much supervision was needed?", "nl": "Hoeveel supervisie was nodig?"}
    assert {"item": "trust", "scale": "supervision@1", "label": trust} in forms["kpb"]["ratings"]
    assert {len(one["levels"]) for one in parts["scales"] if one["key"] == "supervision"} == {5}
    scales = {one["key"]: one for one in parts["scales"]}
    combel = scales["combel"]["levels"]
    assert [one["value"] for one in combel] == list(range(1, 11))
    assert combel[6]["label"] == {"en": "7", "nl": "7"}
    assert [one["value"] for one in scales["grade"]["levels"]] == list(range(1, 11))
    fine = scales["percentage"]
    assert (fine["levels"], fine["min"], fine["max"]) == ([], 0, 100)
    assert (scales["supervision"]["min"], scales["supervision"]["max"]) == (1, 5)
    assert "percentile" not in scales, "a line without steps has no least level"
