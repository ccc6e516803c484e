"""Everything the portfolio service keeps. Named constraints state the invariants."""

from .base import Base
from .facts import DataPoint, Decision, Goal, GoalLink, Registration
from .files import Attachment, StoredFile
from .places import (
    Definition,
    Dossier,
    Membership,
    Note,
    Offer,
    Person,
    Portfolio,
    Relation,
    Retirement,
)
from .plans import PlanAdaptation
from .records import (
    Contribution,
    ContributionRevision,
    Draft,
    MovedDraft,
    Participant,
    Record,
    Request,
    RoundAnswer,
    SealedAnswer,
    Task,
)

__all__ = [
    "Attachment",
    "Base",
    "Contribution",
    "ContributionRevision",
    "DataPoint",
    "Decision",
    "Definition",
    "Dossier",
    "Draft",
    "Goal",
    "GoalLink",
    "Membership",
    "MovedDraft",
    "Note",
    "Offer",
    "Participant",
    "Person",
    "PlanAdaptation",
    "Portfolio",
    "Record",
    "Registration",
    "Relation",
    "Request",
    "Retirement",
    "RoundAnswer",
    "SealedAnswer",
    "StoredFile",
    "Task",
]
