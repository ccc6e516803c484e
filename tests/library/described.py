"""What came out of a record, written as examples write it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any


def dotted(item: str | None, row: str | None) -> str | None:
    return ".".join(filter(None, (item, row))) or None


def round_of(one: Any) -> dict[str, Any]:
    return {
        "stage": one.stage,
        "n": one.n,
        "groups": dict(one.groups),
        "suppressed": sorted(one.suppressed),
        "values": {
            str(dotted(value.item, value.row)): value.typical
            for value in one.values
            if value.group is None
        },
        "comments": {key: sorted(texts) for key, texts in one.comments.items()},
    }


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


SAYS = {"point": ("outcome", "value"), "narrative": ("item",)}


def says_enough(point: Mapping[str, Any]) -> None:
    kind = point.get("kind", "point")
    assert all(name in point for name in SAYS.get(kind, ("key",))), f"{point} says too little"
    assert kind != "point" or "item" in point or "key" in point, f"{point} says too little"


def matches(wanted: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    return all(one[name] == value for name, value in wanted.items())


def brief(left: list[dict[str, Any]]) -> str:
    names = ("kind", "key", "item", "outcome", "value", "who", "fields")
    return json.dumps(
        [{name: one[name] for name in names if one[name] not in (None, {})} for one in left]
    )
