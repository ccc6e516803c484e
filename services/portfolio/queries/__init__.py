"""Reads for screens and other services: plain rows, as much as the caller may see."""

from .areas import area_content
from .facts import data_points, decisions, goals, registrations
from .home import home, waiting
from .notes import notes
from .plans import plan
from .pointing import choices, record_files
from .portfolios import dossiers, portfolio_of
from .record import record
from .records import records
from .requests import asked, recent_assessors, request_for_mail
from .sent_before import sent_before
from .unnamed import answers_in_a_round

__all__ = [
    "choices",
    "record_files",
    "area_content",
    "asked",
    "answers_in_a_round",
    "data_points",
    "decisions",
    "dossiers",
    "goals",
    "home",
    "notes",
    "plan",
    "portfolio_of",
    "recent_assessors",
    "record",
    "records",
    "registrations",
    "request_for_mail",
    "sent_before",
    "waiting",
]
