"""Event in, own tables out: one function per event.

Every projection says the same thing twice without harm and needs no order: facts are kept by
version, points by (contribution, revision), and views are worked out again from the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.base import Event

from .. import tables
from . import facts, views
from .people import learner_enrolled, membership_changed, relation_changed
from .points import data_points_recorded
from .portfolio import (
    decision_issued,
    goal_changed,
    plan_adapted,
    portfolio_opened,
    record_changed,
    registration_changed,
    request_changed,
)

# Each names its portfolio in `portfolio_id`.
OF_A_PORTFOLIO: dict[type[Event], Callable[[Transaction, Any], None]] = {
    contract.PortfolioOpenedV1: portfolio_opened,
    contract.RecordChangedV1: record_changed,
    contract.DataPointsRecordedV1: data_points_recorded,
    contract.RequestChangedV1: request_changed,
    contract.GoalChangedV1: goal_changed,
    contract.RegistrationChangedV1: registration_changed,
    contract.DecisionIssuedV1: decision_issued,
    contract.PlanAdaptedV1: plan_adapted,
}
# The row of each, and which of its fields is the id.
_ROW: dict[type[Event], tuple[Any, str]] = {
    contract.PortfolioOpenedV1: (tables.Portfolio, "portfolio_id"),
    contract.RecordChangedV1: (tables.Record, "record_id"),
    contract.DataPointsRecordedV1: (tables.Contribution, "contribution_id"),
    contract.RequestChangedV1: (tables.Request, "request_id"),
    contract.GoalChangedV1: (tables.Goal, "goal_id"),
    contract.RegistrationChangedV1: (tables.Registration, "registration_id"),
    contract.DecisionIssuedV1: (tables.Decision, "decision_id"),
    contract.PlanAdaptedV1: (tables.Plan, "portfolio_id"),
}


def of_a_portfolio(tx: Transaction, event: Event) -> None:
    OF_A_PORTFOLIO[type(event)](tx, event)


def have_at_hand(tx: Transaction, events: Sequence[Any]) -> None:
    """What the events of a batch will ask for, in one query of each table. The first event of a
    portfolio asks by itself: there is no view yet to be held."""
    views_held = views.hold(tx, (event.portfolio_id for event in events))
    wanted: dict[Any, set[UUID]] = {tables.Portfolio: views_held}
    for event in events:
        if event.portfolio_id in views_held:
            table, field = _ROW[type(event)]
            wanted.setdefault(table, set()).add(getattr(event, field))
    for table, ids in wanted.items():
        facts.fetch(tx, table, ids)


__all__ = [
    "data_points_recorded",
    "decision_issued",
    "goal_changed",
    "learner_enrolled",
    "membership_changed",
    "plan_adapted",
    "portfolio_opened",
    "record_changed",
    "registration_changed",
    "relation_changed",
    "request_changed",
]
