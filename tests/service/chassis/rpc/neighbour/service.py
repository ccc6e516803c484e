"""The neighbour: passes a call on."""

from libs.chassis.rpc import Rpc, rpc
from tests.service.chassis.rpc.example import contract as example
from tests.service.chassis.rpc.neighbour import contract


class NeighbourService:
    name = "neighbour"
    rpc_client = Rpc()

    @rpc(contract.RELAY)
    def relay(self, call, request):
        method = getattr(example, request["method"])
        requests = [(method, call.principal, request["fields"])] * request["times"]
        return {"replies": self.rpc_client.gather(requests)}
