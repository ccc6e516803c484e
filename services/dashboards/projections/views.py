"""Holding a portfolio's view while it changes, and telling that it did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Transaction
from libs.contracts.dashboards import ViewChangedV1

from ..tables import CohortChange, View


def topic_of(portfolio_id: UUID) -> str:
    return f"portfolio:{portfolio_id}"


def cohort_of(institution_id: UUID | None) -> str:
    return f"cohort:{institution_id}"


class HeldView:
    """A view whose row is locked: events of one portfolio are applied one after the other, so
    each works out its sections from all that was committed before."""

    def __init__(self, row: View) -> None:
        self.row = row
        self.changed = False

    def put(self, **columns: Any) -> None:
        """Set columns; only a real difference counts as a change."""
        for name, value in columns.items():
            if getattr(self.row, name) != value:
                setattr(self.row, name, value)
                self.changed = True


@contextmanager
def held(tx: Transaction, portfolio_id: UUID, learner_id: UUID) -> Iterator[HeldView]:
    """Lock the view, let it change, and tell those who follow it if it did."""
    view = HeldView(_locked(tx, portfolio_id, learner_id))
    yield view
    if view.changed:
        _tell(tx, view.row)


def _locked(tx: Transaction, portfolio_id: UUID, learner_id: UUID) -> View:
    wanted = sa.select(View).where(View.portfolio_id == portfolio_id).with_for_update()
    found = tx.session.scalars(wanted).first()
    if found is None:
        tx.session.execute(_empty(tx, portfolio_id, learner_id))
        found = tx.session.scalars(wanted).one()
    return found


def _empty(tx: Transaction, portfolio_id: UUID, learner_id: UUID) -> Any:
    return (
        insert(View)
        .values(
            portfolio_id=portfolio_id,
            institution_id=tx.principal.institution_id,
            learner_id=learner_id,
            version=0,
            as_of=tx.occurred_at or tx.now,
            requirements=[],
            behind=0,
            registrations=[],
            goals={"open": 0, "finished": 0},
            decisions=[],
            open_requests=0,
            overdue_requests=0,
            answered_requests=0,
            concerns={},
        )
        .on_conflict_do_nothing()
    )


def _tell(tx: Transaction, row: View) -> None:
    row.version += 1
    row.as_of = max(row.as_of, tx.occurred_at or tx.now)
    tx.emit(
        ViewChangedV1(
            institution_id=tx.principal.institution_id,
            network_id=tx.principal.network_id,
            topic=topic_of(row.portfolio_id),
            version=row.version,
        )
    )
    note_cohort(tx)


def note_cohort(tx: Transaction) -> None:
    """Leave a note for the sweep. A row of its own each time: no two events wait for each other."""
    tx.session.execute(
        sa.insert(CohortChange).values(
            of_institution=tx.principal.institution_id, of_network=tx.principal.network_id
        )
    )
