"""Ten thousand mutated definitions and answers: a clear error or a valid result, in bounded time.
A hundred thousand others under `--slow`.

Every mutant is a process of the library with some of its parts replaced, removed, doubled, moved,
nested too deep or blown up. A sound mutant runs: records start, act, show and emit. So does one
that could have been published before a check refused it. Hypothesis gives the dice. The seed is
printed with a failure and can be given: TESSERA_SEED=123.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, seed, settings
from hypothesis import strategies as st

from libs.formengine import (
    Contribution,
    Definition,
    DefinitionError,
    NotAllowed,
    Participant,
    advance,
    check,
    diff,
    due_times,
    emit,
    may_act,
    parse,
    read_frozen,
    settle,
    start,
    validate_answers,
    visible,
)
from libs.formengine.sentences import SENTENCES
from tests.generated import TIMES, large
from tests.library.definitions import FORMS, definition, document
from tests.library.example import EXAMPLES
from tests.library.story import CONTEXT, NOW
from tests.mutants import Mutator

from .test_frozen import REFUSED_FOR

SEED = int(os.environ.get("TESSERA_SEED") or random.randrange(10**9))
DEFINITIONS, ANSWERS = 5_000, 5_000
SHARES = 8
SECONDS_EACH = 2.0
STEPS = 4


def _shares(total: int) -> list[Any]:
    """The total in shares; slow ones hold ten times as much. Each share throws other dice."""
    size, large_ones = total // SHARES, SHARES * TIMES
    usual = [pytest.param(n, size, id=f"{n + 1}-of-{SHARES}") for n in range(SHARES)]
    return usual + [
        pytest.param(SHARES + n, size, id=f"{n + 1}-of-{large_ones}", marks=large())
        for n in range(large_ones)
    ]


def _each(share: int, count: int, try_one: Callable[[random.Random], None]) -> None:
    """Try one thing so many times, with other dice in every share."""
    sys.stdout.write(f"TESSERA_SEED={SEED}\n")
    # Hypothesis gives the seeds and tells the one that fails. Every throw through it would take
    # twice the time.
    dice = st.randoms(use_true_random=True)
    limits = settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    seed(SEED * 1_000 + share)(limits(given(dice)(try_one)))()


def _dice(*name: Any) -> random.Random:
    sys.stdout.write(f"TESSERA_SEED={SEED}\n")
    return random.Random(f"{SEED}-{name}")


@pytest.mark.parametrize(("share", "count"), _shares(DEFINITIONS))
def test_a_mutated_definition_is_refused_with_reasons_or_runs(share: int, count: int):
    tried: Counter[str] = Counter()

    def try_one(dice: random.Random) -> None:
        name = dice.choice(FORMS)
        note(f"a mutant of {name}")
        mutant, life = Mutator(dice).broken(document(name)), random.Random(dice.getrandbits(64))
        began = time.process_time()
        found = refused_or_parsed(mutant)
        tried["sound" if found else "refused"] += 1
        opened = opened_as_frozen(mutant)
        assert found is None or opened == found
        if opened is not None:
            live(opened, life)
            diff(definition(name), opened)
        took = time.process_time() - began
        assert took < SECONDS_EACH, f"a mutant of {name} took {took:.1f} s"

    _each(share, count, try_one)
    assert tried.total() >= count
    assert tried["sound"] > count / 100, "hardly any mutant was sound: nothing was tried"


@pytest.mark.parametrize("name", FORMS)
def test_what_check_finds_is_what_parse_refuses(name: str):
    mutator, refused = Mutator(_dice("parse", name)), 0
    for _ in range(10):
        mutant = mutator.broken(document(name))
        if problems := check(mutant):
            refused += 1
            with pytest.raises(DefinitionError) as refusal:
                parse(mutant)
            assert refusal.value.problems == problems
    assert refused


def refused_or_parsed(mutant: Any) -> Definition | None:
    """The definition, or None where it was refused with sentences an author understands."""
    problems = check(mutant)
    for problem in problems:
        assert problem.code in SENTENCES
        assert problem.message and problem.in_language("nl")
    if problems:
        return None
    found = parse(mutant)
    assert found.document == mutant
    return found


def opened_as_frozen(mutant: Any) -> Definition | None:
    """As a form that was published before a check refused it; None where no form can be so."""
    try:
        return read_frozen(mutant)
    except DefinitionError as refusal:
        found = {one.code for one in refusal.problems}
        unshaped = {one for one in found if one.partition(".")[0] in ("shape", "bounds")}
        assert found <= REFUSED_FOR | unshaped | {"item.type"}
        return None


def live(form: Definition, dice: random.Random) -> None:
    """A short life of a record: acts may be refused, but nothing breaks."""
    people = [
        Participant(f"{role.key}{n}", role.key, group.key if group else None)
        for role in form.roles.values()
        for n, group in enumerate(role.groups or (None, None))
    ]
    state, given, now = start(form, people, NOW), list[Contribution](), NOW
    for step in range(STEPS):
        turns = [(who, act) for who in people for act in may_act(form, state, who, now)]
        if not turns:
            break
        who, act = dice.choice(turns)
        kept = [*given, _contribution(form, act.stage, who, step, dice)]
        by_stage = {one.stage: [one.answers] for one in kept}
        try:
            state = advance(form, state, act.action, who, now, by_stage, stage=act.stage)
        except NotAllowed as refusal:
            assert refusal.code
        else:
            given = kept
        state = settle(form, state, now, by_stage)
        due_times(form, state)
        emit(form, given, CONTEXT, act.stage, state)
        visible(form, state, who, given, now)


def _contribution(
    form: Definition, stage: str, who: Participant, step: int, dice: random.Random
) -> Contribution:
    answers = {item.key: Mutator(dice).junk(2) for item in form.fillable(stage, who.role)}
    checked = validate_answers(
        form,
        stage=stage,
        role=who.role,
        answers=answers,
        context=CONTEXT,
        today=NOW.date(),
        complete=dice.random() < 0.5,
    )
    wrong = {one.item for one in checked.errors}
    sound = {key: value for key, value in answers.items() if key not in wrong}
    return Contribution(f"c{step}", stage, who.id, who.role, who.group, sound, 1, NOW)


def _told() -> list[tuple[str, str, str, dict[str, Any]]]:
    """(form, stage, role, answers) of everything filled in in the worked examples."""
    found = []
    for path in sorted(EXAMPLES.glob("*.json")):
        example = json.loads(path.read_text(encoding="utf-8"))
        for step in example["steps"]:
            if step.get("answers") and step.get("stage"):
                role = example["people"][step["who"]]["role"]
                found.append((example["form"], step["stage"], role, step["answers"]))
    return found


@pytest.mark.parametrize(("share", "count"), _shares(ANSWERS))
def test_mutated_answers_are_told_what_is_wrong_or_taken(share: int, count: int):
    told, tried = _told(), Counter[bool]()
    assert told

    def try_one(dice: random.Random) -> None:
        name, stage, role, answers = dice.choice(told)
        note(f"answers of {name}, {stage}")
        mutant, is_complete = Mutator(dice).broken(answers), dice.random() < 0.7
        began = time.process_time()
        tried[told_or_taken(definition(name), stage, role, mutant, is_complete)] += 1
        took = time.process_time() - began
        assert took < SECONDS_EACH, f"answers of {name} took {took:.1f} s"

    _each(share, count, try_one)
    assert tried.total() >= count
    assert tried[True] and tried[False]


def told_or_taken(form: Definition, stage: str, role: str, answers: Any, complete: bool) -> bool:
    """Whether the answers have mistakes; those without can be stored, emitted and read."""
    checked = validate_answers(
        form,
        stage=stage,
        role=role,
        answers=answers,
        context=CONTEXT,
        today=NOW.date(),
        complete=complete,
        by_stage={stage: [answers]} if isinstance(answers, dict) else {},
    )
    for error in checked.errors:
        assert error.message_key in SENTENCES, error
    if checked.ok:
        kept = json.loads(json.dumps(checked.answers, allow_nan=False))
        # A Send leaves out what is hidden and changes nothing else at this level.
        assert kept == answers or (complete and kept.keys() < answers.keys())
        assert json.dumps(checked.computed, allow_nan=False)
    return not checked.ok
