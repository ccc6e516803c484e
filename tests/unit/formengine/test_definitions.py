"""Definitions: the library is sound, and mistakes are named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import libs.formengine
from libs.formengine import (
    DefinitionError,
    canonical,
    check,
    content_hash,
    json_schema,
    parse,
    wording,
)
from libs.formengine.sentences import SENTENCES
from tests.library.definitions import (
    FORMS,
    LIBRARY,
    definition,
    document,
    known_outcomes,
)

Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize("name", FORMS)
def test_every_process_of_the_library_passes_the_static_check(name: str):
    assert [(p.path, p.message) for p in check(document(name), outcomes=known_outcomes())] == []
    assert definition(name).key == name


@pytest.mark.parametrize("name", FORMS)
def test_every_process_speaks_dutch_and_english(name: str):
    missing = []
    waiting: list[Any] = [document(name)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += part.values()
            if set(part) & {"en", "nl"} and set(part) != {"en", "nl"}:
                missing.append(part)
        elif isinstance(part, list):
            waiting += part
    assert missing == []


@pytest.mark.parametrize("name", FORMS)
def test_a_shared_scale_stands_in_a_form_as_in_the_library(name: str):
    for reference, scale in document(name).get("scales", {}).items():
        file = LIBRARY / "scales" / f"{reference.replace('@', '-')}.json"
        assert json.loads(file.read_text()) == scale


def test_the_programme_names_only_forms_and_scales_that_exist():
    programme = json.loads((LIBRARY / "programmes" / "gp-specialty-training.json").read_text())
    named = {form for dossier in programme["dossiers"] for form in dossier["forms"]}
    named |= {one["form"] for one in programme["requirements"] + programme["decisions"]}
    assert named <= set(FORMS)
    assert [phase["months"] for phase in programme["phases"]] == [12, 6, 3, 3, 12]
    phases = {phase["key"] for phase in programme["phases"]}
    assert all(set(one.get("phases", ())) <= phases for one in programme["requirements"])


@pytest.mark.parametrize("name", FORMS)
def test_the_json_schema_accepts_every_process(name: str):
    jsonschema.Draft202012Validator(json_schema()).validate(document(name))


def test_the_json_schema_is_one_and_refuses_what_check_refuses():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for wrong in ({}, {**document("kpb"), "format": "form/2"}, {**document("kpb"), "extra": 1}):
        assert check(wrong) != []
        assert not validator.is_valid(wrong)


@pytest.mark.parametrize("path", ["epa", ["epa"], ["epa", "seen"], [], "No path", ["No path"], 3])
def test_the_json_schema_knows_both_spellings_of_a_path(path: Any):
    form = document("kpb")
    form["items"][6]["show"] = {"answered": {"get": path}}
    is_valid = jsonschema.Draft202012Validator(json_schema()).is_valid(form)
    assert is_valid == (check(form) == []) == (path in ("epa", ["epa"]))


def test_all_sixteen_item_types_can_be_described():
    schema = json_schema()["$defs"]["DefinitionShape"]["properties"]["items"]["items"]
    assert len(schema["properties"]["type"]["enum"]) == 16


def set_in(*path: Any, to: Any) -> Change:
    def change(part: Any) -> None:
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = to

    return change


def on_a_line(form: dict[str, Any]) -> None:
    """A rubric whose scale is a line with two ends."""
    ends = [{"nl": "Niet", "en": "None"}, {"nl": "Alles", "en": "All"}]
    form["scales"]["line"] = {"kind": "vas", "ends": ends}
    form["items"][5].update(scale="line", rows=form["items"][5]["rows"][:1])


def half_told(end: int) -> Change:
    """A line of which one end has no words in the first language."""

    def change(form: dict[str, Any]) -> None:
        on_a_line(form)
        form["items"][5].update(type="scale")
        del form["items"][5]["rows"], form["items"][5]["least"]
        del form["scales"]["line"]["ends"][end]["nl"]

    return change


MISTAKES: list[tuple[str, Change, str]] = [
    ("kpb", set_in("stages", 0, "next", to="nowhere"), "stage.unknown"),
    ("kpb", set_in("stages", 1, "next", to="ask"), "stage.backwards"),
    ("kpb", set_in("stages", 0, "next", to="respond"), "stage.unreached"),
    ("kpb", set_in("stages", 0, "by", to="king"), "role.unknown"),
    ("kpb", set_in("stages", 0, "when", to=True), "stage.first_opens"),
    ("kpb", set_in("stages", 1, "remind", to=[28]), "stage.late_reminder"),
    ("kpb", set_in("stages", 0, "can", to="return"), "stage.nothing_before"),
    (
        "responsibility",
        lambda d: d["stages"][3].update(can=["return"], return_to="ask"),
        "stage.return_closed",
    ),
    ("osce-station", set_in("stages", 2, "can", to=["return"]), "stage.return_closed"),
    ("kpb", set_in("stages", 1, "join", to="closed"), "stage.join_of_one"),
    ("kpb", set_in("stages", 1, "open_to", to={"learner": "joined"}), "open.joined_of_one"),
    ("kpb", set_in("stages", 1, "open_to", to={"learner": "released"}), "open.no_release"),
    (
        "combel",
        set_in("stages", 0, "optional_by", to=["learner", "trainer", "teacher"]),
        "stage.optional_by",
    ),
    ("combel", set_in("stages", 2, "optional_by", to=["teacher"]), "stage.optional_by"),
    ("kpb", set_in("stages", 2, "unasked", to=True), "stage.unasked"),
    ("micro-cex", set_in("stages", 0, "unasked", to=True), "stage.unasked"),
    ("kpb", set_in("roles", "assessor", "who", to="subject"), "role.one_subject"),
    (
        "kpb",
        set_in("roles", "assessor", "max", to=1) and set_in("roles", "assessor", "min", to=3),
        "role.min_max",
    ),
    ("kpb", set_in("roles", "assessor", "auth", to="account"), "role.external_auth"),
    ("kpb", set_in("roles", "assessor", "auth", to=["link", "walk_in"]), "role.walk_in"),
    ("team-feedback", set_in("roles", "colleague", "auth", to=["walk_in"]), "role.walk_in"),
    ("patient-feedback", lambda d: d["roles"]["patient"].pop("max"), "role.walk_in"),
    ("patient-feedback", lambda d: d["stages"][1].pop("anonymous"), "role.walk_in"),
    ("kpb", set_in("items", 0, "key", to="focus"), "key.twice"),
    ("kpb", set_in("items", 0, "key", to="ask"), "key.taken"),
    ("kpb", set_in("items", 0, "framework", to="role"), "item.framework"),
    ("kpb", set_in("items", 5, "scale", to="stars@1"), "item.shared_scale"),
    ("kpb", set_in("items", 5, "scale", to="stars"), "item.no_scale"),
    ("kpb", on_a_line, "item.no_steps"),
    ("kpb", set_in("items", 5, "rows", 0, "outcomes", to=["area/cooking"]), "outcome.unknown"),
    ("kpb", set_in("items", 5, "rows", 0, "outcomes", to=["part/x"]), "outcome.prefix"),
    ("kpb", set_in("items", 6, "outcomes", to=["$focus"]), "outcome.no_pick"),
    ("kpb", set_in("items", 5, "rows", 0, "descriptors", to={"9": {"nl": "x"}}), "item.descriptor"),
    ("kpb", set_in("items", 6, "show", to={"answered": {"get": "nothing"}}), "rule.no_field"),
    ("kpb", set_in("computed", "areas_typical", to={"mean": [{"get": "areas.*"}]}), "rule.ordinal"),
    ("kpb", set_in("computed", "areas_typical", to={"get": "areas_typical"}), "rule.circle"),
    ("kpb", set_in("items", 1, "label", to={"en": "x"}), "wording.first"),
    ("kpb", set_in("items", 5, "rows", 0, "descriptors", to={"1": {"en": "x"}}), "wording.first"),
    ("kpb", half_told(0), "wording.first"),
    ("kpb", half_told(1), "wording.first"),
    ("hours", set_in("names", "a_week", "unit", to={"de": "x"}), "wording.first"),
    ("hours", lambda d: d["names"]["a_week"].pop("label"), "shape.missing"),
    ("hours", set_in("names", "a_month", to={"label": {"en": "x", "nl": "x"}}), "name.nothing"),
    ("kpb", set_in("items", 1, "by", to="nobody"), "role.unknown"),
    ("kpb", set_in("items", 1, "stage", to="assess"), "item.no_stage"),
    ("kpb", set_in("items", 1, "emit", to={"at": "nowhere"}), "stage.unknown"),
    ("kpb", set_in("items", 7, "emit", to={"at": "ask"}), "emit.too_early"),
    ("kpb", set_in("items", 0, "default", to="area/medical"), "item.default"),
    ("kpb", set_in("scales", "expected@1", "version", to=2), "scale.shared"),
    ("kpb", set_in("scales", "expected@1", "levels", 0, "value", to=2), "scale.twice"),
    ("combel", set_in("scales", "combel@1", "step", to=0), "scale.min_max"),
    ("kpb", set_in("items", 0, "type", to="matrix"), "item.type"),
    ("kpb", set_in("items", 0, "html", to="<b>"), "shape.unknown"),
    ("kpb", set_in("migrate", to=[{"rename": ["a", "b"], "drop": "c"}]), "migrate.step"),
    ("shift", set_in("emit", 0, "fields", "note", to={"get": "learned"}), "emit.words"),
    ("shift", set_in("emit", 0, "kind", to="decision"), "emit.decision_stage"),
    ("progress-decision", set_in("emit", 0, "fields", "advice", to=False), "emit.decision_stage"),
    ("progress-decision", set_in("emit", 0, "stakes", to="high"), "emit.advice_stakes"),
    ("progress-decision", lambda d: d["stages"][1].pop("open_to"), "emit.advice_stage"),
    ("goal", set_in("stages", 1, "when", to={"eq": [{"get": "result"}, "met"]}), "rule.not_yet"),
    ("goal", set_in("stages", 2, "cycle", "back_to", to="moon"), "stage.unknown"),
    (
        "remediation",
        lambda d: d["stages"][3].update(cycle=d["stages"][2]["cycle"]),
        "stage.cycles_overlap",
    ),
    *(
        (
            "goal",
            set_in("stages", 2, "cycle", "when", to={"eq": [1, {name: one}]}),
            "rule.unknown_operation",
        )
        for name in ("na", "ends", "descriptors")
        for one in (1, [1], {"1": 1})
    ),
    ("combel", set_in("emit", 1, "each", to="areas"), "emit.each"),
    ("competence-statement", set_in("stages", 0, "by", to="learner"), "stage.own_decision"),
    ("competence-statement", lambda d: d["stages"][0].pop("evidence"), "stage.evidence"),
    ("competence-statement", set_in("roles", "head", "auth", to="link"), "stage.decider_account"),
    (
        "competence-statement",
        set_in("roles", "head", "auth", to=["account", "device"]),
        "stage.decider_account",
    ),
    ("team-feedback", set_in("stages", 3, "anonymous", "min_group", to=2), "shape.whole"),
    (
        "team-feedback",
        set_in("stages", 3, "open_to", "learner", to="sent"),
        "anonymous.opens_early",
    ),
    ("team-feedback", lambda d: d["stages"][3].pop("open_to"), "anonymous.opens_early"),
    ("team-feedback", lambda d: d["stages"][3].pop("release"), "anonymous.releaser"),
    ("team-feedback", set_in("stages", 3, "release", "by", to="learner"), "anonymous.learner"),
    ("team-feedback", set_in("stages", 3, "join", to="all"), "anonymous.closed_round"),
    ("team-feedback", set_in("stages", 2, "act", to="fill"), "stage.approve_first"),
    ("team-feedback", set_in("stages", 4, "act", to="approve"), "open.no_release"),
    (
        "team-feedback",
        set_in("roles", "colleague", "groups", 0, "min", to=2),
        "anonymous.group_min",
    ),
    (
        "team-feedback",
        lambda d: d["items"].append(
            {"type": "signature", "key": "s", "by": "colleague", "label": {"nl": "x"}}
        ),
        "anonymous.naming_item",
    ),
]


@pytest.mark.parametrize(("name", "change", "code"), MISTAKES, ids=lambda one: str(one)[:30])
def test_a_mistake_is_found_and_explained(name: str, change: Change, code: str):
    wrong = document(name)
    change(wrong)
    problems = check(wrong, outcomes=known_outcomes())
    assert code in [problem.code for problem in problems]
    for problem in problems:
        assert problem.path
        assert "{" not in problem.message and "{" not in problem.in_language("nl")
        assert problem.message != problem.code
    with pytest.raises(DefinitionError) as refusal:
        parse(wrong, outcomes=known_outcomes())
    assert refusal.value.problems == problems


def test_a_missing_wording_is_told_where_it_is_missing():
    wrong = document("kpb")
    half_told(1)(wrong)
    wrong["roles"]["learner"]["label"] = {"en": "Learner"}
    assert {(one.path, one.code) for one in check(wrong) if one.code == "wording.first"} == {
        ("scales/line/ends", "wording.first"),
        ("roles/learner/label", "wording.first"),
    }
    wrong = document("kpb")
    wrong["items"][5]["rows"][0]["descriptors"] = {"1": {"nl": "x"}, "2": {"en": "x"}}
    assert [(one.path, one.code) for one in check(wrong)] == [
        ("items/areas/medical/descriptors/2", "wording.first")
    ]


def test_what_an_author_names_like_a_wording_is_none():
    form = document("kpb")
    told = json.dumps(form).replace('"assessor"', '"title"')
    told = told.replace('"expected@1"', '"descriptors"').replace('"expected"', '"descriptors"')
    form = json.loads(told)
    del form["scales"]["descriptors"]["key"], form["scales"]["descriptors"]["version"]
    form["emit"][1]["fields"]["label"] = {"if": [True, 1, 2]}
    form["emit"][1]["fields"]["ends"] = {"not": True}
    assert check(form) == []


def test_all_problems_are_told_at_once_and_by_name():
    wrong = document("kpb")
    wrong["items"][6]["show"] = {"get": "nothing"}
    wrong["items"][5]["rows"][1]["outcomes"] = ["part/x"]
    found = {(problem.path, problem.code) for problem in check(wrong)}
    assert found == {
        ("items/trust", "rule.no_field"),
        ("items/areas/communication", "outcome.prefix"),
    }


def test_every_code_has_a_sentence_in_two_languages():
    sources = Path(libs.formengine.__file__).parent.rglob("*.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    parts = (
        "bounds|shape|key|wording|role|stage|open|anonymous|scale|item|outcome|emit|diff|migrate"
    )
    used = set(re.findall(rf'"((?:{parts}|rule)\.[a-z_]*[a-z])"', text))
    used |= {"rule.expects_yesno", "rule.expects_number"}
    assert sorted(used - set(SENTENCES)) == []
    assert all(english and dutch and english != dutch for english, dutch in SENTENCES.values())


def test_equal_documents_have_one_spelling_and_one_hash():
    one = {"b": 1.0, "a": ["é", None, True]}
    assert canonical(one) == '{"a":["é",null,true],"b":1}'.encode()
    assert content_hash(one) == content_hash({"a": ["é", None, True], "b": 1})
    assert len(content_hash(one)) == 64
    with pytest.raises(ValueError):
        canonical({"a": float("nan")})


def test_words_fall_back_to_the_first_language():
    assert wording({"nl": "Doel", "en": "Goal"}, "en") == "Goal"
    assert wording({"nl": "Doel", "en": "Goal"}, "nl-BE") == "Doel"
    assert wording({"nl": "Doel"}, "fr") == "Doel"
    assert wording(None, "nl") == ""


def test_the_example_in_the_document_is_sound():
    text = (LIBRARY.parents[2] / "docs" / "forms.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert check(json.loads(example), outcomes=known_outcomes()) == []
