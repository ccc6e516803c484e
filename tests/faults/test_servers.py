"""Rows 5, 6, 8, 10 and 11 of the fault matrix: the servers underneath go away or say no."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import json
import re
import threading
import time
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg2
import pytest

from tests.cookie_names import cookie_of
from tests.faults.breaking import Breaker
from tests.faults.test_processes import settled
from tests.submissions.school import Asked, School, eventually
from tests.submissions.sending import Receipt, Sender, send_all
from tests.submissions.truth import Truth, lost, twice

_UNSENT = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
_DRAINED = """
SELECT count(*), extract(epoch FROM max(sent_at) - min(sent_at)) FROM outbox WHERE id > %(first)s
"""


def one_try(breaker: Breaker, asked: Asked) -> tuple[int, str | None, float]:
    """(status, Retry-After, seconds) of a Send that nobody repeats."""
    place = urlsplit(breaker.platform.public_origin()).netloc
    connection = http.client.HTTPConnection(place, timeout=15)
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {asked.token}",
        "Idempotency-Key": str(uuid.uuid4()),
    }
    began = time.monotonic()
    try:
        connection.request("POST", asked.path, json.dumps(asked.body()), headers)
        answer = connection.getresponse()
        return answer.status, answer.headers["Retry-After"], time.monotonic() - began
    finally:
        connection.close()


def during(breaker: Breaker, asked: list[Asked]) -> tuple[threading.Thread, list[Receipt]]:
    """Clients that keep sending while the test goes on."""
    receipts: list[Receipt] = []
    origin = breaker.platform.public_origin()
    thread = threading.Thread(
        target=lambda: receipts.extend(send_all(origin, asked, clients=4, per_second=8))
    )
    thread.start()
    return thread, receipts


def kept_once(truth: Truth, receipts: list[Receipt]) -> None:
    given = truth.given()
    assert all(one.contribution_id for one in receipts)
    assert lost(receipts, given) == 0
    assert twice(given) == 0
    settled(truth)


def test_a_killed_broker_is_said_at_once_and_everything_is_back_soon_after_it(
    breaker: Breaker, founded: School, truth: Truth
):
    """Row 5: broker kill -9."""
    asked = founded.ask(60)
    Sender(breaker.platform.public_origin()).send(asked[0])
    restarts = breaker.restarts()
    sending, receipts = during(breaker, asked[1:])
    with breaker.no_broker():
        time.sleep(1)
        status, retry_after, seconds = one_try(breaker, asked[-1])
        assert (status, bool(retry_after)) == (503, True)
        assert seconds < 1.0
    back = breaker.heals(10)
    print(f"\nhealthy {back:.1f} s after the broker")
    sending.join()
    assert breaker.restarts() == restarts
    kept_once(truth, receipts)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seconds", [60, pytest.param(600, marks=pytest.mark.slow)])
def test_what_is_committed_without_a_broker_is_told_when_it_is_back(
    breaker: Breaker, founded: School, truth: Truth, seconds: int
):
    """Row 6: the broker is down for a minute (slow: ten); then the outbox drains quickly."""
    first = truth.rows("portfolio", "SELECT coalesce(max(id), 0) FROM outbox")[0][0]
    restarts = breaker.restarts()
    with breaker.no_broker(seconds):
        asked = founded.ask(600)
        assert truth.rows("portfolio", _UNSENT)[0][0] >= 1200
        assert one_try(breaker, asked[0])[0] == 503
    breaker.heals(10)
    eventually(lambda: truth.rows("portfolio", _UNSENT)[0][0] == 0, "the outbox is drained", 60)
    count, took = truth.rows("portfolio", _DRAINED, first=first)[0]
    print(f"\n{count} events in {took:.2f} s")
    assert count / float(took) >= 500
    assert breaker.restarts() == restarts
    eventually(lambda: not truth.differences(), "the read model equals the facts", 120)


def let_go(breaker: Breaker, began: dt.datetime) -> list[float]:
    """After how many seconds the relay of portfolio gave up on confirms, each time."""
    log = breaker.platform.run / "logs" / "portfolio.log"
    told = [json.loads(line) for line in log.read_text().splitlines() if '"Unconfirmed"' in line]
    times = [dt.datetime.fromisoformat(one["timestamp"]) for one in told]
    return [(at - began).total_seconds() for at in times if at > began]


def test_a_broker_that_takes_no_messages_makes_nothing_hang_and_loses_nothing(
    breaker: Breaker, founded: School, truth: Truth
):
    """Row 8: the broker's memory alarm blocks every publisher."""
    settled(truth)
    broker = breaker.platform.backing.rabbitmq
    broker.limit_memory("0")
    try:
        asked, began = founded.ask(5), dt.datetime.now(dt.UTC)
        assert one_try(breaker, asked[0])[0] == 503
        eventually(lambda: let_go(breaker, began), "the relay lets go", 20)
        assert let_go(breaker, began)[0] <= 10
        assert truth.rows("portfolio", _UNSENT)[0][0] > 0
        eventually(lambda: breaker.figure("portfolio", "outbox_age_seconds") > 5, "an alarm", 15)
        assert breaker.pid("portfolio") is not None
    finally:
        broker.limit_memory("absolute", "512MiB")
    breaker.heals(20)
    receipts = [Sender(breaker.platform.public_origin()).send(one) for one in asked]
    kept_once(truth, receipts)


