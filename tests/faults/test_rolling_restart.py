"""Row 21 of the fault matrix: everything is asked to stop and started again, under load."""

from __future__ import annotations

import datetime as dt

from deploy.local.environment import SERVICES
from tests.faults.breaking import Breaker
from tests.faults.crowd import Crowd
from tests.faults.test_processes import settled
from tests.submissions.school import School, eventually
from tests.submissions.truth import Truth, lost, twice

# An interrupted mail stays so for minutes; any other is answered at once.
_HALF_SENT = """
SELECT count(*) FROM mail WHERE institution_id = %(school)s AND state = 'sending'
  AND changed_at BETWEEN %(first)s AND %(last)s
"""


def back(breaker: Breaker, stopped: dict[str, int]) -> None:
    """Wait until each of them runs again as another process, and is ready."""
    for name, pid in stopped.items():
        eventually(lambda n=name, p=pid: breaker.pid(n) not in (None, p), f"{name} is back")
    breaker.heals()


def test_a_rolling_restart_of_everything_under_load_refuses_nobody(
    breaker: Breaker, founded: School, truth: Truth
):
    """SIGTERM of the six services and the gateway, each beside a second replica: no request
    fails, and each ends in time with its work done. Of the live process there is one; the pages
    that follow come back to it by themselves, and hear on."""
    crowd = Crowd(breaker, founded)
    home = breaker.platform.public_origin()
    with (
        breaker.second_replica(*SERVICES),
        breaker.second_gateway() as other,
        crowd.at_work(),
    ):
        eventually(lambda: crowd.heard, "the page that is open hears of the Sends")
        began = dt.datetime.now(dt.UTC)
        back(breaker, {name: breaker.stop_politely(name) for name in SERVICES})
        restarted = {"first": began, "last": dt.datetime.now(dt.UTC)}

        crowd.turn_to(other)
        back(breaker, {"gateway": breaker.stop_politely("gateway")})
        crowd.turn_to(home)

        streams = crowd.streams
        back(breaker, {"live": breaker.stop_politely("live")})
        eventually(lambda: crowd.streams > streams and crowd.heard, "the page is back and hears")

    print(f"\n{len(crowd.receipts)} Sends, {crowd.opened} pages, {crowd.streams} streams")
    assert [one.refusals for one in crowd.receipts if one.refusals] == []
    assert crowd.refused == []
    given = truth.given()
    assert lost(crowd.receipts, given) == 0
    assert twice(given) == 0
    settled(truth)
    eventually(
        lambda: truth.rows("notifications", _HALF_SENT, **restarted) == [(0,)],
        "every mail that was begun is answered",
    )
