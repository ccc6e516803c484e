"""Replies of services as the pages of trainers and teachers get them."""

from __future__ import annotations

from typing import Any

from tests.unit.gateway.staff_world import an_id, days_ago, person_name


def task(number: int, act: str, form_key: str, **more: Any) -> dict[str, Any]:
    return {
        "record_id": an_id(100 + number),
        "stage": {"approve": "approval", "decide": "decision"}.get(act, "feedback"),
        "act": act,
        "role": "trainer",
        "participant_id": an_id(200 + number),
        "title": {"en": form_key.title(), "nl": form_key.title()},
        "form_key": form_key,
        "learner_id": an_id(10 + number),
        "portfolio_id": an_id(300 + number),
        "since": days_ago(number),
        "due_at": None,
        "encounter_date": days_ago(number + 1)[:10],
    } | more


WAITING = {
    "waiting": [
        task(1, "fill", "kpb"),
        task(2, "approve", "shift"),
        task(3, "approve", "shift"),
        task(4, "approve", "plan"),
        task(5, "decide", "statement"),
    ],
    "next": None,
}


def learner(number: int, *need: str, **more: Any) -> dict[str, Any]:
    return {
        "learner_id": an_id(10 + number),
        "portfolio_id": an_id(300 + number),
        "programme_key": "gp",
        "phase": "ha1",
        "behind": [],
        "open_requests": 0,
        "overdue_requests": 0,
        "oldest_request_at": None,
        "last_activity_on": days_ago(3)[:10],
        "silent_days": 3,
        "concerns": 0,
        "next_decision_on": None,
        "need": list(need),
    } | more


def behind_on(title: str, count: int, needed: int) -> dict[str, Any]:
    return {
        "key": title.lower(),
        "title": {"en": title, "nl": title},
        "count": count,
        "needed": needed,
        "expected": needed,
        "state": "behind",
        "period_from": "2026-03-01",
        "period_to": "2027-02-28",
    }


LEARNERS = {
    "learners": [
        learner(
            0,
            "behind",
            "silent",
            "unanswered",
            behind=[behind_on("Short practice assessments", 3, 8), behind_on("Shifts", 1, 6)],
            silent_days=24,
            open_requests=3,
            overdue_requests=2,
        ),
        learner(1, "concern", "decision", concerns=1, next_decision_on="2026-12-03"),
        learner(2, "silent", silent_days=31),
        learner(3, open_requests=1),
    ],
    "counts": {
        "all": 4,
        "behind": 1,
        "silent": 2,
        "unanswered": 1,
        "concern": 1,
        "decision": 1,
    },
    "next": None,
    "as_of": days_ago(0),
    "version": 7,
}
MY_LEARNERS = {
    "people": [
        {
            "person_id": an_id(10 + number),
            "name": person_name(10 + number)[0],
            "initials": person_name(10 + number)[1],
            "relation": "supervises",
            "starts_on": "2026-03-01",
            "ends_on": None,
        }
        for number in range(5)
    ]
}


def unanswered(number: int, **more: Any) -> dict[str, Any]:
    return {
        "request_id": an_id(400 + number),
        "record_id": an_id(500 + number),
        "learner_id": an_id(10),
        "portfolio_id": an_id(300),
        "form_key": "kpb",
        "assessor_id": None,
        "asked_at": days_ago(9),
        "expires_at": days_ago(-19),
        "reminders": 2,
        "overdue": True,
    } | more


UNANSWERED = {
    "requests": [
        unanswered(1),
        unanswered(2, assessor_id=an_id(13), overdue=False, asked_at=days_ago(2), reminders=0),
    ],
    "next": None,
    "as_of": days_ago(0),
}


def record_card(number: int, **more: Any) -> dict[str, Any]:
    return {
        "record_id": an_id(600 + number),
        "portfolio_id": an_id(300),
        "learner_id": an_id(10),
        "dossier_key": "practice",
        "form_key": "kpb",
        "form_version": 1,
        "form_hash": "0" * 64,
        "title": {"en": "Short practice assessment"},
        "state": "done",
        "stakes": "low",
        "encounter_date": days_ago(number)[:10],
        "context": {"place": "Practice De Linde"},
        "stages": [
            {"stage": "feedback", "act": "fill", "state": "done", "participants": []},
        ],
        "waiting_for": [],
        "last_at": days_ago(number),
        "started_at": days_ago(number),
    } | more


PORTFOLIO = {
    "portfolio_id": an_id(300),
    "learner_id": an_id(10),
    "programme_key": "gp",
    "programme_hash": "1" * 64,
    "phase": "ha1",
    "starts_on": "2026-03-01",
    "state": "active",
    "access": "supervises",
}
DOSSIERS = {
    "portfolio": PORTFOLIO,
    "dossiers": [
        {
            "key": "practice",
            "title": {"en": "Assessed at work"},
            "forms": [
                {
                    "form_key": "combel",
                    "hash": "2" * 64,
                    "title": {"en": "ComBeL"},
                    "minutes": 10,
                    "may_start": True,
                    "asks": False,
                },
                {
                    "form_key": "kpb",
                    "hash": "3" * 64,
                    "title": {"en": "Short practice assessment"},
                    "minutes": 2,
                    "may_start": False,
                    "asks": False,
                },
            ],
            "count": 3,
            "needed": 8,
            "last_at": days_ago(1),
            "records": [record_card(1), record_card(2, state="running")],
        },
        {
            "key": "learning",
            "title": {"en": "Learning"},
            "forms": [],
            "count": 0,
            "needed": None,
            "last_at": None,
            "records": [],
        },
    ],
}
GOALS = {
    "goals": [
        {
            "goal_id": an_id(700),
            "record_id": an_id(701),
            "title": "Explaining risks in plain words",
            "state": "open",
            "due_on": "2026-12-31",
            "created_at": days_ago(20),
            "linked": [{"record_id": an_id(601), "title": {"en": "KPB"}}],
        }
    ]
}
PLANNED_GOAL = {
    "goal_id": an_id(702),
    "record_id": None,
    "title": "Asking for help early",
    "state": "open",
    "due_on": None,
    "created_at": days_ago(2),
    "linked": [],
    "set_by": {"by": "Noor Visser", "at": "2026-11-01T09:30:00+00:00", "reason": "Seen <twice>"},
}
