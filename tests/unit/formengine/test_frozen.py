"""A published form is opened for life; what its author is told today closes none of its records."""

from __future__ import annotations

import copy
import json
import time
from pathlib import Path
from typing import Any

import pytest

from libs import formengine
from libs.formengine import (
    DefinitionError,
    check,
    filled_beforehand,
    parse,
    read_frozen,
    validate_answers,
)
from tests.library.definitions import FORMS, definition, document
from tests.library.story import CONTEXT, NOW, Story

from .outdated_forms import OUTDATED, outdated, stage
from .test_records import SENT_KPB

GOLDEN = Path(formengine.__file__).parent / "golden" / "frozen.json"
REFUSED_FOR = frozenset(json.loads(GOLDEN.read_text(encoding="utf-8"))["refused_for"])


@pytest.mark.parametrize("code", OUTDATED)
def test_an_outdated_form_is_refused_to_authors_and_opened_to_those_who_fill_it_in(code: str):
    form = outdated(code)
    assert code in {one.code for one in check(form)}
    with pytest.raises(DefinitionError):
        parse(form)
    assert read_frozen(form).document == form


@pytest.mark.parametrize("code", OUTDATED)
def test_a_record_of_an_outdated_form_is_filled_in_sent_shown_and_counted(code: str):
    form = read_frozen(outdated(code))
    story = Story(form, lena="learner", ada="assessor").does("lena", "send")
    sent = validate_answers(
        form,
        stage="assess",
        role="assessor",
        answers=SENT_KPB,
        context=CONTEXT,
        today=NOW.date(),
        complete=True,
    )
    assert sent.ok and sent.computed["areas_seen"] == 2
    story.does("ada", "send", sent.answers)
    assert story.reads("lena") == {"assess"}
    assert {one.item for one in story.emits("assess")} >= {"areas"}
    assert story.does("lena", "send", {"new_goal": "Faster."}).emits("respond")


def test_what_an_outdated_form_fills_in_beforehand_is_left_out_where_it_is_no_answer():
    wrong, sound = outdated("item.default"), document("kpb")
    sound["items"][1]["default"] = "A visit"
    for form, expected in ((wrong, {}), (sound, {"situation": "A visit"})):
        opened = read_frozen(form)
        assert filled_beforehand(opened, opened.all_items()) == expected


@pytest.mark.parametrize("name", FORMS)
def test_a_form_without_problems_is_the_same_by_both_doors(name: str):
    assert read_frozen(document(name)) == definition(name)


def _unknown_role(form: dict[str, Any]) -> None:
    stage(form, "assess")["by"] = ["nobody"]


def _no_end(form: dict[str, Any]) -> None:
    stage(form, "respond")["next"] = "ask"


def _unknown_scale(form: dict[str, Any]) -> None:
    form["items"][5]["scale"] = "nowhere"


def _circle(form: dict[str, Any]) -> None:
    form["computed"] |= {"a": {"get": "b"}, "b": {"get": "a"}}


def _deep(form: dict[str, Any]) -> None:
    rule: Any = True
    for _ in range(20):
        rule = {"not": rule}
    form["computed"]["deep"] = rule


def _fine(form: dict[str, Any]) -> None:
    form["scales"]["fine"] = {"kind": "interval", "min": 0, "max": 1e6, "step": 0.001}


def _misspelt(form: dict[str, Any]) -> None:
    form["satges"] = []


def _walk_in(form: dict[str, Any]) -> None:
    form["roles"]["assessor"]["auth"] = ["walk_in"]


def _named_round(form: dict[str, Any]) -> None:
    stage(form, "assess")["anonymous"] = {"min_group": 3}


@pytest.mark.parametrize(
    ("code", "broken"),
    [
        ("role.unknown", _unknown_role),
        ("stage.backwards", _no_end),
        ("item.no_scale", _unknown_scale),
        ("rule.circle", _circle),
        ("rule.too_deep", _deep),
        ("scale.fine", _fine),
        ("shape.unknown", _misspelt),
        ("role.walk_in", _walk_in),
        ("anonymous.closed_round", _named_round),
    ],
)
def test_what_the_engine_relies_on_is_asked_of_every_form(code: str, broken: Any):
    form = document("kpb")
    broken(form)
    began = time.process_time()
    with pytest.raises(DefinitionError) as refusal:
        read_frozen(form)
    assert code in {one.code for one in refusal.value.problems}
    assert time.process_time() - began < 2


def test_no_check_of_authors_came_to_be_asked_of_published_forms():
    """Whoever adds a check gives it to authors alone. This list may only become shorter."""
    found = {code.partition(".")[0] for code in REFUSED_FOR}
    assert found == {"anonymous", "emit", "item", "key", "role", "rule", "scale", "stage"}
    assert not REFUSED_FOR & OUTDATED.keys() - {"rule.no_field"}
    assert len(REFUSED_FOR) == 36


def test_reading_leaves_the_document_as_it_was():
    form = outdated("wording.first")
    before = copy.deepcopy(form)
    read_frozen(form)
    assert form == before
