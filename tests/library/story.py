"""A record told as a story: people act, the clock goes on, and one may look at any moment."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from libs.formengine import (
    Contribution,
    Definition,
    Emission,
    Participant,
    RecordState,
    View,
    advance,
    answers_by_stage,
    emit,
    may_act,
    settle,
    start,
    visible,
)

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
WITHOUT_ANSWERS = frozenset({"return", "decline", "undo", "withdraw", "pass_on", "close", "cancel"})
CONTEXT = {"encounter_date": "2026-03-01"}


class Story:
    """Keeps contributions as their owner would, so that tests read like the process itself."""

    def __init__(
        self, definition: Definition, unasked: bool = False, **people: str | Participant
    ) -> None:
        self.definition = definition
        self.now = NOW
        self.people = {
            name: one if isinstance(one, Participant) else Participant(name, one)
            for name, one in people.items()
        }
        self.state: RecordState = start(definition, self.people.values(), self.now, unasked=unasked)
        self.contributions: list[Contribution] = []

    def wait(self, **length: float) -> Story:
        self.now += dt.timedelta(**length)
        self.state = settle(self.definition, self.state, self.now, self.by_stage())
        return self

    def by_stage(self) -> dict[str, list[Any]]:
        return answers_by_stage(self.definition, self.contributions)

    def to_do(self, name: str) -> list[str]:
        found = may_act(self.definition, self.state, self.people[name], self.now)
        return [act.stage for act in found]

    def does(self, name: str, action: str, answers: Any = None, **more: Any) -> Story:
        who = self.people[name]
        stage = more.get("stage")
        if stage is None and self.to_do(name):
            stage = more["stage"] = self.to_do(name)[0]
        before = list(self.contributions)
        if stage and action not in WITHOUT_ANSWERS:
            self._keep(who, stage, answers or {})
        try:
            self.state = advance(
                self.definition, self.state, action, who, self.now, self.by_stage(), **more
            )
        except Exception:
            self.contributions = before
            raise
        return self

    def _keep(self, who: Participant, stage: str, answers: Any) -> None:
        cycle = self.state.stages[stage].cycle
        mine = [c for c in self.contributions if _is(c, stage, who, cycle)]
        revision = mine[0].revision + 1 if mine else 1
        one = Contribution(
            f"{stage}-{who.id}-{cycle}",
            stage,
            who.id,
            who.role,
            who.group,
            answers,
            revision,
            self.now,
            cycle,
        )
        self.contributions = [c for c in self.contributions if c not in mine] + [one]

    def sees(self, name: str) -> View:
        reader = self.people.get(name) or Participant(name, name)
        return visible(self.definition, self.state, reader, self.contributions, self.now)

    def reads(self, name: str) -> set[str]:
        """The stages of others of which somebody reads something."""
        return {one.stage for one in self.sees(name).readings if not one.own}

    def emits(self, stage: str) -> list[Emission]:
        return emit(self.definition, self.contributions, CONTEXT, stage, self.state)

    def status(self, stage: str) -> str:
        return self.state.stages[stage].status.value

    def changed(self, **changes: Any) -> Story:
        self.state = dataclasses.replace(self.state, **changes)
        return self


def _is(one: Contribution, stage: str, who: Participant, cycle: int) -> bool:
    return (one.stage, one.participant_id, one.cycle) == (stage, who.id, cycle)
