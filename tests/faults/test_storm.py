"""Thousands of submissions while everything dies around them."""

from __future__ import annotations

import time

import pytest

from deploy.local.environment import SERVICES
from tests.faults.breaking import HEALED_WITHIN_S, NAMED, Breaker, Storm
from tests.submissions.school import School, eventually
from tests.submissions.sending import Receipt, send_all
from tests.submissions.truth import Truth, lost, twice

SUBMISSIONS = 2000
FAULTS = 18
NAMED_AT_LEAST = 15
CLIENTS = 8


@pytest.mark.timeout(900)
def test_two_thousand_submissions_survive_eighteen_random_faults(breaker, founded, truth, seed):
    """The gate: services, relays, broker (kill -9) and PostgreSQL (at once) die at random, at
    least fifteen times in all; the gateway and the live process once each beside them."""
    weather(breaker, founded, truth, seed, SUBMISSIONS, FAULTS)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_they_survive_with_two_replicas_of_every_service_too(breaker, founded, truth, seed):
    """Replicas share queues, timers and the relay's lock, and never do a thing twice."""
    with breaker.second_replica(*SERVICES):
        weather(breaker, founded, truth, seed, SUBMISSIONS, FAULTS)


def weather(
    breaker: Breaker, founded: School, truth: Truth, seed: int, count: int, faults: int
) -> None:
    """Send so many through so many faults, and hold the receipts against the truth."""
    before = twice(truth.given())
    asked = founded.ask(count)
    receipts: list[Receipt] = []
    storm = Storm(breaker, seed, faults, lambda: len(receipts) / count)
    print(f"\nFAULTS_SEED={seed}")
    storm.start()
    began = time.monotonic()
    send_all(breaker.platform.public_origin(), asked, clients=CLIENTS, receipts=receipts)
    took, made = time.monotonic() - began, storm.end()
    print(f"{len(made)} faults ({', '.join(made)}) in {took:.0f} s of sending")
    seconds = breaker.heals(HEALED_WITHIN_S)
    eventually(lambda: not truth.differences(), f"{truth.differences()}", HEALED_WITHIN_S - seconds)
    assert len(made) == faults
    assert len([one for one in made if one in NAMED]) >= NAMED_AT_LEAST
    refused = [one.refusals for one in receipts if not one.contribution_id]
    assert refused == []
    given = truth.given()
    assert lost(receipts, given) == 0
    assert twice(given) - before == 0
    tries = sum(one.tries for one in receipts)
    print(f"{count} receipts in {tries} tries; healed {seconds:.1f} s after the last fault")
