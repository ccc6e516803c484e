"""Trying a form that is being designed: every step of it can be come to."""

from __future__ import annotations

import datetime as dt

import pytest

from gateway.rehearsal import NotReached, Rehearsal, Seat, seats
from tests.library.definitions import FORMS, definition
from tests.unit.gateway.trying_samples import told

NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize("key", FORMS)
def test_every_step_that_no_answer_decides_on_can_be_tried_by_everybody_in_it(key: str):
    always = {one["id"] for one in definition(key).document["stages"] if "when" not in one}
    for seat in seats(definition(key)):
        if seat.step in always:
            person = Rehearsal(definition(key), {}, NOW).come_to(seat)
            assert person.role == seat.role


def test_a_step_that_waits_for_several_ends_with_the_last_of_them_and_gives_what_all_gave():
    both = ("trainer", "teacher")
    trainer, teacher = (
        one for one in told("combel") if one.seat[:2] in {("judge", r) for r in both}
    )
    first = Rehearsal(definition("combel"), {}, NOW).send(*trainer)
    assert (teacher.seat in first.waits_for, trainer.seat in first.waits_for) == (True, False)
    assert first.gives == ()
    second = Rehearsal(definition("combel"), {trainer.seat: trainer.answers}, NOW).send(*teacher)
    assert "judge" not in {one.step for one in second.waits_for}
    assert {one.role for one in second.gives} == set(both)


def test_a_release_gives_what_the_round_held_back():
    walk = {one.seat: one.answers for one in told("team-feedback")}
    raters, release = (
        next(one for one in walk if one.step == step) for step in ("collect", "release")
    )
    given = Rehearsal(definition("team-feedback"), walk, NOW).send(release, walk[release])
    assert {one.stage for one in given.gives} == {raters.step}


def test_a_round_is_closed_the_morning_after_all_have_answered():
    rehearsal = Rehearsal(definition("team-feedback"), {}, NOW)
    rehearsal.come_to(Seat("release", "coach"))
    assert NOW.date() + dt.timedelta(days=1) == rehearsal.now.date()


def test_who_was_tried_acts_before_others_who_may():
    """Trainer or teacher reports; the teacher was tried, and what was said counts."""
    report = {"teacher": 1, "trainer": 3}
    for role, concern in report.items():
        walk = {Seat("report", role): {"concern": concern}}
        rehearsal = Rehearsal(definition("professional-behaviour"), walk, NOW)
        if concern == 1:
            rehearsal.come_to(Seat("review", "head"))
            continue
        with pytest.raises(NotReached):
            rehearsal.come_to(Seat("review", "head"))


def test_a_form_that_begins_unasked_has_no_steps_before():
    form = definition("kpb")
    assert [one.step for one in seats(form)] == ["ask", "assess", "respond"]
    assert [one.step for one in seats(form, unasked=True)] == ["assess", "respond"]
    answered = next(one for one in told("kpb.unasked") if one.seat.step == "assess")
    sent = Rehearsal(form, {}, NOW, unasked=True).send(*answered)
    assert (sent.errors, sent.is_done) == ((), True)
    assert sent.waits_for == (Seat("respond", "learner"),)


def test_only_people_who_judge_for_themselves_are_told_apart():
    examiners = [one.number for one in seats(definition("portfolio-exam")) if one.step == "score"]
    patients = [
        one.number for one in seats(definition("patient-feedback")) if one.role == "patient"
    ]
    assert (examiners, patients) == ([1, 2], [1])


def test_days_without_an_answer_remind_whoever_was_asked_and_end_what_nobody_answers():
    asked = Seat("assess", "assessor")
    week = Rehearsal(definition("kpb"), {}, NOW).wait(asked, 7)
    assert week.passed == ((3, "remind", *asked[:2]), (7, "remind", *asked[:2]))
    assert (week.is_over, [one.step for one in week.waits_for]) == (False, ["assess"])
    month = Rehearsal(definition("kpb"), {}, NOW).wait(asked, 28)
    assert month.passed[-1] == (28, "expire", *asked[:2])
    assert (month.is_over, month.is_done, month.waits_for) == (True, False, ())


def test_a_step_that_may_be_left_out_ends_the_form_when_its_time_is_up_and_reminds_nobody():
    told_of = Rehearsal(definition("competence-committee"), {}, NOW).wait(
        Seat("appeal", "learner"), 42
    )
    assert told_of.passed == ((42, "expire", "appeal", ""),)
    assert told_of.is_done and not told_of.is_over


def test_who_was_tried_at_the_same_step_is_not_reminded():
    trainer = next(one for one in told("combel") if one.seat[:2] == ("judge", "trainer"))
    waited = Rehearsal(definition("combel"), {trainer.seat: trainer.answers}, NOW).wait(
        Seat("judge", "teacher"), 7
    )
    assert waited.passed == ((7, "remind", "judge", "teacher"),)


@pytest.mark.parametrize("key", FORMS)
def test_time_can_pass_at_every_step_and_comes_to_an_end(key: str):
    for seat in seats(definition(key)):
        try:
            waited = Rehearsal(definition(key), {}, NOW).wait(seat, 400)
        except NotReached:
            continue
        assert list(waited.passed) == sorted(waited.passed, key=lambda one: one.day)
        assert all(0 <= one.day <= 400 for one in waited.passed)
