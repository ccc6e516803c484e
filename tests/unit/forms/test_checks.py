"""What is refused in frameworks, scales and programmes, and where it is found."""

import pytest

from services.forms.domain import checks, references
from tests.service.forms.documents import FORM, FRAMEWORK, PROGRAMME, changed

SCALE = {
    "format": "scale/1",
    "key": "five",
    "version": 1,
    "title": {"en": "Five"},
    "kind": "ordinal",
    "levels": [{"value": 1, "label": {"en": "Low"}}, {"value": 2, "label": {"en": "High"}}],
}


@pytest.mark.parametrize(
    ("kind", "document"),
    [("form", FORM), ("framework", FRAMEWORK), ("programme", PROGRAMME), ("scale", SCALE)],
)
def test_a_sound_document_has_no_problems(kind, document):
    assert checks.problems(kind, document) == []


@pytest.mark.parametrize(
    ("kind", "document", "path"),
    [
        ("framework", changed(FRAMEWORK, format="framework/2"), "format"),
        ("framework", changed(FRAMEWORK, key="GP areas"), "key"),
        ("framework", changed(FRAMEWORK, key=None), "key"),
        ("framework", changed(FRAMEWORK, title={"en": " "}), "title"),
        ("framework", changed(FRAMEWORK, version="new"), "version"),
        ("framework", changed(FRAMEWORK, outcomes=[]), "outcomes"),
        ("framework", changed(FRAMEWORK, outcomes=["medical"]), "outcomes/1"),
        ("framework", changed(FRAMEWORK, outcomes=[{"code": "a"}]), "outcomes/a/title"),
        ("framework", changed(FRAMEWORK, outcomes=FRAMEWORK["outcomes"] * 2), "outcomes/3/key"),
        ("scale", changed(SCALE, kind="mean"), "kind"),
        ("scale", changed(SCALE, levels=SCALE["levels"][:1]), "levels"),
        ("scale", changed(SCALE, levels=SCALE["levels"] * 2), "levels/3/value"),
        ("scale", changed(SCALE, levels=[{"value": 1.5}, {"value": 2}]), "levels/1/value"),
        ("programme", changed(PROGRAMME, phases=[]), "phases"),
        ("programme", changed(PROGRAMME, phases=[{"key": "a", "months": 0}]), "phases/a/months"),
        (
            "programme",
            changed(PROGRAMME, dossiers=[{"key": "a", "title": {"en": "A"}}]),
            "dossiers/a/forms",
        ),
        (
            "programme",
            changed(PROGRAMME, requirements=[{"form": "short-obs"}]),
            "requirements/1/count",
        ),
        (
            "programme",
            changed(PROGRAMME, requirements=[{"form": "x", "count": 1, "phase": "no"}]),
            "requirements/1/phase",
        ),
        ("form", {}, ""),
    ],
)
def test_each_problem_names_its_place_and_says_what_to_do(kind, document, path):
    found = checks.problems(kind, document)
    assert found
    assert all(problem["message"] and problem["code"] for problem in found)
    if path:
        assert path in [problem["path"] for problem in found]


def test_a_document_of_a_megabyte_is_refused_at_once():
    found = checks.problems("framework", changed(FRAMEWORK, title={"en": "x" * 1_000_001}))
    assert [problem["code"] for problem in found] == ["definition.large"]


def test_references_are_found_with_their_versions():
    found = references.references("form", changed(FORM, scales={"five@2": SCALE}))
    assert [(one.kind, one.key, one.version) for one in found] == [
        ("framework", "gp-areas", 2023),
        ("scale", "five", 2),
    ]
