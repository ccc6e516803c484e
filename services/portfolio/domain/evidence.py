"""What a decision rests on: many data points, frozen, never one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

LEAST_ITEMS = 2


@dataclass(frozen=True)
class Tile:
    """One piece of evidence: a data point or an approved registration."""

    id: UUID
    kind: str
    record_id: UUID
    form_key: str
    assessor: str | None
    on: dt.date


class EvidenceTooThin(Exception):
    """A high-stakes decision rested on fewer than two pieces of evidence of different records."""


def snapshot(tiles: Iterable[Tile], *, stakes: str) -> dict[str, Any]:
    """The frozen evidence: sorted ids and counts. Raises EvidenceTooThin for high stakes.

    Source of the rule: a single data point never gives pass or fail (programmatic assessment).
    """
    found = sorted(tiles, key=lambda tile: str(tile.id))
    records = {tile.record_id for tile in found}
    if stakes == "high" and len(records) < LEAST_ITEMS:
        raise EvidenceTooThin
    points = [tile for tile in found if tile.kind != "registration"]
    days = [tile.on for tile in found]
    return {
        "data_points": len(points),
        "registrations": len(found) - len(points),
        "records": len(records),
        "methods": len({tile.form_key for tile in found}),
        "assessors": len({tile.assessor for tile in found if tile.assessor}),
        "period_from": min(days).isoformat() if days else None,
        "period_to": max(days).isoformat() if days else None,
        "data_point_ids": [str(tile.id) for tile in points],
        "registration_ids": [str(tile.id) for tile in found if tile.kind == "registration"],
        "record_ids": sorted(str(record) for record in records),
    }


def evidence_hash(evidence: dict[str, Any]) -> str:
    """SHA-256 over the snapshot's one spelling: shows later that nothing was changed."""
    text = json.dumps(evidence, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
