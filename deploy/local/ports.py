"""Free ports on loopback."""

import random
import socket

# Below the range the kernel hands to outgoing connections, so a remembered port is rarely taken
# by somebody's passing connection at the next start.
FIRST, LAST = 20000, 32000


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """True when a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(wanted: int | None = None) -> int:
    """`wanted` when it is free, else a free port; found by binding it."""
    if wanted is not None and is_free(wanted):
        return wanted
    for _ in range(1000):
        port = random.randrange(FIRST, LAST)
        if is_free(port):
            return port
    raise OSError(f"no free port between {FIRST} and {LAST}")


def answers(port: int, host: str = "127.0.0.1", seconds: float = 1.0) -> bool:
    """True when something accepts a connection there."""
    try:
        with socket.create_connection((host, port), timeout=seconds):
            return True
    except OSError:
        return False
