"""The only place in the gateway that sends RPC.

`ask(METHOD, field=...)` calls as the principal of the request at hand; `ask_all` makes several
calls at once. The contract's Method constants are the client: there is no second list of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, g

from libs.chassis.principal import Principal
from libs.chassis.rpc import RpcClient
from libs.contracts.base import Method
from libs.contracts.faults import NotSignedIn

ANONYMOUS = Principal(kind="anonymous", issuer="gateway")


def connect(client: RpcClient) -> None:
    current_app.extensions["tessera_rpc"] = client


def client() -> RpcClient:
    bus: RpcClient = current_app.extensions["tessera_rpc"]
    return bus


def principal() -> Principal:
    """Who the request at hand acts as."""
    who: Principal = g.get("principal", ANONYMOUS)
    return who


def ask(
    method: Method, /, *, as_principal: Principal | None = None, **fields: Any
) -> dict[str, Any]:
    """The reply of one method; raises Fault. The request's Idempotency-Key, if any, goes along
    with the first write of the request."""
    who = as_principal or principal()
    _expect_sign_in(method, who)
    return client().call(
        method,
        who,
        idempotency_key=g.get("idempotency_key"),
        **fields,
    )


def ask_all(*requests: tuple[Method, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The replies of several reads, sent together; raises the first Fault."""
    who = principal()
    for method, _fields in requests:
        _expect_sign_in(method, who)
    return client().gather([(method, who, fields) for method, fields in requests])


def _expect_sign_in(method: Method, who: Principal) -> None:
    """Nobody is told to sign in (401) rather than that it is not theirs (403)."""
    if who.kind == "anonymous" and who.kind not in method.kinds:
        raise NotSignedIn()
