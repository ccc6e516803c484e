"""What a form or a programme can name: scales, frameworks, the forms that are started here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from libs.chassis.transaction import Transaction

from ..domain import scales
from ..domain.ratings import ratings
from ..tables import Definition
from .owners import expect_reader
from .reading import current_titles, newest_of

MOST_LISTED = 13  # 0 to 12: more are typed sooner than chosen.


def programme_parts(tx: Transaction) -> dict[str, Any]:
    """Forms that are not retired, and every version of every scale on which a level is asked."""
    expect_reader(tx)
    current = {key for key, _title in current_titles(tx, "form")}
    documents = [json.loads(row.document) for row in newest_of(tx, "form") if row.key in current]
    query = sa.select(Definition).where(Definition.kind == "scale")
    rows = tx.session.scalars(
        query.order_by(Definition.key, Definition.version, Definition.institution_id.is_(None))
    )
    return {
        "forms": [_form(document) for document in documents],
        "scales": [one for row in rows if (one := _scale(row)) is not None],
    }


def form_parts(tx: Transaction) -> dict[str, Any]:
    """The newest version of every scale and framework that counts here, as a builder needs it."""
    expect_reader(tx)
    return {
        "scales": [_named(row, "document") for row in newest_of(tx, "scale")],
        "frameworks": [_named(row, "outcomes") for row in newest_of(tx, "framework")],
    }


def _named(row: Definition, part: str) -> dict[str, Any]:
    """What is named, and the whole document or one part of it."""
    document = json.loads(row.document)
    found = document if part == "document" else document.get(part, [])
    named = {"key": row.key, "version": row.version, "title": document["title"]}
    return named | {part: found}


def _form(document: Mapping[str, Any]) -> dict[str, Any]:
    kinds = [
        one["fields"]["kind"]
        for one in document.get("emit", ())
        if one["kind"] == "registration" and isinstance(one.get("fields", {}).get("kind"), str)
    ]
    return {
        "key": document["key"],
        "title": document["title"],
        "decides": any(stage.get("act") == "decide" for stage in document["stages"]),
        "registrations": sorted(set(kinds)),
        "ratings": [one._asdict() for one in ratings(document)],
    }


def _scale(row: Definition) -> dict[str, Any] | None:
    """What can be asked at least: one of its levels or of its few whole steps, else any from `min`
    to `max`. None for a scale on which nothing can be asked."""
    document = json.loads(row.document)
    steps = scales.whole_steps(document) if scales.is_ordered(document) else []
    if not steps:
        return None
    without_words = [_step(document, one) for one in steps] if len(steps) <= MOST_LISTED else []
    return {
        "key": row.key,
        "version": row.version,
        "title": document["title"],
        "levels": document.get("levels") or without_words,
        "min": steps[0],
        "max": steps[-1],
    }


def _step(document: Mapping[str, Any], value: int) -> dict[str, Any]:
    """A step without words of its own is called by its number, in every language of the scale."""
    return {"value": value, "label": dict.fromkeys(document["title"], str(value))}
