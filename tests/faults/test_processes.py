"""Rows 1 to 4 and 21 of the fault matrix: processes that die, or are asked to stop."""

from __future__ import annotations

import threading
import time

from tests.faults.breaking import Breaker
from tests.submissions.school import School, eventually
from tests.submissions.sending import Receipt, Sender, send_all
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


def test_a_rolling_restart_under_load_refuses_nobody(
    breaker: Breaker, founded: School, truth: Truth
):
    """Row 21: SIGTERM under load. With a second replica no request fails, and each process ends
    in time with its work done."""
    asked = founded.ask(150)
    with breaker.second_replica("portfolio", "accounts", "dashboards"):
        receipts: list[Receipt] = []
        sending = threading.Thread(
            target=lambda: receipts.extend(
                send_all(breaker.platform.public_origin(), asked, clients=4, per_second=10)
            )
        )
        sending.start()
        for service in ("portfolio", "accounts", "dashboards"):
            stopped = breaker.stop_politely(service)
            eventually(lambda s=service, p=stopped: breaker.pid(s) not in (None, p), "it is back")
            breaker.heals()
        sending.join()
    assert [one.refusals for one in receipts if one.refusals] == []
    given = truth.given()
    assert lost(receipts, given) == 0
    assert twice(given) == 0
    settled(truth)


def test_a_rolling_restart_of_the_gateway_under_load_refuses_nobody(
    breaker: Breaker, founded: School, truth: Truth
):
    """Row 21: the balancer sends nothing new to the gateway that is about to end; what it has
    begun it ends."""
    asked = founded.ask(120)
    home = breaker.platform.public_origin()
    with breaker.second_gateway() as other:
        turns, receipts = [home], []
        sending = threading.Thread(
            target=lambda: receipts.extend(
                send_all(lambda: turns[-1], asked, clients=4, per_second=12)
            )
        )
        sending.start()
        time.sleep(2)
        turns.append(other)
        stopped = breaker.stop_politely("gateway")
        eventually(lambda: breaker.pid("gateway") not in (None, stopped), "it is back")
        breaker.heals()
        turns.append(home)
        sending.join()
    assert [one.refusals for one in receipts if one.refusals] == []
    given = truth.given()
    assert lost(receipts, given) == 0
    assert twice(given) == 0
    settled(truth)


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
