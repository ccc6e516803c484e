"""Event in, own tables out: one function per event.

Every projection says the same thing twice without harm and needs no order: facts are kept by
version, points by (contribution, revision), and views are worked out again from the facts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from libs.chassis.transaction import Transaction
from libs.contracts import portfolio as contract
from libs.contracts.base import Event

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


def of_a_portfolio(tx: Transaction, event: Event) -> None:
    OF_A_PORTFOLIO[type(event)](tx, event)


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
