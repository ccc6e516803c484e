"""A service with one of everything the chassis offers."""

import sqlalchemy as sa

from libs.chassis.database import Database
from libs.chassis.events import on_event
from libs.chassis.relay import Relay
from libs.chassis.rpc import rpc
from libs.chassis.timers import due
from tests.service.chassis.toy import contract, use_cases


class ToyService:
    name = "toy"
    database = Database()
    relay = Relay()

    @rpc(contract.MAKE_THING)
    def make_thing(self, call, request):
        return self.database.write(call, use_cases.make_thing, request)

    @rpc(contract.THINGS)
    def things(self, call, request):
        return self.database.read(call, use_cases.things, request)

    @rpc(contract.SLOW_QUERY)
    def slow_query(self, call, request):
        return self.database.read(call, lambda tx, seconds: _sleep(tx, seconds), request)

    @rpc(contract.PING)
    def ping(self, call, request):
        return {}

    @on_event(contract.ThingMadeV1, batch=20)
    def thing_made(self, deliveries):
        self.database.consume_all(deliveries, use_cases.hear, order="thing_id")

    @due("rename")
    def rename(self, timer):
        self.database.fire(timer, use_cases.rename)


def _sleep(tx, seconds):
    tx.session.execute(sa.text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})
    return {}
