"""The names of exchanges and queues of RPC; nameko's own, so its clients can call us."""

from __future__ import annotations

from typing import Any

RPC_EXCHANGE = "nameko-rpc"


def rpc_queue(service: str) -> str:
    return f"rpc-{service}"


def declare_rpc_exchange(channel: Any) -> None:
    channel.exchange_declare(RPC_EXCHANGE, "topic", durable=True, auto_delete=False)


def declare_rpc_queue(channel: Any, service: str) -> str:
    """The request queue of a service, gone with its last consumer.

    Requests to a service that does not run come back to their sender at once (`mandatory`)
    instead of waiting in a queue that nobody reads.
    """
    declare_rpc_exchange(channel)
    queue = rpc_queue(service)
    channel.queue_declare(queue, durable=False, auto_delete=True)
    channel.queue_bind(queue, RPC_EXCHANGE, f"{service}.*")
    return queue


def declare_reply_queue(channel: Any, owner: str, address: str) -> str:
    """The reply queue of one client connection: transient, exclusive, gone with the connection."""
    declare_rpc_exchange(channel)
    queue = f"rpc.reply-{owner}-{address}"
    channel.queue_declare(queue, durable=False, exclusive=True, auto_delete=True)
    channel.queue_bind(queue, RPC_EXCHANGE, address)
    return queue
