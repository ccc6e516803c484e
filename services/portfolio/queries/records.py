"""Lists of records: filtered, searched, the latest encounter first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, exists, func, or_, select, tuple_

from libs.chassis.transaction import Transaction

from ..tables import Contribution, DataPoint, Record
from . import shapes
from .access import Seen, looked_into, portfolio_for
from .known import visible_records
from .pages import page, values_of
from .readers import may_read


def records(
    tx: Transaction,
    *,
    portfolio_id: UUID,
    dossier_key: str | None,
    form_key: str | None,
    state: str | None,
    search: str,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """Records of a portfolio that the caller may see."""
    seen = portfolio_for(tx, portfolio_id)
    wanted = {"dossier_key": dossier_key, "form_key": form_key, "state": state}
    query = select(Record).where(
        Record.portfolio_id == portfolio_id,
        visible_records(tx, seen),
        *(getattr(Record, name) == value for name, value in wanted.items() if value),
    )
    if search.strip():
        query = query.where(_matches(tx, seen, search.strip()))
    after = values_of(cursor, 2)
    if after:
        query = query.where(tuple_(Record.encounter_date, Record.id) < tuple(after))
    query = query.order_by(Record.encounter_date.desc(), Record.id.desc()).limit(limit + 1)
    rows, more = page(list(tx.session.scalars(query)), limit, "encounter_date", "id")
    looked_into(tx, "records.search" if search else "records.list", seen)
    return {"records": shapes.cards(tx, rows), "next": more}


def _matches(tx: Transaction, seen: Seen, search: str) -> Any:
    """SQL: the title in any language, the place, or a narrative the caller may read."""
    return or_(
        _in_title(search),
        Record.context["place"].astext.icontains(search, autoescape=True),
        _in_narrative(tx, seen, search),
    )


def _in_title(search: str) -> Any:
    wordings = func.jsonb_each_text(Record.title).table_valued("key", "value")
    return exists(
        select(1).select_from(wordings).where(wordings.c.value.icontains(search, autoescape=True))
    ).correlate(Record)


def _in_narrative(tx: Transaction, seen: Seen, search: str) -> Any:
    # A narrative is recorded only once it is open to its readers, so nothing still hidden from
    # somebody can be found by searching for it.
    said = cast(Contribution.answers[DataPoint.item], Text)
    return exists(
        select(1)
        .select_from(DataPoint)
        .join(Contribution, Contribution.id == DataPoint.contribution_id)
        .where(
            DataPoint.record_id == Record.id,
            DataPoint.kind == "narrative",
            DataPoint.superseded_at.is_(None),
            may_read(tx, seen),
            said.icontains(search, autoescape=True),
        )
    ).correlate(Record)
