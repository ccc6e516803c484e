"""The front door of dashboards: load, delegate, dump."""

from __future__ import annotations

from functools import partial
from typing import Any

from libs.chassis.database import Database
from libs.chassis.delivery import Delivery
from libs.chassis.events import on_event
from libs.chassis.looks import look
from libs.chassis.relay import Relay
from libs.chassis.rpc import Rpc, rpc
from libs.chassis.timers import due, every
from libs.chassis.transaction import Timer
from libs.contracts import accounts
from libs.contracts import dashboards as contract

from . import clients, projections, queries, use_cases
from .reports import making

Reply = dict[str, Any]
# Events that are applied together when they come in a burst.
BATCH = 100
COHORTS = use_cases.Pace()


class DashboardsService:
    name = "dashboards"
    database = Database()
    rpc_client = Rpc()
    relay = Relay()

    # Views --------------------------------------------------------------------------------

    @rpc(contract.OVERVIEW)
    def overview(self, call: Any, request: Reply) -> Reply:
        return look(self.database, call, queries.overview, request)

    @rpc(contract.AREA)
    def area(self, call: Any, request: Reply) -> Reply:
        return look(self.database, call, queries.one_area, request)

    @rpc(contract.PROGRESS)
    def progress(self, call: Any, request: Reply) -> Reply:
        return look(self.database, call, queries.progress, request)

    @rpc(contract.LEARNERS)
    def learners(self, call: Any, request: Reply) -> Reply:
        return self.database.read(call, queries.learners, request)

    @rpc(contract.UNANSWERED)
    def unanswered(self, call: Any, request: Reply) -> Reply:
        return self.database.read(call, queries.unanswered, request)

    @rpc(contract.PROGRAMME_EFFECT)
    def programme_effect(self, call: Any, request: Reply) -> Reply:
        found = self.database.read(call, queries.programme_effect, request)
        ids = [one["institution_id"] for one in found["institutions"]]
        key = str(request["document"]["key"])
        own = clients.with_own_version(self.rpc_client, call.principal, ids, key) if ids else set()
        return queries.without_own(found, own)

    @rpc(contract.AUTHORISE_TOPICS)
    def authorise_topics(self, call: Any, request: Reply) -> Reply:
        return self.database.read(call, queries.authorise_topics, request)

    @rpc(contract.FRESHNESS)
    def freshness(self, call: Any, request: Reply) -> Reply:
        found = partial(queries.freshness, parked=clients.parked())
        return self.database.read(call, found, request)

    # Facts --------------------------------------------------------------------------------

    @on_event(accounts.RelationChangedV1)
    def relation_changed(self, delivery: Delivery) -> None:
        self._apply(delivery, projections.relation_changed)

    @on_event(accounts.MembershipChangedV1)
    def membership_changed(self, delivery: Delivery) -> None:
        self._apply(delivery, projections.membership_changed)

    @on_event(accounts.LearnerEnrolledV1)
    def learner_enrolled(self, delivery: Delivery) -> None:
        self._apply(delivery, projections.learner_enrolled)

    @on_event(*projections.OF_A_PORTFOLIO, batch=BATCH)
    def portfolio_changed(self, deliveries: list[Delivery]) -> None:
        """All that a Send tells about a portfolio: in one queue, so that its view is held, worked
        out and told of once for all of it."""
        self.database.consume_all(
            deliveries,
            projections.of_a_portfolio,
            order="portfolio_id",
            before=projections.have_at_hand,
        )
        queries.note_arrival(max(one.occurred_at for one in deliveries))

    def _apply(self, delivery: Delivery, projection: Any) -> None:
        self.database.consume(delivery, projection)
        queries.note_arrival(delivery.occurred_at)

    # Programmes, days and cohorts ---------------------------------------------------------

    @due("fetch_programme")
    def fetch_programme(self, timer: Timer) -> None:
        fetched = clients.fetch_programme(self.rpc_client, timer)
        self.database.fire(timer, partial(use_cases.keep_programme, fetched=fetched))

    @due("evaluate")
    def evaluate(self, timer: Timer) -> None:
        self.database.fire(timer, use_cases.evaluate)

    @every(0.25)
    def tell_cohorts(self) -> None:
        self.database.run(clients.OURSELVES, partial(use_cases.tell_cohorts, pace=COHORTS))

    # Reports ------------------------------------------------------------------------------

    @rpc(contract.ORDER_REPORT)
    def order_report(self, call: Any, request: Reply) -> Reply:
        return self.database.write(call, use_cases.order_report, request)

    @rpc(contract.REPORT)
    def report(self, call: Any, request: Reply) -> Reply:
        return look(self.database, call, queries.report, request)

    @due("report")
    def make_report(self, timer: Timer) -> None:
        making.make(self.database, self.rpc_client, timer)

    # Rebuilding ---------------------------------------------------------------------------

    @rpc(contract.REBUILD)
    def rebuild(self, call: Any, request: Reply) -> Reply:
        return self.database.write(call, use_cases.begin_rebuild, request)

    @due("rebuild")
    def rebuild_step(self, timer: Timer) -> None:
        page = clients.restate(self.rpc_client, timer)
        self.database.fire(timer, partial(use_cases.rebuild_step, page=page))
