"""Data points: those of a contribution's newest revision, and nothing of the older ones."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.portfolio import DataPointsRecordedV1

from ..domain.audience import audience
from ..domain.months import month_of
from ..tables import Contribution, Point, Portfolio
from . import areas, facts, sections, views
from .programmes import known_programme


def data_points_recorded(tx: Transaction, event: DataPointsRecordedV1) -> None:
    view = views.held(tx, event.portfolio_id, event.learner_id)
    known = facts.known(tx, Contribution, event.contribution_id)
    if known is not None and event.revision < known.revision:
        return
    before = [] if known is None else _taken_away(tx, event.contribution_id)
    _remember(tx, event, known)
    after = [_row(event, point) for point in event.points]
    tx.session.add_all(Point(**row) for row in after)
    rows = [*before, *((row["lineage"], row["encounter_date"], row["kind"]) for row in after)]
    touched = {(lineage, month_of(on)) for lineage, on, _ in rows if lineage is not None}
    if touched:
        view.redraw_places(areas.refresh, touched)
    if any(kind == "flag" for *_, kind in rows):
        view.redraw(sections.concerns)
    if _asks_for_levels(tx, event):
        view.redraw(sections.evaluate)


def _asks_for_levels(tx: Transaction, event: DataPointsRecordedV1) -> bool:
    """Whether a requirement of this portfolio looks at ratings of this form: the record itself
    may have been heard of before."""
    portfolio = facts.known(tx, Portfolio, event.portfolio_id)
    known = known_programme(tx, portfolio.programme_hash) if portfolio else None
    rules = known.rules.rules if known else ()
    return any(rule.asked.level and event.form_key in rule.forms for rule in rules)


def _remember(tx: Transaction, event: DataPointsRecordedV1, known: Contribution | None) -> None:
    """Keep the revision. A withdrawn contribution stays known, so that an older revision that
    comes late does not bring its points back."""
    if known is not None:
        known.revision = event.revision
        return
    facts.keep(
        tx,
        Contribution(
            id=event.contribution_id,
            institution_id=event.institution_id,
            portfolio_id=event.portfolio_id,
            record_id=event.record_id,
            revision=event.revision,
        ),
    )


def _taken_away(tx: Transaction, contribution_id: UUID) -> list[tuple[str | None, dt.date, str]]:
    """Delete the points of the older revision: lineage, day and kind of each."""
    gone = sa.delete(Point).where(Point.contribution_id == contribution_id)
    rows = tx.session.execute(gone.returning(Point.lineage, Point.encounter_date, Point.kind))
    return [(lineage, on, kind) for lineage, on, kind in rows]


def _row(event: DataPointsRecordedV1, point: dict[str, Any]) -> dict[str, Any]:
    return {
        "contribution_id": event.contribution_id,
        "id": UUID(str(point["data_point_id"])),
        "institution_id": event.institution_id,
        "portfolio_id": event.portfolio_id,
        "record_id": event.record_id,
        "kind": point["kind"],
        "outcome": point.get("outcome"),
        "lineage": point.get("lineage"),
        "framework": point.get("framework"),
        "value": point.get("value"),
        "scale": point.get("scale"),
        "line": point.get("line"),
        "item": point.get("item"),
        "row": point.get("row"),
        "slot": point.get("slot"),
        "sort": point.get("sort"),
        "state": point.get("state"),
        "audience": audience(point.get("see")),
        "role": event.role,
        "form_key": event.form_key,
        "form_version": event.form_version,
        "stakes": event.stakes,
        "encounter_date": event.encounter_date,
        "sent_at": event.sent_at,
    }
