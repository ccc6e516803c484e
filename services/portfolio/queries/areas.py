"""Everything collected on one competency, newest first, with the texts the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, tuple_

from libs.chassis.transaction import Transaction
from libs.formengine import Definition

from ..domain.labels import item_label, rating, text_of
from ..tables import Contribution, DataPoint, Record
from . import definitions
from .access import Seen, looked_into, portfolio_for
from .pages import cursor_of, values_of
from .readers import may_read


def area_content(
    tx: Transaction,
    *,
    portfolio_id: UUID,
    lineage: str,
    form_key: str | None,
    cursor: str | None,
    limit: int,
    also: Sequence[str] = (),
) -> dict[str, Any]:
    """One entry per contribution that says something about this competency."""
    seen, wanted = portfolio_for(tx, portfolio_id), {lineage, *also}
    keys = _contributions(tx, seen, wanted, form_key, cursor, limit + 1)
    more = cursor_of(*keys[limit - 1]) if len(keys) > limit else None
    ids = [contribution_id for _, contribution_id in keys[:limit]]
    points = _points(tx, seen, wanted, ids)
    found = _sources(tx, ids)
    looked_into(tx, "area.read", seen)
    entries = [_entry(tx, *found[one], points.get(one, []), wanted) for one in ids if one in found]
    return {"entries": entries, "next": more}


def _contributions(
    tx: Transaction,
    seen: Seen,
    wanted: Collection[str],
    form_key: str | None,
    cursor: str | None,
    limit: int,
) -> list[Any]:
    """(encounter date, contribution id), latest first, straight off the index."""
    key = (DataPoint.encounter_date, DataPoint.contribution_id)
    query = select(*key).where(
        DataPoint.portfolio_id == seen.portfolio.id,
        DataPoint.lineage.in_(wanted),
        DataPoint.superseded_at.is_(None),
        DataPoint.kind != "flag",
        may_read(tx, seen),
    )
    if form_key:
        query = query.where(DataPoint.form_key == form_key)
    after = values_of(cursor, 2)
    if after:
        query = query.where(tuple_(*key) < tuple(after))
    query = query.distinct().order_by(key[0].desc(), key[1].desc()).limit(limit)
    return [tuple(row) for row in tx.session.execute(query)]


def _points(
    tx: Transaction, seen: Seen, wanted: Collection[str], ids: list[UUID]
) -> dict[UUID, list[DataPoint]]:
    query = select(DataPoint).where(
        DataPoint.contribution_id.in_(ids),
        or_(DataPoint.lineage.in_(wanted), DataPoint.kind == "narrative"),
        DataPoint.superseded_at.is_(None),
        may_read(tx, seen),
    )
    found: dict[UUID, list[DataPoint]] = {}
    for point in tx.session.scalars(query.order_by(DataPoint.id)):
        found.setdefault(point.contribution_id, []).append(point)
    return found


def _sources(tx: Transaction, ids: list[UUID]) -> dict[UUID, tuple[Contribution, Record]]:
    query = (
        select(Contribution, Record)
        .join(Record, Record.id == Contribution.record_id)
        .where(Contribution.id.in_(ids))
    )
    return {row[0].id: (row[0], row[1]) for row in tx.session.execute(query)}


def _entry(
    tx: Transaction,
    contribution: Contribution,
    record: Record,
    points: list[DataPoint],
    wanted: Collection[str],
) -> dict[str, Any]:
    form = definitions.form(tx, record.form_hash)
    anonymous = form.stage(contribution.stage).anonymous is not None
    here = [point for point in points if point.lineage in wanted]
    # Words about this competency; where there are none, what was said about the whole.
    texts = _texts(form, contribution, here) or _texts(form, contribution, points)
    return {
        "record_id": record.id,
        "contribution_id": contribution.id,
        "form_key": record.form_key,
        "form_version": record.form_version,
        "definition_hash": record.form_hash,
        "title": record.title,
        "encounter_date": record.encounter_date,
        "sent_at": contribution.sent_at,
        "role": contribution.role,
        "actor": None if anonymous else _actor(contribution),
        "stakes": form.stakes_at(contribution.stage),
        "ratings": _ratings(form, here),
        "texts": texts,
    }


def _actor(contribution: Contribution) -> dict[str, Any]:
    names = ("name", "verified", "person_id")
    return {name: contribution.actor.get(name) for name in names}


def _ratings(form: Definition, points: list[DataPoint]) -> list[dict[str, Any]]:
    """Each answer once, also where it says something of several outcomes."""
    answers = {(one.item, one.row): one for one in points if one.kind == "point"}
    return [_rating(form, one) for one in answers.values()]


def _rating(form: Definition, point: DataPoint) -> dict[str, Any]:
    told = rating(
        form, item=point.item, row=point.row, value=point.value, scale_name=point.scale or ""
    )
    return told | {"detail": point.detail}


def _texts(
    form: Definition, contribution: Contribution, points: list[DataPoint]
) -> list[dict[str, Any]]:
    found: dict[tuple[str, str | None], dict[str, Any]] = {}
    for point in points:
        text = text_of(contribution.answers, point.item, point.row)
        if text and (point.item, point.row) not in found:
            found[point.item, point.row] = {
                "item": point.item,
                "label": item_label(form, point.item, point.row),
                "text": text,
            }
    return list(found.values())
