"""What a programme asks and decides of everybody can be begun on every way through it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gateway.wording import PROBLEMS
from services.forms.domain import checks
from services.forms.domain.checks_ways import SENTENCES
from tests.library.definitions import document
from tests.service.forms.documents import PROGRAMME, changed

LIBRARY = Path(__file__).parents[3] / "services/forms/library"
CODE, UNDECIDED = "definition.closed_on_way", "definition.undecided_on_way"


def dossier(key: str, *forms: str) -> dict[str, Any]:
    return {"key": key, "title": {"en": key}, "forms": list(forms)}


def asked(key: str, *forms: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "forms": list(forms), "count": 1, **more}


def route(key: str, *options: dict[str, Any]) -> dict[str, Any]:
    ways = [{"title": {"en": one["key"]}, **one} for one in options]
    return {"key": key, "title": {"en": key}, "options": ways}


SETTING = route(
    "setting", {"key": "clinic", "dossiers": ["clinical"]}, {"key": "home", "dossiers": ["homely"]}
)


def programme(*requirements: dict[str, Any], **more: Any) -> dict[str, Any]:
    dossiers = [
        dossier("work", "kpb"),
        dossier("clinical", "dops", "mini-cex"),
        dossier("homely", "starrt", "mini-cex"),
    ]
    given = {"dossiers": dossiers, "routes": [SETTING], "requirements": list(requirements)}
    return changed(PROGRAMME, **given | more)


def closed(given: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(path, requirement, way) of what is refused; nothing else may be wrong."""
    found = checks.problems("programme", given)
    assert {one["code"] for one in found} <= {CODE}, found
    return [(one["path"], one["params"]["requirement"], one["params"]["way"]) for one in found]


def test_what_is_asked_of_everybody_and_kept_on_one_way_is_refused_for_the_other():
    assert closed(programme(asked("short", "kpb"), asked("skills", "dops"))) == [
        ("requirements/2/form", "skills", "home")
    ]
    three = route(
        "setting", {"key": "clinic", "dossiers": ["clinical"]}, {"key": "home"}, {"key": "office"}
    )
    found = closed(programme(asked("skills", "dops"), routes=[three]))
    assert [way for _path, _key, way in found] == ["home", "office"]


@pytest.mark.parametrize(
    "one",
    [
        asked("short", "kpb"),
        asked("either", "dops", "kpb"),
        asked("both", "mini-cex"),
        asked("each-its-own", "dops", "starrt"),
    ],
)
def test_what_some_form_in_an_open_dossier_shows_is_taken(one: dict[str, Any]):
    assert closed(programme(one)) == []


def test_what_is_asked_on_the_way_of_its_dossier_only_is_taken():
    way = {"key": "clinic", "dossiers": ["clinical"], "requirements": ["skills"]}
    assert closed(programme(asked("skills", "dops"), routes=[route("r", way, {"key": "b"})])) == []
    phases = [{"key": one, "title": {"en": one}, "months": 12} for one in ("first", "second")]
    way = {"key": "clinic", "dossiers": ["clinical"], "phases": ["second"]}
    routes = [route("r", way, {"key": "b"})]
    in_second = programme(asked("skills", "dops", phases=["second"]), phases=phases, routes=routes)
    assert closed(in_second) == []
    both = asked("skills", "dops", phases=["first", "second"])
    assert len(closed(programme(both, phases=phases, routes=routes))) == 1


def test_what_is_asked_on_the_other_way_is_refused_too():
    ways = [
        {"key": "clinic", "dossiers": ["clinical"]},
        {"key": "home", "requirements": ["skills"]},
    ]
    assert closed(programme(asked("skills", "dops"), routes=[route("r", *ways)])) == [
        ("requirements/1/form", "skills", "home")
    ]


def test_two_routes_that_close_a_dossier_each_are_looked_at_together():
    tempo = route("tempo", {"key": "full", "dossiers": ["homely"]}, {"key": "part"})
    setting = route("setting", {"key": "clinic", "dossiers": ["clinical"]}, {"key": "home"})
    found = closed(programme(asked("seen", "mini-cex"), routes=[setting, tempo]))
    assert [way for _path, _key, way in found] == ["home", "part"]


def test_of_an_elective_enough_must_be_left_to_choose_from():
    def of(pick: int) -> dict[str, Any]:
        choice = {"key": "c", "title": {"en": "C"}, "pick": pick, "of": ["skills", "short"]}
        return programme(asked("skills", "dops"), asked("short", "kpb"), choices=[choice])

    assert closed(of(1)) == []
    assert [way for _path, _key, way in closed(of(2))] == ["home"]


def decided(*forms: str, **more: Any) -> list[tuple[str, str, str]]:
    """(path, decision, way) of what is refused of a programme with a decision on each form."""
    given = [
        {"key": f"after-{one}", "title": {"en": one}, "form": one, "after_months": 12}
        for one in forms
    ]
    found = checks.problems("programme", programme(asked("short", "kpb"), decisions=given, **more))
    assert {one["code"] for one in found} <= {UNDECIDED}, found
    return [(one["path"], one["params"]["decision"], one["params"]["way"]) for one in found]


def test_a_decision_whose_form_is_kept_on_one_way_is_refused_for_the_other():
    assert decided("kpb", "dops", "mini-cex") == [
        ("decisions/after-dops/form", "after-dops", "home")
    ]
    tempo = route("tempo", {"key": "full", "dossiers": ["homely"]}, {"key": "part"})
    setting = route("setting", {"key": "clinic", "dossiers": ["clinical"]}, {"key": "home"})
    found = decided("mini-cex", routes=[setting, tempo])
    assert [way for _path, _key, way in found] == ["home", "part"]
    assert decided("dops", "mini-cex", routes=[]) == []


def test_no_document_makes_the_check_fail():
    for spoilt in (
        {"routes": [{"options": [3, {"key": 4, "dossiers": "clinical"}]}]},
        {"choices": 1},
        {"decisions": [3, {"form": "dops"}, {"key": [], "form": {}}]},
    ):
        checks.problems(
            "programme", programme(asked("skills", "dops"), asked("skills", "dops"), **spoilt)
        )


@pytest.mark.parametrize(
    "path", sorted((LIBRARY / "programmes").glob("*.json")), ids=lambda p: p.stem
)
def test_the_shipped_programmes_can_be_followed_on_every_way(path: Path):
    shipped = document(f"programmes/{path.stem}")
    found = checks.problems("programme", shipped)
    assert [one for one in found if one["code"] in (CODE, UNDECIDED)] == []


@pytest.mark.parametrize("code", [CODE, UNDECIDED])
def test_it_is_told_in_the_readers_language(code: str):
    names = {"way": "w", "requirement": "r", "decision": "d"}
    said = str(PROBLEMS[code]) % names
    assert said == SENTENCES[code.removeprefix("definition.")].format_map(names)
