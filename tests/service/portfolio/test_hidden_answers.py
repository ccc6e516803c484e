"""What was chosen before another answer hid the question is no judgement, however it got here."""

from __future__ import annotations

import pytest

from .world import KPB, World


@pytest.mark.parametrize("trust", [4, 99])
def test_an_answer_under_a_question_that_is_hidden_by_now_is_not_sent(world: World, trust: int):
    asked = world.ask()
    link = world.link(asked["record_id"])
    world.send(link, asked["record_id"], "assess", KPB | {"trust": trust}, actor_name="J. Jansen")
    for reader in (link, world.learner, world.trainer):
        read = world.record(reader, asked["record_id"])
        (given,) = [one for one in read["contributions"] if one["stage"] == "assess"]
        assert "trust" not in given["answers"]
        assert "trust" not in given["items"]
    assert world.rows("SELECT 1 FROM contribution WHERE answers ? 'trust'") == []


def test_an_answer_that_was_stored_under_a_hidden_question_is_shown_to_nobody(world: World):
    asked = world.ask()
    link = world.link(asked["record_id"])
    world.send(link, asked["record_id"], "assess", KPB, actor_name="J. Jansen")
    world.rows(
        "UPDATE contribution SET answers = answers || CAST('{\"trust\": 99}' AS jsonb)"
        " WHERE stage = 'assess' RETURNING 1"
    )
    read = world.record(world.learner, asked["record_id"])
    assert "trust" not in str(read["contributions"])


def test_whoever_fills_in_is_told_what_the_rules_of_their_page_read_elsewhere(world: World):
    asked = world.ask(answers={"epa": "epa/acute"})
    link = world.link(asked["record_id"])
    (act,) = world.record(link, asked["record_id"])["may"]
    assert (act["stage"], act["facts"]) == ("assess", {"epa": "epa/acute"})
    world.send(link, asked["record_id"], "assess", KPB, actor_name="J. Jansen")
    (reply,) = world.record(world.learner, asked["record_id"])["may"]
    assert (reply["stage"], reply["facts"]) == ("respond", {})
