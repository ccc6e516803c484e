"""`python -m tests.contract.freeze`: write the golden files of contracts that are new.

A file that exists is never changed: a breaking change is a new version beside the old one. The
lists only grow.
"""

from __future__ import annotations

import json

from tests.contract import published
from tests.contract.samples import a_request, an_event


def main() -> None:
    for name, kind in published.events().items():
        published.freeze(f"events/{name}.json", an_event(kind).to_wire())
    for address, method in published.methods().items():
        published.freeze(f"requests/{address}.json", a_request(method.request()))
    lists = {
        "faults.json": published.faults(),
        "methods.json": sorted(published.methods()),
        "queues.json": published.queues(),
    }
    for name, now in lists.items():
        _grow(name, now)


def _grow(name: str, now: dict[str, int] | list[str]) -> None:
    place = published.GOLDEN / name
    known = published.frozen(name) if place.exists() else type(now)()
    grown = {**now, **known} if isinstance(now, dict) else sorted({*now, *known})
    place.write_text(json.dumps(grown, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
