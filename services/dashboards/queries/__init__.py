"""Reads for screens: rows that projections made ready, for one reader."""

from .effect import programme_effect, without_own
from .freshness import freshness, note_arrival
from .learners import learners, unanswered
from .portfolio import one_area, overview, progress
from .reports import report
from .topics import authorise_topics

__all__ = [
    "authorise_topics",
    "freshness",
    "learners",
    "note_arrival",
    "one_area",
    "overview",
    "programme_effect",
    "progress",
    "report",
    "unanswered",
    "without_own",
]
