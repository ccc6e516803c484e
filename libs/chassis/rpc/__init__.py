"""RPC: entrypoints of services, and the client of the gateway and of services.

The names are loaded on first use, so that the gateway, which only calls, does not carry
nameko and eventlet along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from libs.chassis.rpc.client import RpcClient
    from libs.chassis.rpc.dependency import Rpc
    from libs.chassis.rpc.entrypoint import rpc

__all__ = ["Rpc", "RpcClient", "rpc"]


def __getattr__(name: str) -> Any:
    if name == "rpc":
        from libs.chassis.rpc.entrypoint import rpc

        return rpc
    if name == "RpcClient":
        from libs.chassis.rpc.client import RpcClient

        return RpcClient
    if name == "Rpc":
        from libs.chassis.rpc.dependency import Rpc

        return Rpc
    raise AttributeError(name)
