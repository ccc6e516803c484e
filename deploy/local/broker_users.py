"""What each user of the broker may do: its own queues and events, and the shared plumbing.

A service can send only its own events, and read only its own requests, replies, events and parked
messages. Names are those of libs.chassis.eventbus and libs.chassis.amqp.topology; RabbitMQ asks
for these rights on each declaration, also of what exists.
"""

from deploy.local.servers.rabbitmq import Permissions

SHARED = r"nameko-rpc|retry|parking|delay\.[0-9]+"
# The live-events process shares the gateway's user.
NAMES = {"gateway": "(gateway|live)"}


def permissions(issuer: str) -> Permissions:
    """Configure, write and read patterns of one issuer's user."""
    name = NAMES.get(issuer, issuer)
    own = rf"rpc-{name}|rpc\.reply-{name}-.*|events\.{name}\..*|parking\.{name}"
    if issuer == "gateway":
        # The broker names the queue of each live-events process; it is that connection's alone.
        own += r"|amq\.gen-.*"
    # A consumer declares the exchanges it hears, and binds its queues to them.
    heard = r"[a-z]+\.events"
    return (
        f"^({own}|{SHARED}|{heard})$",
        rf"^({own}|{SHARED}|{name}\.events)$",
        f"^({own}|{SHARED}|{heard})$",
    )
