"""Posted fields become the answers document that the form engine knows.

The cases in form_answers.json hold for the browser too: form-answers.test.js reads the same file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from gateway.web.form_answers import answers_from_form

CASES = json.loads((Path(__file__).parent / "form_answers.json").read_text())


def answers(item: dict[str, Any], fields: list[Any]) -> dict[str, Any]:
    item = {"key": "q", "label": {"en": "Q"}} | item
    pairs = [(name, value) for name, value in fields]
    return answers_from_form({"items": [item]}, [item], MultiDict(pairs))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_fields_become_the_answer(case: dict[str, Any]) -> None:
    found = answers(case["item"], case["fields"])
    assert found == ({} if case["answer"] is None else {"q": case["answer"]})
    if isinstance(case["answer"], bool):
        assert found["q"] is case["answer"]


def test_a_new_row_never_takes_the_id_of_an_older_one() -> None:
    item = {"type": "repeat", "items": [{"type": "text", "key": "what"}]}
    fields = [["a.q.0._id", "r1"], ["a.q.0.what", "old"], ["a.q.1._id", ""], ["a.q.1.what", "new"]]
    old, new = answers(item, fields)["q"]
    assert old == {"_id": "r1", "what": "old"}
    assert new["what"] == "new"
    assert new["_id"] not in ("", "r1")


def test_only_the_given_items_are_read_and_sections_are_opened() -> None:
    inside = [{"type": "text", "key": "inside"}, {"type": "note", "key": "n"}]
    section = {"type": "section", "key": "s", "items": inside}
    fields = MultiDict([("a.inside", "x"), ("a.foreign", "y"), ("a.n", "z"), ("csrf_token", "t")])
    assert answers_from_form({"items": [section]}, [section], fields) == {"inside": "x"}
