"""Holding a portfolio's view while it changes, and telling that it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
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


# The views for which a section is worked out again, each with the places of it that changed (none
# where a section is worked out as a whole).
Touched = Mapping["HeldView", set[Any]]
Section = Callable[[Transaction, Touched], None]


class HeldView:
    """A view whose row is locked: events of one portfolio are applied one after the other, so
    each works out its sections from all that was committed before."""

    def __init__(self, row: View) -> None:
        self.row = row
        self.changed = False
        self.as_of = row.as_of
        self.touched: dict[Section, set[Any]] = {}

    @property
    def portfolio_id(self) -> UUID:
        return self.row.portfolio_id

    def redraw(self, *sections: Section) -> None:
        """Work these out again before the commit."""
        for section in sections:
            self.touched.setdefault(section, set())

    def redraw_places(self, section: Section, places: set[Any]) -> None:
        """The same for a section of which only some places changed."""
        self.touched.setdefault(section, set()).update(places)

    def put(self, **columns: Any) -> None:
        """Set columns; only a real difference counts as a change."""
        for name, value in columns.items():
            if getattr(self.row, name) != value:
                setattr(self.row, name, value)
                self.changed = True


def held(tx: Transaction, portfolio_id: UUID, learner_id: UUID) -> HeldView:
    """The locked view of a portfolio; before the commit all that are held settle what changed."""
    known = _held(tx)
    view = known.get(portfolio_id)
    if view is None:
        view = known[portfolio_id] = HeldView(_locked(tx, portfolio_id, learner_id))
    view.as_of = max(view.as_of, tx.occurred_at or tx.now)
    return view


def hold(tx: Transaction, portfolio_ids: Iterable[UUID]) -> set[UUID]:
    """Lock the views that there are of these portfolios, in one query and in the order in which
    everybody locks them -> the portfolios of those."""
    wanted = sa.select(View).where(View.portfolio_id.in_(sorted(set(portfolio_ids))))
    rows = tx.session.scalars(wanted.order_by(View.portfolio_id).with_for_update()).all()
    _held(tx).update((row.portfolio_id, HeldView(row)) for row in rows)
    return {row.portfolio_id for row in rows}


def _held(tx: Transaction) -> dict[UUID, HeldView]:
    found: dict[UUID, HeldView] | None = tx.session.info.get("held_views")
    if found is None:
        found = tx.session.info["held_views"] = {}
        tx.before_commit(partial(_settle, tx))
    return found


def _settle(tx: Transaction) -> None:
    """Work out what was touched, each section once for all views however many events of a batch
    touched it, and tell those who follow a view that changed."""
    tx.session.flush()
    views = list(_held(tx).values())
    sections: dict[Section, dict[HeldView, set[Any]]] = {}
    for view in views:
        for section, places in view.touched.items():
            sections.setdefault(section, {})[view] = places
    for section, touched in sections.items():
        section(tx, touched)
    for view in views:
        if view.changed:
            _tell(tx, view)


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


def _tell(tx: Transaction, view: HeldView) -> None:
    row = view.row
    row.version += 1
    row.as_of = view.as_of
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
    """Leave a note for the sweep, one for each transaction: no two of them wait for each other."""
    noted: set[UUID | None] = tx.session.info.setdefault("noted_cohorts", set())
    if tx.principal.institution_id in noted:
        return
    noted.add(tx.principal.institution_id)
    tx.session.execute(
        sa.insert(CohortChange).values(
            of_institution=tx.principal.institution_id, of_network=tx.principal.network_id
        )
    )
