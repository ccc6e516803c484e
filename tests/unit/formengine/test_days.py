"""A date is held against another date of the form: on the page as at Send, by one golden file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import libs.formengine
from gateway.web.form_page import FormPage
from libs.formengine import View, check, diff, json_schema, page_facts, parse, validate_answers
from tests.library.definitions import definition, document
from tests.library.story import NOW

from .test_rules_alike import WEB, in_the_browser

GOLDEN = Path(libs.formengine.__file__).parent / "golden" / "days.json"
CASES: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]
WORDS = {"en": "x"}


def form(items: list[dict[str, Any]], computed: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "format": "form/1",
        "key": "days",
        "languages": ["en"],
        "title": WORDS,
        "roles": {"learner": {"who": "subject"}},
        "stages": [{"id": "fill", "by": ["learner"], "next": "done"}],
        "items": [_worded(item) | {"by": "learner"} for item in items],
        "computed": computed or {},
    }


def _worded(item: dict[str, Any]) -> dict[str, Any]:
    inside = {"items": [_worded(one) for one in item["items"]]} if "items" in item else {}
    return {"label": WORDS} | item | inside


def errors(case: dict[str, Any]) -> dict[str, str]:
    checked = validate_answers(
        parse(form(case["items"], case.get("computed"))),
        stage="fill",
        role="learner",
        answers=case["answers"],
        context={"encounter_date": case["facts"]["context.encounter_date"]},
        today=NOW.date(),
        latest=NOW.date().replace(year=2030),
        complete=True,
    )
    found = {}
    for one in checked.errors:
        rows = [row["_id"] for row in case["answers"].get(one.item) or () if one.row]
        inner = f".{rows.index(one.row)}.{one.params['column']}" if one.row else ""
        found[f"{one.item}{inner}"] = one.code
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_the_server_holds_a_date_against_another(case: dict[str, Any]):
    assert errors(case) == case["errors"]


def test_the_page_offers_the_days_that_the_server_takes():
    told = []
    for case in CASES:
        found = parse(form(case["items"], case.get("computed")))
        page = FormPage(document=found.document, items=found.items, lang="en", facts=case["facts"])
        told.append({"rules": page.rules, "answers": case["answers"]})
    found = in_the_browser(told, WEB / "bound_days.mjs")
    assert found == [case["days"] for case in CASES]


def test_a_page_that_is_not_told_the_other_date_leaves_it_to_the_server():
    (case,) = (one for one in CASES if "encounter" in one["says"])
    page = FormPage(document=form(case["items"]), items=parse(form(case["items"])).items, lang="en")
    told = [{"rules": page.rules, "answers": case["answers"]}]
    assert in_the_browser(told, WEB / "bound_days.mjs") == [{"until": {"min": None}}]


def test_a_page_is_told_the_day_that_its_dates_are_held_against():
    (case,) = (one for one in CASES if "encounter" in one["says"])
    known = page_facts(
        parse(form(case["items"])),
        stage="fill",
        role="learner",
        given=[],
        view=View(True, (), {}),
        context={"encounter_date": "2026-03-01"},
    )
    assert known == case["facts"]


@pytest.mark.parametrize(
    ("bound", "code"),
    [
        ({"get": "nothing"}, "rule.no_field"),
        ({"get": "why"}, "rule.expects_date"),
        ({"get": "goals.*.due"}, "rule.expects_date"),
        ({"get": "until"}, "item.own_day"),
        ({"get": 7}, "rule.path"),
        ({"add": [1, 1]}, "shape.day"),
        ({}, "shape.day"),
        ("from", "shape.day"),
    ],
)
def test_the_bound_of_a_date_is_another_date(bound: Any, code: str):
    due = {"type": "date", "key": "due"}
    others = [
        {"type": "date", "key": "from"},
        {"type": "text", "key": "why"},
        {"type": "repeat", "key": "goals", "items": [due]},
    ]
    dates = form([*others, {"type": "date", "key": "until", "min": bound, "max": "2030-01-01"}])
    assert [one.code for one in check(dates)] == [code]


def test_a_bound_tells_nobody_a_date_that_is_closed_to_them():
    found = document("kpb")
    label = dict.fromkeys(found["languages"], "x")
    seen = {"type": "date", "key": "seen_on", "by": "assessor", "label": label, "see": ["assessor"]}
    when = {"type": "date", "key": "when", "by": "learner", "stage": "respond", "label": label}
    found["items"] += [seen, when | {"min": {"get": "seen_on"}}]
    assert [(one.path, one.code) for one in check(found)] == [("items/when", "rule.not_open")]
    del seen["see"]
    assert check(found) == []


ORDERED = {
    "competence-statement": ("decide", "head", "valid_from", "valid_until"),
    "responsibility": ("decide", "head", "valid_from", "valid_until"),
    "nursing-entrustment": ("decide", "head", "valid_from", "valid_until"),
    "placement-start": ("plan", "learner", "runs_from", "runs_until"),
    "hours": ("log", "learner", "", "until"),
    "support-declaration": ("declare", "outsider", "from_day", "until"),
    "support-document": ("hand_in", "learner", "issued", "valid_until"),
}


@pytest.mark.parametrize("name", ORDERED)
@pytest.mark.parametrize(("last", "codes"), [("2026-02-27", ["too_early"]), ("2026-02-28", [])])
def test_nothing_in_the_library_ends_before_it_begins(name: str, last: str, codes: list[str]):
    stage, role, begins, ends = ORDERED[name]
    asked = {"result": "granted", begins: "2026-02-28", ends: last}
    known = {item.key for item in definition(name).fillable(stage, role)}
    checked = validate_answers(
        definition(name),
        stage=stage,
        role=role,
        answers={key: answer for key, answer in asked.items() if key in known},
        context={"encounter_date": "2026-02-28"},
        today=NOW.date(),
        complete=False,
    )
    assert [one.code for one in checked.errors if one.item == ends] == codes


def test_the_json_schema_takes_another_date_as_a_bound_and_nothing_else():
    schema = jsonschema.Draft202012Validator(json_schema())
    for bound, fits in (({"get": "from"}, True), ({"add": [1, 1]}, False), ({"get": 7}, False)):
        dates = form([{"type": "date", "key": "from"}, {"type": "date", "key": "to", "min": bound}])
        assert schema.is_valid(dates) is fits


@pytest.mark.parametrize(
    ("before", "after"),
    [({}, {"min": {"get": "from"}}), ({"min": {"get": "from"}}, {"min": "2020-01-01"})],
)
def test_another_date_as_a_bound_asks_for_care_in_open_drafts(before: Any, after: Any):
    dates = [
        form([{"type": "date", "key": "from"}, {"type": "date", "key": "until"} | bounds])
        for bounds in (before, after)
    ]
    found = diff(parse(dates[0]), parse(dates[1]))
    assert [(one.path, one.code) for one in found.careful] == [("items/until", "diff.bounds")]
