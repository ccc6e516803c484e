"""What a form fills in beforehand stands there until somebody saved something of their own."""

from __future__ import annotations

from typing import Any

import flask
import pytest

from gateway.web.filling import error_messages, fillings, summary_of
from libs.formengine import parse

DOCUMENT: dict[str, Any] = {
    "format": "form/1",
    "key": "log",
    "languages": ["en"],
    "title": {"en": "Log"},
    "roles": {"learner": {"who": "subject"}},
    "stages": [{"id": "write", "by": ["learner"], "next": "done"}],
    "items": [
        {
            "type": "yesno",
            "key": "again",
            "label": {"en": "Again?"},
            "by": "learner",
            "default": False,
        },
        {"type": "text", "key": "tip", "label": {"en": "Tip"}, "by": "learner"},
    ],
}


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ({"rev": None, "answers": None}, {"again": False}),
        ({"rev": 1, "answers": {}}, {}),
        ({"rev": 2, "answers": {"tip": "Slower"}}, {"tip": "Slower"}),
    ],
)
def test_a_page_begins_with_what_the_form_fills_in(
    monkeypatch: pytest.MonkeyPatch, act: dict[str, Any], expected: dict[str, Any]
) -> None:
    monkeypatch.setattr("gateway.web.filling._page", lambda _definition, **members: members)
    record = {
        "may": [{"stage": "write", "act": "fill", "can": [], "role": "learner", **act}],
        "record": {"stages": []},
        "contributions": [],
    }
    with flask.Flask(__name__).app_context():
        flask.g.language = "en"
        (filling,) = fillings(record, parse(DOCUMENT))
    assert filling.page["answers"] == expected


def test_the_browser_is_told_what_rules_read_elsewhere_and_nothing_else_of_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gateway.web.filling._page", lambda _definition, **members: members)
    told = {"context.place": "Ward 4", "judge.overall": [3, None]}
    act = {"stage": "write", "act": "fill", "can": [], "role": "learner", "facts": told}
    others = {"stage": "judge", "answers": {"overall": 3, "why": "For the trainer."}}
    record = {"may": [act], "record": {"stages": []}, "contributions": [others]}
    with flask.Flask(__name__).app_context():
        flask.g.language = "en"
        (filling,) = fillings(record, parse(DOCUMENT))
    assert filling.page["facts"] == told


def test_what_is_wrong_in_a_row_is_said_at_its_field() -> None:
    required = {"message": {"en": "Fill this in."}, "params": {"column": "what"}}
    errors = {"goals.b": required, "tip": {"message": {"en": "Too long."}, "params": {}}}
    answers = {"goals": [{"_id": "a", "what": "x"}, {"_id": "b"}], "tip": "..."}
    with flask.Flask(__name__).app_context():
        flask.g.language = "en"
        found = error_messages(errors, answers)
    assert found == {"goals.1.what": "Fill this in.", "tip": "Too long."}
    assert [one["id"] for one in summary_of(found)] == ["q-goals-1-what", "q-tip"]
