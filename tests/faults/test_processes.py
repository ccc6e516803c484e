"""Rows 1 to 4 of the fault matrix, and the gateway: processes that die."""

from __future__ import annotations

import threading

from tests.faults.breaking import Breaker
from tests.submissions.school import School, eventually
from tests.submissions.sending import Receipt, Sender
from tests.submissions.truth import Truth, lost, twice


def settled(truth: Truth) -> None:
    eventually(lambda: not truth.differences(), "the read model equals the facts", 60)


def sent_once(truth: Truth, receipt: Receipt) -> None:
    """The facts hold this Send exactly once, and the read model shows it."""
    given = truth.given()
    assert len(given[receipt.asked.record_id]) == 1
    assert lost([receipt], given) == 0
    assert twice(given) == 0
    settled(truth)


def test_a_service_killed_after_the_commit_answers_the_retry_with_the_same_form(
    breaker: Breaker, founded: School, truth: Truth
):
    """Row 1: kill -9 of portfolio between the commit and the answer."""
    (asked,) = founded.ask(1)
    breaker.arm("portfolio", "after_commit")
    sender = Sender(breaker.platform.public_origin())

    receipt = sender.send(asked)
    again = sender.send(asked, receipt.key)

    assert not breaker.is_armed("portfolio", "after_commit")
    assert receipt.tries > 1
    assert (again.contribution_id, again.sent_at) == (receipt.contribution_id, receipt.sent_at)
    sent_once(truth, receipt)


def test_a_service_killed_before_the_commit_leaves_no_form_and_the_retry_succeeds(
    breaker: Breaker, founded: School, truth: Truth
):
    """Row 2: kill -9 of portfolio before the commit."""
    (asked,) = founded.ask(1)
    breaker.arm("portfolio", "before_commit")
    seen_without: list[bool] = []
    watch = threading.Thread(target=lambda: seen_without.append(_no_form(breaker, truth, asked)))
    watch.start()

    receipt = Sender(breaker.platform.public_origin()).send(asked)

    watch.join()
    assert receipt.tries > 1
    assert seen_without == [True]
    sent_once(truth, receipt)


def _no_form(breaker: Breaker, truth: Truth, asked) -> bool:
    eventually(lambda: not breaker.is_armed("portfolio", "before_commit"), "it died", 30)
    return asked.record_id not in truth.given()


def test_a_relay_killed_after_publishing_sends_twice_and_is_heard_once(
    breaker: Breaker, founded: School, truth: Truth
):
    """Row 3: kill -9 of the relay after the publish, before it marks the row."""
    (asked,) = founded.ask(1)
    settled(truth)
    breaker.arm("portfolio", "after_publish")

    receipt = Sender(breaker.platform.public_origin()).send(asked)

    eventually(lambda: not breaker.is_armed("portfolio", "after_publish"), "it died", 30)
    breaker.heals()
    sent_once(truth, receipt)


def test_a_consumer_killed_before_it_acknowledges_applies_the_event_once(
    breaker: Breaker, founded: School, truth: Truth
):
    """Row 4: kill -9 of the consumer after its commit, before the acknowledgement."""
    (asked,) = founded.ask(1)
    settled(truth)
    breaker.arm("dashboards", "before_acknowledge")

    receipt = Sender(breaker.platform.public_origin()).send(asked)

    eventually(lambda: not breaker.is_armed("dashboards", "before_acknowledge"), "it died", 30)
    breaker.heals()
    sent_once(truth, receipt)


def test_a_killed_gateway_leaves_no_orphan_that_keeps_its_port(
    breaker: Breaker, founded: School, truth: Truth
):
    """The worker ends with the master, although a browser keeps a connection to it."""
    first, second = founded.ask(2)
    sender = Sender(breaker.platform.public_origin())
    sender.send(first)

    breaker.kill("gateway")

    assert breaker.heals(15) < 15
    receipt = sender.send(second)
    sent_once(truth, receipt)
