"""Event in, own tables out: one function per event.

Every projection says the same thing twice without harm and needs no order: facts are kept by
version, points by (contribution, revision), and views are worked out again from the facts.
"""

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
