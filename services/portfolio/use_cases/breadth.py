"""Who assessed a finished record and where, told without names: only whether it was the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid5

from libs.formengine import Definition

from ..tables import Contribution, Participant, Record

ASSESSING = frozenset({"fill", "approve", "sign", "decide"})


def place_key(record: Record) -> str | None:
    """The place as an opaque name, the same for the same place within an institution."""
    place = " ".join(str(record.context.get("place") or "").casefold().split())
    return uuid5(record.institution_id, f"place:{place}").hex if place else None


def assessors_of(
    record: Record,
    definition: Definition,
    contributions: Iterable[Contribution],
    people: Iterable[Participant],
) -> tuple[dict[str, Any], ...]:
    """Those other than the learner who sent something: {assessor, role, kind}. Who answered an
    anonymous round is known to nobody, so its raters are not among them."""
    by_id = {one.id: one for one in people}
    found: dict[tuple[str | None, str], dict[str, Any]] = {}
    for one in contributions:
        stage = definition.stage(one.stage)
        if one.state != "sent" or one.role == definition.subject or stage.anonymous:
            continue
        if stage.act in ASSESSING:
            who = _opaque(record, by_id.get(one.participant_id))
            kind = one.group_key or one.role
            found[who, kind] = {"assessor": who, "role": one.role, "kind": kind}
    return tuple(sorted(found.values(), key=lambda one: (one["assessor"] or "", one["kind"])))


def _opaque(record: Record, one: Participant | None) -> str | None:
    if one is None:
        return None
    if one.person_id:
        return uuid5(record.institution_id, f"person:{one.person_id}").hex
    known_by = one.email_hash or str(one.id)
    return uuid5(record.institution_id, f"address:{known_by}").hex
