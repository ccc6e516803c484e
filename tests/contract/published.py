"""Everything the published language holds now, and where its frozen form is kept."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

from libs.chassis.eventbus import queue_of
from libs.contracts.base import Method, all_events, all_faults
from libs.contracts.subscriptions import SUBSCRIPTIONS

# `gateway` declares faults of its own at the door.
MODULES = ("accounts", "forms", "portfolio", "documents", "dashboards", "notifications")
for module in (
    "libs.contracts.faults",
    "libs.chassis.database",
    "gateway.api.operations",
    "gateway.identity.csrf",
):
    importlib.import_module(module)
CONTRACTS = [importlib.import_module(f"libs.contracts.{name}") for name in MODULES]
ISSUERS = (*MODULES, "chassis", "gateway")
GOLDEN = Path(__file__).parent / "golden"


def methods() -> dict[str, Method]:
    """Every method of every contract by address."""
    found = [
        value
        for module in CONTRACTS
        for value in vars(module).values()
        if isinstance(value, Method)
    ]
    return {method.address: method for method in sorted(found, key=lambda one: one.address)}


def events() -> dict[str, Any]:
    """Every event of the house; tests of the chassis declare some of their own."""
    return {name: kind for name, kind in sorted(all_events().items()) if _ours(name)}


def faults() -> dict[str, int]:
    """Status by fault code."""
    return {code: kind.status for code, kind in sorted(all_faults().items()) if _ours(code)}


def subscriptions() -> dict[str, tuple[str, ...]]:
    """Who hears what in the house."""
    return {name: heard_by for name, heard_by in SUBSCRIPTIONS.items() if _ours(name)}


def queues() -> list[str]:
    """Every consumer's queue."""
    consumers = {consumer for heard_by in subscriptions().values() for consumer in heard_by}
    return sorted(queue_of(*consumer.split(".", 1)) for consumer in consumers)


def _ours(name: str) -> bool:
    return name.split(".", 1)[0] in ISSUERS


def frozen(name: str) -> Any:
    return json.loads((GOLDEN / name).read_text())


def freeze(name: str, value: Any) -> None:
    """Write a golden file that is not there yet; what is frozen stays as it is."""
    place = GOLDEN / name
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n")
