"""What is in one portfolio, and asking somebody for feedback."""

from __future__ import annotations

from gateway.api.examples.records import CARD, CONTEXT, REQUEST
from gateway.api.examples.things import (
    ASSESSOR_ID,
    AT,
    CONTRIBUTION_ID,
    DAY,
    DECISION_ID,
    GOAL_ID,
    HASH,
    LATER,
    LEARNER_ID,
    LINEAGE,
    NOTE_ID,
    OTHER_ID,
    OUTCOME,
    PARTICIPANT_ID,
    PORTFOLIO_ID,
    RECORD_ID,
    REQUEST_ID,
    TITLE,
    Example,
)

PORTFOLIO: Example = {
    "portfolio_id": PORTFOLIO_ID,
    "learner_id": LEARNER_ID,
    "programme_key": "nursing",
    "programme_hash": HASH,
    "phase": "year-1",
    "starts_on": "2026-09-01",
    "state": "open",
    "access": "owner",
    "own": True,
    "is_developmental": False,
}
TASK: Example = {
    "record_id": RECORD_ID,
    "stage": "assess",
    "act": "fill",
    "role": "assessor",
    "participant_id": PARTICIPANT_ID,
    "title": TITLE,
    "form_key": "short-obs",
    "form_hash": HASH,
    "record_state": "running",
    "learner_id": LEARNER_ID,
    "portfolio_id": PORTFOLIO_ID,
    "since": AT,
    "due_at": None,
    "encounter_date": DAY,
}
HOME: Example = {
    "portfolios": [PORTFOLIO],
    "waiting": [],
    "asked": [REQUEST],
    "recent": [CARD],
    "counts": {"waiting": 0, "open_requests": 1},
}
WAITING: Example = {"waiting": [{**TASK, "begun": False}], "next": None}
DOSSIERS: Example = {
    "portfolio": PORTFOLIO,
    "dossiers": [
        {
            "key": "work",
            "title": {"en": "Work", "nl": "Werk"},
            "forms": [
                {
                    "form_key": "short-obs",
                    "hash": HASH,
                    "title": TITLE,
                    "minutes": 3,
                    "context": {"place": "optional"},
                    "may_start": False,
                    "asks": True,
                }
            ],
            "count": 3,
            "needed": 8,
            "total": 3,
            "last_at": AT,
            "records": [CARD],
        }
    ],
}
RECORDS: Example = {"records": [CARD], "next": None}
START: Example = {"form_key": "reflection", "context": CONTEXT, "language": "nl"}
STARTED: Example = {"record_id": RECORD_ID}
REQUESTS: Example = {"requests": [REQUEST], "next": None}
ASK: Example = {
    "form_key": "short-obs",
    "assessor": {"email": "m.jansen@ziekenhuis.example", "name": "Mira Jansen"},
    "context": CONTEXT,
    "message": "It was about the conversation this morning.",
    "language": "nl",
}
ASKED: Example = {
    "record_id": RECORD_ID,
    "request_id": REQUEST_ID,
    "sent_to": "m.jansen@ziekenhuis.example",
}
ASSESSORS: Example = {
    "assessors": [
        {
            "person_id": ASSESSOR_ID,
            "name": "Bram Visser",
            "email_hint": None,
            "participant_key": f"person:{ASSESSOR_ID}",
            "last_asked_at": AT,
            "open_request_id": REQUEST_ID,
        }
    ]
}
REMINDED: Example = {"request": {**REQUEST, "reminders": 1, "reminded_at": LATER}}
REQUEST_WITHDRAWN: Example = {"request": {**REQUEST, "state": "withdrawn"}}
AREA_CONTENT: Example = {
    "entries": [
        {
            "record_id": RECORD_ID,
            "contribution_id": CONTRIBUTION_ID,
            "form_key": "short-obs",
            "form_version": 2,
            "definition_hash": HASH,
            "title": TITLE,
            "encounter_date": DAY,
            "sent_at": AT,
            "role": "assessor",
            "actor": {"name": "Bram Visser", "verified": "account"},
            "stakes": "low",
            "ratings": [
                {
                    "item": "trust",
                    "row": None,
                    "label": {"en": "Next time", "nl": "Volgende keer"},
                    "value": 2,
                    "level": {"en": "I stay close", "nl": "Ik blijf erbij"},
                    "scale": "short-obs/sup",
                    "max": 2,
                    "detail": {},
                }
            ],
            "texts": [],
        }
    ],
    "next": None,
}
DATA_POINTS: Example = {
    "data_points": [
        {
            "data_point_id": OTHER_ID,
            "record_id": RECORD_ID,
            "kind": "point",
            "outcome": OUTCOME,
            "lineage": LINEAGE,
            "value": 2,
            "scale": "short-obs/sup",
            "stakes": "low",
            "form_key": "short-obs",
            "form_version": 2,
            "item": "trust",
            "row": None,
            "detail": {},
            "role": "assessor",
            "encounter_date": DAY,
            "revision": 1,
        }
    ],
    "next": None,
}
GOALS: Example = {
    "learner_id": LEARNER_ID,
    "goals": [
        {
            "goal_id": GOAL_ID,
            "record_id": OTHER_ID,
            "title": "Summarise at the end of each conversation",
            "state": "open",
            "due_on": "2027-06-01",
            "created_at": AT,
            "set_by": None,
            "linked": [
                {
                    "record_id": RECORD_ID,
                    "title": TITLE,
                    "encounter_date": DAY,
                    "form_key": "short-obs",
                }
            ],
        }
    ],
    "next": None,
}
REGISTRATIONS: Example = {
    "learner_id": LEARNER_ID,
    "registrations": [
        {
            "registration_id": OTHER_ID,
            "record_id": RECORD_ID,
            "kind": "shift",
            "on": DAY,
            "hours": 6.5,
            "detail": {"shift": "evening"},
            "key": "shift",
            "definition_hash": HASH,
            "state": "approved",
            "approved_by": "Bram Visser",
            "approved_by_id": ASSESSOR_ID,
            "approved_at": LATER,
        }
    ],
    "totals": [
        {"kind": "shift", "count": 4, "hours": 26.0, "approved": 3, "hours_approved": 20.0},
    ],
    "next": None,
}
DECISIONS: Example = {
    "decisions": [
        {
            "decision_id": DECISION_ID,
            "record_id": RECORD_ID,
            "kind": "competence",
            "title": {"en": "Working alone at night", "nl": "Zelfstandig in de nacht"},
            "result": "4",
            "light": "go",
            "outcome": OUTCOME,
            "lineage": LINEAGE,
            "level": 4,
            "rationale": "Seven data points of five people over half a year.",
            "conditions": None,
            "decided_by": "Fenna de Boer",
            "decided_by_id": ASSESSOR_ID,
            "decided_at": AT,
            "valid_from": DAY,
            "valid_until": None,
            "state": "active",
            "advice": False,
            "detail": {"credits": 5},
            "key": "competence",
            "definition_hash": HASH,
            "evidence": {
                "data_points": 7,
                "records": 7,
                "methods": 2,
                "assessors": 5,
                "period_from": "2026-09-01",
                "period_to": DAY,
                "registrations": None,
            },
        }
    ],
    "next": None,
}
NOTES: Example = {
    "notes": [{"note_id": NOTE_ID, "text": "Ring ward 4.", "rev": 1, "changed_at": AT}],
    "next": None,
}
WRITE_NOTE: Example = {"text": "Ring ward 4."}
NOTE_WRITTEN: Example = {"note_id": NOTE_ID, "rev": 1}
