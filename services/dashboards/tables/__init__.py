"""What dashboards keeps: copies of facts by version, and the views drawn from them.

Ids, codes, numbers and dates only: no names, no answers, no narrative.
"""

from .base import Base
from .facts import (
    Contribution,
    Decision,
    Goal,
    Plan,
    Point,
    Portfolio,
    Record,
    Registration,
    Request,
)
from .people import Enrolment, Membership, Relation
from .views import Area, AreaMonth, CohortChange, Programme, Rebuild, Report, View

__all__ = [
    "Area",
    "AreaMonth",
    "Base",
    "CohortChange",
    "Contribution",
    "Decision",
    "Enrolment",
    "Goal",
    "Membership",
    "Plan",
    "Point",
    "Portfolio",
    "Programme",
    "Rebuild",
    "Record",
    "Registration",
    "Relation",
    "Report",
    "Request",
    "View",
]