def shown_as_of(breaker: Breaker, asked: Asked) -> str:
    """What the dashboard of the learner says about its age, to the trainer who was asked."""
    place = urlsplit(breaker.platform.public_origin()).netloc
    connection = http.client.HTTPConnection(place, timeout=15)
    try:
        kept = f"{cookie_of(breaker.platform, 'tessera-language')}=en"
        headers = {"Authorization": f"Bearer {asked.token}", "Cookie": kept}
        connection.request("GET", f"/dashboard/{asked.portfolio_id}", headers=headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        assert answer.status == 200, page[:500]
    finally:
        connection.close()
    found = re.search(r"as of (?:today|yesterday) at \d{1,2}:\d\d", page)
    assert found, page[:3000]
    return found[0]


@contextlib.contextmanager
def views_that_lag(breaker: Breaker, hours: int) -> Iterator[None]:
    """Read models of so many hours ago, which nothing can catch up with during the block."""
    parts = urlsplit(breaker.platform.backing.database_admin())
    connection = psycopg2.connect(parts._replace(path="/tessera_dashboards").geturl())
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE view SET as_of = as_of - interval '{hours} hours'")
            connection.commit()
            cursor.execute("LOCK TABLE view IN EXCLUSIVE MODE")
            yield
        connection.rollback()
    finally:
        connection.close()


def test_a_dashboard_that_lags_behind_says_as_of_when_until_it_has_caught_up(
    breaker: Breaker, founded: School, truth: Truth
):
    """Row 6, as people see it: the page answers with what it has and says how old that is."""
    (asked,) = founded.ask(1)
    settled(truth)
    fresh = shown_as_of(breaker, asked)
    with views_that_lag(breaker, hours=3):
        receipt = Sender(breaker.platform.public_origin()).send(asked)
        old = shown_as_of(breaker, asked)
        assert old != fresh
    settled(truth)
    eventually(lambda: shown_as_of(breaker, asked) != old, "it has caught up")
    kept_once(truth, [receipt])


def test_a_database_stopped_at_once_leaves_no_half_form_and_heals_without_a_restart(
    breaker: Breaker, founded: School, truth: Truth
):
    """Row 10: PostgreSQL immediate stop."""
    asked = founded.ask(40)
    Sender(breaker.platform.public_origin()).send(asked[0])
    restarts = breaker.restarts()
    sending, receipts = during(breaker, asked[1:-1])
    with breaker.no_database():
        status, retry_after, _ = one_try(breaker, asked[-1])
        assert (status, bool(retry_after)) == (503, True)
        time.sleep(2)
    back = breaker.heals(5)
    print(f"\nhealthy {back:.1f} s after the database")
    sending.join()
    assert breaker.restarts() == restarts
    assert asked[-1].record_id not in truth.given()
    kept_once(truth, receipts)


def test_connections_cut_by_the_database_are_noticed_by_no_user(
    breaker: Breaker, founded: School, truth: Truth
):
    """Row 11: every backend of every service is terminated, the pools hold dead sockets."""
    asked = founded.ask(20)
    sender = Sender(breaker.platform.public_origin())
    receipts = [sender.send(one) for one in asked[:10]]
    connection = psycopg2.connect(breaker.platform.backing.database_admin())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname LIKE 'tessera_%' AND pid <> pg_backend_pid()"
        )
    connection.close()

    receipts += [sender.send(one) for one in asked[10:]]

    assert [one.refusals for one in receipts if one.refusals] == []
    kept_once(truth, receipts)
