"""One learner in numbers, and the learners of a teacher."""

from __future__ import annotations

from gateway.api.examples.things import (
    ASSESSOR_ID,
    AT,
    DAY,
    DECISION_ID,
    FILE_ID,
    LEARNER_ID,
    LINEAGE,
    OUTCOME,
    PORTFOLIO_ID,
    RECORD_ID,
    REPORT_ID,
    REQUEST_ID,
    Example,
)

AREA_COUNTS: Example = {
    "framework": "gp-areas@2023",
    "lineage": LINEAGE,
    "outcome": OUTCOME,
    "points": 7,
    "narratives": 5,
    "latest": {"value": 2, "scale": "short-obs/sup", "on": DAY},
    "by_role": {"assessor": 6, "learner": 1},
    "by_stakes": {"low": 7},
    "under": None,
    "last_on": DAY,
}
REQUIREMENT: Example = {
    "key": "observations",
    "title": {"en": "Short observations", "nl": "Korte observaties"},
    "count": 3,
    "needed": 8,
    "expected": 5,
    "state": "behind",
    "period_from": "2026-09-01",
    "period_to": "2027-02-28",
}
_AS_OF: Example = {"as_of": AT, "version": 41}
OVERVIEW: Example = {
    "portfolio_id": PORTFOLIO_ID,
    "learner_id": LEARNER_ID,
    "programme": {
        "key": "nursing",
        "phase": "year-1",
        "starts_on": "2026-09-01",
        "is_developmental": False,
    },
    "areas": [AREA_COUNTS],
    "points": 7,
    "narratives": 5,
    "decisions": [
        {
            "decision_id": DECISION_ID,
            "kind": "competence",
            "result": "4",
            "light": "go",
            "outcome": OUTCOME,
            "decided_on": DAY,
            "valid_from": DAY,
            "valid_until": None,
            "record_id": RECORD_ID,
            "advice": False,
        }
    ],
    "registrations": [
        {
            "kind": "shift",
            "count": 4,
            "approved": 3,
            "hours": 26.0,
            "hours_approved": 20.0,
            "last_on": DAY,
        }
    ],
    "requirements": [REQUIREMENT],
    "goals": {"open": 2, "finished": 1},
    "requests": {"open": 1, "overdue": 0, "answered": 6},
    "registers": True,
    **_AS_OF,
}
AREA: Example = {
    "learner_id": LEARNER_ID,
    "phase": "ha1",
    "area": AREA_COUNTS,
    "series": [
        {
            "scale": "short-obs/sup",
            "role": "assessor",
            "points": [
                {"on": DAY, "value": 2, "record_id": RECORD_ID, "form_key": "short-obs"},
            ],
        }
    ],
    "by_form": [{"form_key": "short-obs", "count": 7, "last_on": DAY}],
    "missing": ["reflection"],
    "parts": [],
    "registers": True,
    **_AS_OF,
}
PROGRESS: Example = {
    "learner_id": LEARNER_ID,
    "scale": "short-obs/sup",
    "series": [
        {
            "lineage": LINEAGE,
            "outcome": OUTCOME,
            "points": [
                {
                    "on": DAY,
                    "value": 2,
                    "low": 1,
                    "high": 2,
                    "by_role": {"assessor": 2, "learner": 1},
                    "record_ids": [RECORD_ID],
                }
            ],
        }
    ],
    "breaks": [{"on": "2026-10-01", "from": "short-obs/old", "to": "short-obs/sup"}],
    "registers": True,
    **_AS_OF,
}
LEARNERS: Example = {
    "learners": [
        {
            "learner_id": LEARNER_ID,
            "portfolio_id": PORTFOLIO_ID,
            "programme_key": "nursing",
            "phase": "year-1",
            "behind": [REQUIREMENT],
            "open_requests": 1,
            "overdue_requests": 0,
            "oldest_request_at": AT,
            "last_activity_on": DAY,
            "silent_days": 2,
            "concerns": 0,
            "next_decision_on": None,
            "need": ["behind"],
        }
    ],
    "counts": {"all": 12, "behind": 1, "silent": 0, "unanswered": 0, "concern": 0, "decision": 0},
    "next": None,
    **_AS_OF,
}
LEARNER_NAMES: Example = {
    "people": [
        {
            "person_id": LEARNER_ID,
            "name": "Noor de Wit",
            "initials": "NW",
            "relation": "teaches",
            "starts_on": "2027-02-01",
            "ends_on": None,
        }
    ],
    "next": None,
}
UNANSWERED: Example = {
    "requests": [
        {
            "request_id": REQUEST_ID,
            "record_id": RECORD_ID,
            "learner_id": LEARNER_ID,
            "portfolio_id": PORTFOLIO_ID,
            "form_key": "short-obs",
            "assessor_id": ASSESSOR_ID,
            "asked_at": AT,
            "expires_at": "2026-12-06T09:30:00Z",
            "reminders": 1,
            "overdue": False,
        }
    ],
    "next": None,
    "as_of": AT,
}
ORDER: Example = {"kind": "progress", "language": "nl"}
ORDERED: Example = {"report_id": REPORT_ID, "state": "ordered"}
READY: Example = {"report_id": REPORT_ID, "state": "ready", "file_id": FILE_ID}
