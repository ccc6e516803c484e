"""Ways around the sum of an anonymous round: other doors to single answers, or to who gave them."""

from __future__ import annotations

from typing import Any

import pytest

from libs.formengine import NotAllowed, may_cancel, withdraw_request
from tests.library.definitions import definition, document

from .rounds import ROUNDS, answered, closed, codes, collecting, filled, rater_role, released, shown

TEAM = definition("team-feedback")

READING = {
    "computed": lambda form: (
        form | {"computed": {"worst": {"min": [{"get": "collect.view.trust"}]}}}
    ),
    "count": lambda form: form | {"computed": {"many": {"count": {"get": "collect.strong"}}}},
    "last answer": lambda form: form | {"computed": {"last": {"get": "view.trust"}}},
    "emitted value": lambda form: emitting(
        form,
        kind="point",
        value={"min": [{"get": "collect.view.trust"}]},
        outcomes=["area/professionalism"],
    ),
    "emitted field": lambda form: emitting(
        form, kind="flag", fields={"worst": {"get": "view.trust"}}
    ),
    "emitted words": lambda form: emitting(form, kind="narrative", texts={"text": "strong"}),
    "path": lambda form: staged(form, when={"eq": [{"min": [{"get": "collect.view.trust"}]}, 1]}),
    "question": lambda form: asking(form, {"lt": [{"min": [{"get": "collect.view.trust"}]}, 3]}),
}


def emitting(form: dict[str, Any], **more: Any) -> dict[str, Any]:
    return form | {"emit": [{"key": "leak", "at": "release", **more}]}


def staged(form: dict[str, Any], **more: Any) -> dict[str, Any]:
    form["stages"][5] |= more
    return form


def asking(form: dict[str, Any], rule: Any) -> dict[str, Any]:
    next(item for item in form["items"] if item["key"] == "report")["show"] = rule
    return form


@pytest.mark.parametrize("way", READING)
def test_no_score_emission_or_question_reads_single_answers_of_a_round(way: str):
    found = codes(READING[way](document("team-feedback")))
    assert found & {"anonymous.reads_answers", "emit.anonymous"}


def test_who_releases_or_reads_a_round_does_not_answer_in_it():
    """Whoever knows one of the answers takes it away from the sum: the minimum is one less."""
    releasing = document("team-feedback")
    releasing["stages"][3]["by"] = ["colleague", "coach"]
    reading = document("team-feedback")
    reading["stages"][3]["open_to"]["colleague"] = "released"
    for form in (releasing, reading):
        assert "anonymous.rater_reads" in codes(form)


def test_taking_back_a_request_does_not_tell_who_has_answered():
    """Were it refused only after an answer, trying it on everybody would list who answered."""
    story, given = filled(TEAM)
    first, second, *_ = given
    answered(story, {first: given[first]})
    told = []
    for name in (first, second):
        with pytest.raises(NotAllowed) as found:
            withdraw_request(TEAM, story.state, name, story.now, story.by_stage())
        told.append(found.value.code)
    assert told == ["anonymous_round", "anonymous_round"]


@pytest.mark.parametrize("name", ROUNDS)
def test_whether_a_record_can_be_thrown_away_does_not_tell_of_the_first_answer(name: str):
    """Ask one rater, see whether cancelling is still offered, ask the next."""
    story, given = filled(definition(name))
    learner = story.people[story.definition.subject]
    may = [may_cancel(story.definition, story.state, learner, story.now)]
    for rater in given:
        answered(story, {rater: given[rater]})
        may.append(may_cancel(story.definition, story.state, learner, story.now))
    assert set(may) == {False}


@pytest.mark.parametrize("name", ROUNDS)
def test_the_moment_a_round_opens_does_not_tell_when_the_last_answer_came(name: str):
    story, given = filled(definition(name))
    *first, last = given
    answered(story, {one: given[one] for one in first}).wait(days=1)
    closed(answered(story, {last: given[last]}))
    there = story.state.stages[collecting(story.definition).id]
    assert there.joined_at == there.done_at == story.now
    assert there.contributions == {}


@pytest.mark.parametrize("name", ROUNDS)
def test_data_points_of_a_round_tell_no_more_than_its_summary(name: str):
    story, given = filled(definition(name))
    released(closed(answered(story, given)))
    (found,) = shown(story)[story.definition.subject]
    summed = {(v.group, v.item, v.row, v.typical, v.n) for v in found.values}
    points = story.emits(collecting(story.definition).id)
    asks_outcomes = any(
        row.outcomes
        for item in story.definition.fillable(
            collecting(story.definition).id, rater_role(story.definition)
        )
        for row in (item, *getattr(item, "rows", ()))
    )
    assert bool(points) == asks_outcomes
    assert {(p.group, p.item, p.row, p.value, p.n) for p in points} <= summed
    assert {(p.contribution_id, p.kind) for p in points} <= {(None, "point")}
