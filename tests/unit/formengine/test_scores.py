"""A score tells nobody more than the stages it reads."""

from __future__ import annotations

from typing import Any

import pytest

from libs.formengine import check, parse, validate_answers
from tests.library.definitions import definition, document
from tests.library.story import NOW, Story


def kpb(**trust: Any) -> dict[str, Any]:
    found = document("kpb")
    next(item for item in found["items"] if item["key"] == "trust").update(trust)
    return found


def reading_trust(where: str, **trust: Any) -> dict[str, Any]:
    """The learner's reply has a condition or a score that looks at the assessor's judgement."""
    form = kpb(**trust)
    known = {"answered": {"get": "assess.trust" if where == "stage" else "trust"}}
    if where == "score":
        form["computed"]["both"] = {"and": [{"answered": {"get": "takeaway"}}, known]}
    elif where == "chain":
        form["computed"]["inner"] = known
        form["computed"]["both"] = {"and": [{"answered": {"get": "takeaway"}}, {"get": "inner"}]}
    else:
        next(item for item in form["items"] if item["key"] == "takeaway")["show"] = known
    return form


WHERE = {
    "condition": "items/takeaway",
    "stage": "items/takeaway",
    "score": "computed/both",
    "chain": "computed/both",
}


@pytest.mark.parametrize("where", WHERE)
def test_a_page_reads_no_earlier_stage_that_is_closed_to_it(where: str):
    found = check(reading_trust(where, see=["assessor"]))
    assert [(one.path, one.code) for one in found] == [(WHERE[where], "rule.not_open")]
    assert "assess" in found[0].message


@pytest.mark.parametrize("where", WHERE)
def test_a_page_may_read_an_earlier_stage_that_is_open_to_it(where: str):
    assert check(reading_trust(where)) == []


def test_what_is_released_later_is_closed_until_then():
    """The learner replies before the examiners' judgement is released, or after it."""
    for later, codes in ((False, {"rule.not_open"}), (True, set())):
        form = document("osce-station")
        stage = next(one for one in form["stages"] if one["id"] == "appeal")
        if not later:
            move_before(form, stage, "release")
        objection = next(one for one in form["items"] if one["key"] == "objection")
        objection["show"] = {"answered": {"get": "mark.impression"}}
        assert {one.code for one in check(form)} & {"rule.not_open"} == codes


def move_before(form: dict[str, Any], stage: dict[str, Any], place: str) -> None:
    """Put a stage before another on the path."""
    stages = form["stages"]
    before = next(one for one in stages if one["next"] == stage["id"])
    before["next"] = stage["next"]
    stages.remove(stage)
    index = next(number for number, one in enumerate(stages) if one["id"] == place)
    stages[index - 1]["next"], stage["next"] = stage["id"], place
    stages.insert(index, stage)


@pytest.mark.parametrize(
    ("stage", "role", "told"), [("ratify", "head", 2), ("appeal", "learner", None)]
)
def test_a_score_is_worked_out_only_for_who_may_know_it(stage: str, role: str, told: int | None):
    given = {"vote": [{"vote_for": "for"}, {"vote_for": "against"}]}
    form = definition("competence-committee")
    found = validate_answers(
        form,
        stage=stage,
        role=role,
        answers={},
        context={},
        today=NOW.date(),
        complete=False,
        by_stage=given,
    )
    assert found.computed.get("voices") == told
    assert ("voices" in found.computed) is (told is not None)


def test_a_reader_is_told_the_scores_of_open_stages_only():
    form = parse(reading_trust("condition"))
    story = Story(form, lena="learner", joost="assessor").does("lena", "send", {"epa": "epa/acute"})
    assert story.sees("joost").scores == {"areas_seen", "areas_typical"}
    hidden = document("kpb")
    next(one for one in hidden["items"] if one["key"] == "areas")["see"] = ["assessor"]
    story = Story(parse(hidden), lena="learner", joost="assessor").does("lena", "send")
    story.does("joost", "send", {"areas": {"medical": {"v": 2}}})
    assert story.sees("joost").scores == {"areas_seen", "areas_typical"}
    assert story.sees("lena").scores == frozenset()
