"""Random lives of records: whatever people and the clock do, the state stays sound."""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import Any

import pytest

from libs.formengine import (
    Action,
    Contribution,
    Definition,
    NotAllowed,
    Participant,
    RecordState,
    StageStatus,
    advance,
    due_times,
    emit,
    may_act,
    next_wake_at,
    settle,
    start,
    visible,
)
from libs.formengine.items import Choice, Judgement, Rubric
from tests.generated import numbers
from tests.library.definitions import FORMS, definition
from tests.library.offers import offers, refusal
from tests.library.story import NOW

CONTEXT = {"encounter_date": "2026-03-01"}


def people_of(form: Definition) -> list[Participant]:
    """As many people as each role needs, spread over its groups."""
    found = []
    for role in form.roles.values():
        groups = [group.key for group in role.groups] or [None]
        for n in range(max(role.min, 1)):
            found.append(Participant(f"{role.key}{n}", role.key, groups[n % len(groups)]))
    return found


def some_answers(form: Definition, stage: str, role: str, dice: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in form.fillable(stage, role):
        if isinstance(item, Judgement):
            found[item.key] = dice.choice(form.scales[item.scale].values)
        elif isinstance(item, Rubric):
            values = form.scales[item.scale].values
            found[item.key] = {row.key: {"v": dice.choice(values)} for row in item.rows}
        elif isinstance(item, Choice) and not item.many:
            found[item.key] = dice.choice(sorted(item.values))
    return found


class Life:
    def __init__(self, form: Definition, seed: int) -> None:
        self.form, self.dice, self.now = form, random.Random(seed), NOW
        self.people = people_of(form)
        self.state = start(form, self.people, self.now)
        self.given: dict[tuple[str, str, int], Contribution] = {}

    def by_stage(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for one in self.given.values():
            found.setdefault(one.stage, []).append(one.answers)
        return found

    def step(self) -> None:
        before = self.state.to_json()
        try:
            if self.dice.random() < 0.2:
                self.clock()
            else:
                self.act()
        except NotAllowed as refusal:
            assert refusal.code and self.state.to_json() == before

    def clock(self) -> None:
        self.now += dt.timedelta(seconds=self.dice.choice([10, 60, 3600, 86400, 30 * 86400]))
        self.state = settle(self.form, self.state, self.now, self.by_stage())

    def act(self) -> None:
        who = self.dice.choice(self.people)
        mine = may_act(self.form, self.state, who, self.now)
        action: str = self.dice.choice(list(Action)).value
        stage = self.dice.choice([one.id for one in self.form.stages])
        if mine and self.dice.random() < 0.7:
            stage, action = mine[0].stage, mine[0].action.value
        answers = some_answers(self.form, stage, who.role, self.dice)
        cycle = self.state.stages[stage].cycle
        key = (stage, who.id, cycle)
        one = Contribution(
            "-".join(map(str, key)), stage, who.id, who.role, who.group, answers, 1, self.now, cycle
        )
        kept = {**self.given, key: one} if action not in ("return", "decline") else self.given
        by_stage = {s: [c.answers for c in kept.values() if c.stage == s] for s, _, _ in kept}
        to = Participant(f"new{self.dice.random()}", who.role)
        self.state = advance(
            self.form, self.state, action, who, self.now, by_stage, stage=stage, to=to
        )
        self.given = kept

    def check(self) -> None:
        state = self.state
        assert RecordState.from_json(json.loads(json.dumps(state.to_json()))) == state
        assert settle(self.form, state, self.now, self.by_stage()) == settle(
            self.form,
            settle(self.form, state, self.now, self.by_stage()),
            self.now,
            self.by_stage(),
        )
        for stage in self.form.stages:
            there = state.stages[stage.id]
            if there.status is StageStatus.WAITING:
                assert not there.given()
            if there.status in (StageStatus.DONE,) and not there.answered:
                assert there.given()
            self.nothing_leaks(stage.id)
        self.offers_hold(self.dice.choice(self.people))
        assert due_times(self.form, state) == sorted(
            due_times(self.form, state), key=lambda due: due.at
        )

    def offers_hold(self, who: Participant) -> None:
        for one in offers(self.form, self.state, who, self.now):
            assert refusal(self.form, self.state, one, self.now, self.by_stage()) is None, one

    def nothing_leaks(self, stage_id: str) -> None:
        stage, there = self.form.stage(stage_id), self.state.stages[stage_id]
        given = list(self.given.values())
        if stage.is_joined or stage.is_released:
            opened = there.released_at if stage.is_released else there.joined_at
            if opened is None or opened > self.now:
                now = [c for c in given if c.stage == stage_id and c.cycle == there.cycle]
                assert emit(self.form, now, CONTEXT, stage_id, self.state) == []
        for who in self.people:
            for reading in visible(self.form, self.state, who, given, self.now).readings:
                if stage.anonymous and reading.stage == stage_id:
                    assert reading.own


@numbers("lives", 12)
@pytest.mark.parametrize("name", FORMS)
def test_no_series_of_acts_breaks_a_record(name: str, lives: int):
    for seed in range(lives):
        life = Life(definition(name), seed)
        for _ in range(50):
            life.step()
            life.check()


@numbers("lives", 6)
@pytest.mark.parametrize("name", FORMS)
def test_settling_at_the_next_wake_always_makes_progress(name: str, lives: int):
    for seed in range(lives):
        life = Life(definition(name), seed)
        for _ in range(15):
            life.step()
        for _ in range(100):
            wake = next_wake_at(life.form, life.state)
            if wake is None:
                break
            before = life.state
            life.now = max(life.now, wake)
            life.state = settle(life.form, life.state, life.now, life.by_stage())
            assert life.state != before
        assert next_wake_at(life.form, life.state) is None
