"""Mutated answers through the use cases, on a real database: told what is wrong with nothing
stored, or kept as they were sent.

The seed is printed with a failure and can be given: TESSERA_SEED=123.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from typing import Any

import marshmallow as ma

from libs.contracts import portfolio as contract
from libs.contracts.base import Fault
from services.portfolio import use_cases
from tests.generated import numbers
from tests.library.example import EXAMPLES
from tests.mutants import Mutator, as_sent
from tests.stored import Stored, stored

from .world import KPB, World

SEED = int(os.environ.get("TESSERA_SEED") or random.randrange(10**9))
# Forms that a learner begins, each with the step that is filled in first.
BEGUN = {"starrt": "write", "goal": "draft", "shift": "log"}


def answers_told() -> dict[str, dict[str, Any]]:
    """What the worked examples fill in at those steps, by form."""
    found: dict[str, dict[str, Any]] = {"kpb": KPB}
    for form in BEGUN:
        example = json.loads((EXAMPLES / f"{form}.json").read_text(encoding="utf-8"))
        sent = [one for one in example["steps"] if one.get("answers") and not one.get("refused")]
        found[form] = sent[0]["answers"]
    return found


class Open:
    """A stage of one form that waits for its answers, again and again."""

    def __init__(self, world: World, form: str) -> None:
        self.world, self.form, self.stage = world, form, BEGUN.get(form, "assess")
        self.begin()

    def begin(self) -> None:
        self.rev = 0
        if self.form in BEGUN:
            self.record_id, self.who = self.world.start(self.form), self.world.learner
            return
        self.record_id = self.world.ask(again=True)["record_id"]
        self.who = self.world.link(self.record_id)

    def send(self, answers: Any) -> None:
        self.world.send(self.who, self.record_id, self.stage, answers)

    def save(self, answers: Any) -> None:
        fields = {"record_id": self.record_id, "stage": self.stage, "rev": self.rev}
        saved = self.world.do(
            self.who, contract.SAVE_DRAFT, use_cases.save_draft, answers=answers, **fields
        )
        self.rev = saved["rev"]

    def sent(self) -> Any:
        given = self.world.record(self.who, self.record_id)["contributions"]
        return next(one["answers"] for one in given if one["stage"] == self.stage)

    def draft(self) -> Any:
        return self.world.record(self.who, self.record_id)["may"][0]["answers"]


def expect_clear(refusal: Exception) -> None:
    if isinstance(refusal, ma.ValidationError):
        assert refusal.messages
        return
    assert isinstance(refusal, Fault) and refusal.status in (409, 413, 422), repr(refusal)
    assert refusal.errors or refusal.detail


def try_one(place: Open, database: Stored, answers: Any, *, as_draft: bool) -> str:
    before = database.everything()
    try:
        (place.save if as_draft else place.send)(answers)
    except (Fault, ma.ValidationError) as refusal:
        expect_clear(refusal)
        assert database.everything() == before
        return "refused"
    assert database.everything() != before
    if as_draft:
        assert place.draft() == answers
        return "kept"
    kept = place.sent()
    # A Send leaves out what is hidden and changes nothing else at this level.
    assert kept == {key: one for key, one in answers.items() if key in kept}
    place.begin()
    return "sent"


@numbers("mutants", 300)
def test_refused_answers_leave_nothing_behind(world: World, postgres_admin_url: str, mutants: int):
    sys.stdout.write(f"TESSERA_SEED={SEED}\n")
    dice, tried = random.Random(SEED), Counter[str]()
    told = answers_told()
    places = {form: Open(world, form) for form in told}
    with stored(world.db, postgres_admin_url) as database:
        for number in range(mutants):
            form = dice.choice(sorted(told))
            whole = number % 25 == 0
            answers = told[form] if whole else as_sent(Mutator(dice).broken(told[form]))
            if answers is None:
                continue
            as_draft = not whole and dice.random() < 0.3
            tried[try_one(places[form], database, answers, as_draft=as_draft)] += 1
    assert tried["refused"] > mutants / 4, tried
    assert tried["sent"] > mutants / 50 and tried["kept"], tried
