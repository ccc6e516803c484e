"""Problems and changes of a form are told in its author's words, with no key, and nothing twice."""

from __future__ import annotations

import copy
import json
from typing import Any

from tests.unit.gateway.design_samples import DESIGN, DRAFT, DRAFT_ID, LIBRARY
from tests.unit.gateway.staff_world import gateway, me

PUBLISH = f"/design/forms/{DRAFT_ID}/publish"
COMBEL: dict[str, Any] = json.loads((LIBRARY / "combel.json").read_text())
NOTHING: dict[str, Any] = {"since": 1, "safe": [], "careful": [], "refused": []}


def publish_page(problems: list[Any], changes: dict[str, Any], document: Any = COMBEL) -> str:
    draft = DRAFT | {"key": "combel", "document": document, "problems": problems}
    before = {"kind": "form", "key": "combel", "version": 1, "hash": "a", "document": COMBEL}
    world = DESIGN | {
        "forms__draft": draft,
        "forms__draft_changes": NOTHING | changes,
        "forms__definition": before,
    }
    with gateway(me("local_admin"), **world) as (browser, _fake):
        return " ".join(browser.get(PUBLISH).text.split())


def without_overall() -> dict[str, Any]:
    document = copy.deepcopy(COMBEL)
    document["items"] = [one for one in document["items"] if one["key"] != "overall"]
    return document


def test_a_question_that_was_removed_is_not_called_by_its_key():
    problem = {"path": "emit/overall", "code": "rule.no_field", "params": {"field": "overall"}}
    page = publish_page([problem], {}, without_overall())
    assert "A question or score is used here that is no longer there." in page
    assert "“overall”" not in page


def test_what_is_there_and_does_not_fit_keeps_its_name():
    problem = {"path": "items/goals", "code": "rule.no_field", "params": {"field": "overall"}}
    page = publish_page([problem], {})
    assert "There is no item “The learner as a whole” that can be used here." in page


def test_what_came_out_is_called_after_the_question_whose_words_it_took():
    name = "overall@judge"
    gone = {"path": f"emit/{name}", "code": "diff.removed", "params": {"key": name}}
    page = publish_page([], {"careful": [gone]})
    assert name not in page and "The learner as a whole" in page


def test_a_change_says_the_name_of_a_question_once():
    added = {"path": "items/overall", "code": "diff.new", "params": {"key": "overall"}}
    page = publish_page([], {"safe": [added]})
    assert page.count("The learner as a whole") == 1
