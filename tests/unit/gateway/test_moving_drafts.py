"""What becomes of open drafts is asked in sentences and kept as the steps of the format."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import flask
import pytest

from gateway.web.design.moving import moving_questions, steps_of
from libs.formengine import migrate_answers
from tests.unit.gateway.design_samples import CHANGES, DESIGN, DRAFT, DRAFT_ID, MINI_CEX
from tests.unit.gateway.staff_world import gateway, me, post

EDITOR = f"/design/forms/{DRAFT_ID}"


def changed() -> dict[str, Any]:
    """Mini-CEX with one text under another name, one choice less and one question more."""
    document = copy.deepcopy(MINI_CEX)
    items = {item["key"]: item for item in document["items"]}
    items["strong"] |= {"key": "good", "label": {"en": "What was good?"}}
    items["complexity"]["options"] = items["complexity"]["options"][:2]
    document["items"].append(
        {"type": "yesno", "key": "again", "label": {"en": "Once more?"}, "by": "assessor"}
    )
    document["emit"] = []
    return document


def careful_changes() -> dict[str, Any]:
    """What services say where a draft changes what people have open in a Mini-CEX."""
    return {
        "forms__draft_changes": CHANGES,
        "forms__definition": lambda kind, key, version=None: {
            "kind": kind,
            "key": key,
            "version": version or 2,
            "hash": "f" * 64,
            "document": MINI_CEX if kind == "form" else {"outcomes": []},
        },
    }


CHOSEN = {
    "gone.strong": "to:good",
    "option.complexity.high": "middle",
    "new.again": "value:false",
    "new.good": "get:strong",
    "gone.nothing": "drop",
}


@pytest.fixture
def _language() -> Iterator[None]:
    with flask.Flask(__name__).app_context():
        flask.g.language = "en"
        yield


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """English as it stands in the source."""
    monkeypatch.setattr("gateway.web.design.moving._", lambda text, **given: text % given)


@pytest.mark.usefixtures("_language", "words")
def test_what_is_gone_or_new_is_asked_and_nothing_else() -> None:
    asked = {one["name"]: one for one in moving_questions(MINI_CEX, changed())}
    assert set(asked) == {"gone.strong", "option.complexity.high", "new.good", "new.again"}
    labels = [option["label"] for option in asked["gone.strong"]["options"]]
    assert labels == [
        "They are kept, but nobody sees them",
        "They go to “What was good?”",
        "They are thrown away",
    ]
    assert moving_questions(MINI_CEX, MINI_CEX) == []


@pytest.mark.usefixtures("_language", "words")
def test_the_choices_are_steps_that_move_the_answers() -> None:
    steps = steps_of(moving_questions(MINI_CEX, changed()), CHOSEN | {"new.good": "keep"})
    assert steps == [
        {"rename": ["strong", "good"]},
        {"set": ["again", False]},
        {"map": ["complexity", {"high": "middle"}]},
    ]
    moved = migrate_answers(steps, {"strong": "Calm", "complexity": "high"})
    assert moved == {"good": "Calm", "complexity": "middle", "again": False}


@pytest.mark.usefixtures("_language", "words")
@pytest.mark.parametrize("again", ["value:true", "value:false", "keep"])
def test_steps_come_back_as_the_choices_they_were(again: str) -> None:
    chosen = CHOSEN | {"new.again": again, "gone.strong": "drop"}
    steps = steps_of(moving_questions(MINI_CEX, changed()), chosen)
    back = moving_questions(MINI_CEX, changed() | {"migrate": steps})
    assert {one["name"]: one["value"] for one in back} == {
        name: value for name, value in chosen.items() if name != "gone.nothing"
    }


def test_what_was_not_offered_is_no_step() -> None:
    assert steps_of([{"name": "gone.x", "options": []}], {"gone.x": "to:secret"}) == []


def test_moving_keeps_the_steps_in_the_draft_before_it_is_published() -> None:
    draft = DRAFT | {"problems": [], "document": changed()}
    replies = DESIGN | {
        "forms__draft": draft,
        "forms__draft_changes": CHANGES,
        "forms__definition": {"document": MINI_CEX, "hash": "e" * 64},
        "forms__save_draft": {"rev": 5, "problems": [], "updated_at": DRAFT["updated_at"]},
    }
    with gateway(me("local_admin"), **replies) as (browser, fake):
        page = browser.get(EDITOR + "/publish").text
        post(browser, EDITOR + "/publish", {"rev": 4, "open_drafts": "move", **CHOSEN})
    assert "Answers to “What went well?”, which is gone" in page
    saved, published = (fake.fields_of(f"forms.{name}_draft") for name in ("save", "publish"))
    assert {"drop": "x"} not in saved["document"]["migrate"]
    assert {"rename": ["strong", "good"]} in saved["document"]["migrate"]
    assert (saved["rev"], published["rev"], published["open_drafts"]) == (4, 5, "move")


def test_who_finishes_on_the_old_version_needs_no_steps() -> None:
    replies = DESIGN | {"forms__draft": DRAFT | {"problems": [], "document": changed()}}
    with gateway(me("local_admin"), **replies) as (browser, fake):
        post(browser, EDITOR + "/publish", {"rev": 4, "open_drafts": "finish", **CHOSEN})
    assert fake.fields_of("forms.publish_draft")["rev"] == 4
    assert "forms.save_draft" not in [method for method, _fields in fake.asked]
