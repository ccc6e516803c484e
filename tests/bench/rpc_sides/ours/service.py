"""The service of our side."""

from libs.chassis.calls import Call
from libs.chassis.rpc import rpc
from tests.bench.rpc_sides.ours import contract


class BenchService:
    name = "bench_ours"

    @rpc(contract.ECHO)
    def echo(self, call: Call, request: dict) -> dict:
        return request
