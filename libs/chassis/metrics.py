"""Prometheus metrics: rate, errors and duration of every RPC, and what makes the others.

Names begin with `tessera_`. Labels hold codes only, never ids.
"""

from __future__ import annotations

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

REGISTRY = CollectorRegistry(auto_describe=True)
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

DURATION_BUCKETS_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def counter(name: str, description: str, labels: Sequence[str] = ()) -> Counter:
    return Counter(f"tessera_{name}", description, labels, registry=REGISTRY)


def gauge(name: str, description: str, labels: Sequence[str] = ()) -> Gauge:
    return Gauge(f"tessera_{name}", description, labels, registry=REGISTRY)


def histogram(
    name: str,
    description: str,
    labels: Sequence[str] = (),
    buckets: Sequence[float] = DURATION_BUCKETS_S,
) -> Histogram:
    return Histogram(f"tessera_{name}", description, labels, registry=REGISTRY, buckets=buckets)


def render() -> bytes:
    """The text that /metrics answers."""
    return generate_latest(REGISTRY)


RPC_SECONDS = histogram("rpc_seconds", "Duration of RPC calls served", ["method"])
RPC_FAULTS = counter("rpc_faults", "RPC calls answered with a fault", ["method", "code"])
RPC_IN_FLIGHT = gauge("rpc_in_flight", "RPC calls being served now")
CLIENT_SECONDS = histogram("rpc_client_seconds", "Duration of RPC calls made", ["method"])
CLIENT_FAULTS = counter("rpc_client_faults", "RPC calls made that failed", ["method", "code"])
BROKER_CONNECTED = gauge("broker_connected", "1 while connected to the broker", ["role"])
