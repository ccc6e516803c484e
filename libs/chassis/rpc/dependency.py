"""`rpc_client = Rpc()` in a service: an RpcClient that signs as the service."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from libs.chassis.amqp.connection import HEARTBEAT_S
from libs.chassis.passport import PassportOffice, read_private_key
from libs.chassis.rpc.client import RpcClient


class Rpc(DependencyProvider):  # type: ignore[misc]
    """Injects the one RPC client of the process, connected on first use."""

    client: RpcClient | None = None

    def setup(self) -> None:
        config, issuer = self.container.config, self.container.service_name
        office = PassportOffice(issuer, read_private_key(config["PASSPORT_PRIVATE_KEY_FILE"]))
        heartbeat_s = config.get("HEARTBEAT", HEARTBEAT_S)
        self.client = RpcClient(config["AMQP_URI"], issuer, office=office, heartbeat_s=heartbeat_s)

    def stop(self) -> None:
        if self.client is not None:
            self.client.close()

    kill = stop

    def get_dependency(self, worker_ctx: Any) -> RpcClient | None:
        return self.client
