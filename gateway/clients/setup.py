"""How far an institution or a network is set up: what accounts tells and what forms holds, as
steps. Pages and API show the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.clients.bus import ask, ask_all
from libs.contracts import accounts, forms

# The steps that are done as soon as there is a published definition of this kind.
KINDS = {"framework": "framework", "forms": "form", "programme": "programme"}


def progress(of: str) -> dict[str, Any]:
    """{of, name, is_put_away, is_finished, next: key | None, counts, steps: [{key, state: done |
    next | later | skipped, own, shared}]}; own and shared count definitions, of the institution
    and of its network, and are None where a step has none. Raises Forbidden."""
    known, *found = ask_all(
        (accounts.SETUP, {"of": of}),
        *((forms.DEFINITIONS, {"kind": kind}) for kind in KINDS.values()),
    )
    return _progress(known, dict(zip(KINDS, found, strict=True)))


def remember(of: str, **changed: Any) -> dict[str, Any]:
    """Put a step off or the whole away, and the state after it."""
    ask(accounts.REMEMBER_SETUP, of=of, **changed)
    return progress(of)


def _progress(
    known: Mapping[str, Any], definitions: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    counts = {step: _owners(reply["definitions"]) for step, reply in definitions.items()}
    steps = [_step(key, known, counts.get(key)) for key in accounts.SETUP_STEPS[str(known["of"])]]
    first = next((one for one in steps if one["state"] == "later"), None)
    if first is not None:
        first["state"] = "next"
    return {
        "of": known["of"],
        "name": known["name"],
        "is_put_away": known["is_put_away"],
        "is_finished": first is None,
        "next": first["key"] if first else None,
        "counts": known["counts"],
        "steps": steps,
    }


def _owners(definitions: list[dict[str, Any]]) -> dict[str, int]:
    """How many that are not retired belong to the institution and to the network."""
    owners = [one["owner"] for one in definitions if not one.get("is_retired")]
    return {"own": owners.count("institution"), "shared": owners.count("network")}


def _step(key: str, known: Mapping[str, Any], counts: Mapping[str, int] | None) -> dict[str, Any]:
    """A step that is done is done, whether it was put off or not."""
    usable = 0
    if counts is not None:
        usable = counts["shared"] + (counts["own"] if known["of"] == "institution" else 0)
    state = "skipped" if key in known["skipped"] else "later"
    if key in known["done"] or usable:
        state = "done"
    own = counts or {"own": None, "shared": None}
    return {"key": key, "state": state, **own}
