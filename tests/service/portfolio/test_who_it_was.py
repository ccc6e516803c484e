"""Who it was stays traceable: what is kept beside an answer that came without an account."""

from __future__ import annotations

import dataclasses
import hashlib
import json

from libs.chassis.testing import call
from libs.contracts import portfolio as contract
from services.portfolio import use_cases

from .world import KPB, World

NETWORK = "203.0.113.0/24"


def test_an_answer_by_link_keeps_its_network_its_link_and_a_hash_of_what_was_sent(world: World):
    asked = world.ask()
    link = world.link(asked["record_id"])
    from_there = dataclasses.replace(
        call(link, contract.SEND, idempotency_key="8d7f6c1e-2f0b-4a53-9f0e-0d3c5b8a1e77"),
        network_address=NETWORK,
    )
    sent = contract.SEND.request().load(
        {"record_id": asked["record_id"], "stage": "assess", "answers": KPB, "actor_name": "Jansen"}
    )
    world.db.write(from_there, use_cases.send, sent)
    (now,) = world.rows("SELECT actor, answers FROM contribution WHERE stage = 'assess'")
    (then,) = world.rows(
        "SELECT r.actor, r.answers FROM contribution_revision r"
        " JOIN contribution c ON c.id = r.contribution_id WHERE c.stage = 'assess'"
    )
    for actor, answers in (now, then):
        assert actor["network"] == NETWORK
        assert actor["link_request_id"] == asked["request_id"]
        assert actor["content_hash"] == spelled_hash(answers)
    assert now.answers["strong"] == KPB["strong"]


def spelled_hash(answers: dict) -> str:
    """As somebody works it out who was given the answers and the hash, years later."""
    text = json.dumps(answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
