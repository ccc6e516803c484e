"""What may be done for many records in one go: from a list, without a look at each."""

from __future__ import annotations

from typing import Any

import pytest

from libs.formengine import IN_BATCH, parse
from services.forms.domain import checks
from tests.library.definitions import FORMS, document
from tests.service.forms.documents import FORM, with_items

REMARK = {"type": "text", "key": "remark", "by": "trainer", "label": {"en": "Word", "nl": "Woord"}}


def form(act: str, by: str = "trainer", *items: dict[str, Any], **stage: Any) -> dict[str, Any]:
    """The form of the tests with one more stage at its end, done in one go."""
    ask, assess = FORM["stages"]
    opens = {"trainer": "sent", "learner": "released" if act == "release" else "sent"}
    last = {"id": "check", "by": [by], "act": act, "batch": True, "next": "done"} | stage
    trainer = {"who": "related", "relation": "trainer", "label": {"en": "Trainer", "nl": "Opl."}}
    return with_items(
        *items,
        roles=FORM["roles"] | {"trainer": trainer},
        stages=[ask, assess | {"next": "check", "open_to": opens}, last],
    )


def found(*args: Any, **stage: Any) -> list[tuple[str, str]]:
    problems = checks.problems("form", form(*args, **stage))
    return [(one["path"], one["code"]) for one in problems]


@pytest.mark.parametrize("act", sorted(IN_BATCH))
def test_approving_signing_and_releasing_can_be_done_for_many_at_once(act):
    assert found(act) == []
    assert found(act, "trainer", REMARK | {"stage": "check"}) == []


@pytest.mark.parametrize("act", ["fill", "prepare", "decide"])
def test_filling_in_and_deciding_is_done_one_by_one(act):
    assert ("stages/check", "stage.batch") in found(act)


def test_a_learner_has_no_list_of_many_records_that_wait():
    assert found("approve", "learner") == [("stages/check", "stage.batch")]


@pytest.mark.parametrize("required", [True, {"eq": [{"get": "trust"}, 1]}])
def test_what_has_to_be_answered_cannot_be_left_to_a_tick_in_a_list(required):
    asked = REMARK | {"stage": "check", "required": required}
    assert found("approve", "trainer", asked) == [("stages/check", "stage.batch_asks")]


def test_an_anonymous_round_is_not_released_unread():
    library = document("team-feedback")
    for stage in library["stages"]:
        if stage.get("act") == "release":
            stage["batch"] = True
            released = stage["id"]
    problems = checks.problems("form", library)
    assert [(one["path"], one["code"]) for one in problems] == [
        (f"stages/{released}", "stage.batch")
    ]


def test_the_author_reads_what_to_do():
    asked = REMARK | {"stage": "check", "required": True}
    (told,) = checks.problems("form", form("sign", "trainer", asked))
    assert "“remark” has to be answered here" in told["message"]


def test_what_was_published_before_this_was_asked_is_read_and_done_one_by_one():
    definition = parse(form("prepare"))
    assert definition.stage("check").batch
    assert not definition.is_in_batch("check")


def test_every_stage_of_the_library_that_says_so_is_done_in_one_go():
    several = [
        (name, stage.id)
        for name in FORMS
        for stage in parse(document(name)).stages
        if stage.batch and parse(document(name)).is_in_batch(stage.id)
    ]
    assert {("shift", "approve"), ("progress-test", "release")} <= set(several)
