"""The attack on anonymous rounds finds what it looks for where something was left to find."""

from __future__ import annotations

import random
import uuid

from tests.e2e.linking import Round, Row, best_orders, joined


def kept(*, shuffled: bool, shared: bool = False) -> tuple[list[Row], list[Round]]:
    """Four rounds as a database might keep them: raters in one table, answers in another."""
    chooser, rows, rounds = random.Random(3), [], []
    for number in range(4):
        raters = [f"rater-{number}-{n}" for n in range(8)]
        answers = [f"words-{number}-{n}" for n in range(8)]
        order = list(range(8))
        if shuffled:
            chooser.shuffle(order)
        marks = [str(uuid.UUID(int=chooser.getrandbits(128))) for _ in raters]
        for n, rater in enumerate(raters):
            rows.append(Row("participant", len(rows), {"who": rater, "mark": marks[n]}))
        for n in order:
            columns = {"said": answers[n]} | ({"mark": marks[n]} if shared else {})
            rows.append(Row("answer", len(rows), columns))
        rounds.append(Round([frozenset({one}) for one in raters], answers))
    return rows, rounds


def test_answers_kept_in_the_order_of_the_raters_are_found_out():
    rows, rounds = kept(shuffled=False)
    likely = best_orders(rows, rounds)
    assert likely["answer as it lies", "participant as it lies"] < 0.001


def test_shuffled_answers_are_matched_no_better_than_by_chance():
    rows, rounds = kept(shuffled=True)
    likely = best_orders(rows, rounds)
    assert likely["answer as it lies", "participant as it lies"] > 0.01
    assert joined(rows, rounds) == []


def test_an_id_that_stands_beside_rater_and_answer_is_found_out():
    rows, rounds = kept(shuffled=True, shared=True)
    assert joined(rows, rounds)
