"""Whatever the engine offers anybody in a worked example can be done at that moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from libs.formengine import settle
from tests.library.example import Telling, example, examples
from tests.library.offers import offers, refusal


class Trying(Telling):
    """After each step, and two minutes and two days later, tries all that is offered, on a copy."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        super().__init__(document)
        self.tried: set[str] = set()
        self.refused: list[tuple[str, str, str | None, str]] = []

    def _step(self, step: Mapping[str, Any]) -> None:
        super()._step(step)
        for minutes in (0, 2, 2 * 24 * 60):
            self._try_all(self.story.now + dt.timedelta(minutes=minutes))

    def _try_all(self, now: dt.datetime) -> None:
        by_stage = self.story.by_stage()
        state = settle(self.definition, self.story.state, now, by_stage)
        for who in self.story.people.values():
            for one in offers(self.definition, state, who, now):
                code = refusal(self.definition, state, one, now, by_stage)
                self.tried.add(one.action)
                if code:
                    self.refused.append((who.role, one.action, one.stage, code))


@pytest.mark.parametrize("name", examples())
def test_every_act_that_is_offered_in_a_worked_example_can_be_done(name: str):
    found = Trying(example(name))
    found.run()
    assert found.refused == []
    assert found.tried


def test_the_worked_examples_offer_every_act_there_is():
    found = [Trying(example(name)) for name in ("kpb", "responsibility", "team-feedback", "hours")]
    for one in found:
        one.run()
    tried = {action for one in found for action in one.tried}
    assert tried >= {"send", "approve", "decide", "release", "decline", "return", "object"}
    assert tried >= {"pass_on", "undo", "correct", "withdraw", "close", "cancel"}
