"""What ships beside the forms is complete, in Dutch and English, and fits together."""

import json
from pathlib import Path

import pytest

from services.forms.domain import checks, exchange, frameworks, references

LIBRARY = Path(references.__file__).parents[1] / "library"
DOCUMENTS = {
    file.stem: json.loads(file.read_text(encoding="utf-8"))
    for place in ("scales", "frameworks", "programmes")
    for file in sorted((LIBRARY / place).glob("*.json"))
}
SHIPPED = {name: one for name, one in DOCUMENTS.items() if one["format"] == "framework/1"}
FORMS = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in LIBRARY.glob("*.json")}


def find(kind, key, version):
    if kind == "form":
        return FORMS.get(key)
    found = [
        one
        for one in DOCUMENTS.values()
        if one["format"] == f"{kind}/1" and one["key"] == key and one.get("version") == version
    ]
    return found[0] if found else None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_is_fit_to_publish(name):
    document = DOCUMENTS[name]
    kind = document["format"].partition("/")[0]
    assert checks.problems(kind, document) == []
    assert references.unknown(kind, document, find) == []


def wordings(part):
    if isinstance(part, dict) and {"nl", "en"} & set(part):
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from wordings(inner)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_text_is_there_in_dutch_and_english(name):
    found = list(wordings(SHIPPED[name]))
    assert found
    assert [one for one in found if set(one) != {"nl", "en"}] == []


@pytest.mark.parametrize("name", ["gp-epas-1", "nursing-epas-1"])
def test_every_activity_has_its_eight_parts(name):
    for one in SHIPPED[name]["outcomes"]:
        assert one["kind"] == "epa"
        assert all(frameworks.parts_filled(one).values()), one["key"]


def test_three_educational_concepts_ship_side_by_side():
    kinds = {
        name: {one.get("kind") for one in document["outcomes"]}
        for name, document in SHIPPED.items()
    }
    assert kinds["gp-areas-2023"] == {"competency"}
    assert kinds["canmeds-2015"] == {"role"}
    assert kinds["nursing-epas-1"] == {"epa"}
    assert kinds["health-sciences-1"] == {"own", "learning_outcome"}
    used = {
        name: set(document["frameworks"].values())
        for name, document in DOCUMENTS.items()
        if document["format"] == "programme/1"
    }
    assert used["nursing"] == {"nursing-epas@1", "canmeds@2015"}
    assert used["bachelor-health-sciences"] == {"health-sciences@1"}


def test_the_three_versions_of_the_areas_tell_what_became_of_each_area():
    lineages = {
        version: {one["lineage"] for one in SHIPPED[f"gp-areas-{version}"]["outcomes"]}
        for version in (2005, 2016, 2023)
    }
    assert lineages[2005] - lineages[2016] == {"gp-areas/education"}
    assert lineages[2016] - lineages[2023] == {"gp-areas/management"}
    for version, before in ((2016, 2005), (2023, 2016)):
        document = SHIPPED[f"gp-areas-{version}"]
        maps = next(
            one["maps"] for one in document["crosswalks"] if one["to"] == f"gp-areas@{before}"
        )
        assert {one["from"] for one in maps} == frameworks.codes(document)
        assert {one["to"] for one in maps} == frameworks.codes(SHIPPED[f"gp-areas-{before}"])


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_framework_comes_back_from_case_as_it_went(name):
    document = SHIPPED[name]
    file = exchange.write("framework", document, document["version"], "case")
    assert exchange.read(file.content, language="en").document == document
