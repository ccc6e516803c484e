"""Replies of services as pages of staff, administrators and the account get them."""

from __future__ import annotations

from typing import Any

from tests.unit.gateway.staff_world import INSTITUTION, an_id, days_ago, me, person_name


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


def person(number: int, state: str = "active", roles: tuple[str, ...] = ("learner",)) -> Any:
    name, _initials = person_name(number)
    given, _space, family = name.partition(" ")
    return {
        "person_id": an_id(10 + number),
        "name": name,
        "given_name": given,
        "family_name": family,
        "user_name": f"hao-{given.lower()}",
        "email": f"{given.lower()}@waterland.example",
        "language": "nl",
        "state": state,
        "roles": list(roles),
        "last_sign_in_at": days_ago(2) if state == "active" else None,
        "starts_on": "2026-03-01",
        "ends_on": "2026-10-01" if state == "left" else None,
    }


PEOPLE = {
    "people": [
        person(0),
        person(1, "blocked"),
        person(2, "invited"),
        person(3, "active", ("trainer", "head")),
        person(4, "left"),
    ],
    "next": None,
}
PERSON = person(0) | {
    "relations": [
        {
            "relation_id": an_id(800),
            "kind": "supervises",
            "person_id": an_id(13),
            "name": "Joris van den Berg-Hoogenboom",
            "starts_on": "2026-03-01",
            "ends_on": None,
            "place": "Practice De Linde",
        },
        {
            "relation_id": an_id(801),
            "kind": "teaches",
            "person_id": an_id(14),
            "name": "Mei Ling Chen",
            "starts_on": "2025-03-01",
            "ends_on": "2026-02-28",
            "place": "",
        },
    ],
    "enrolments": [
        {
            "enrolment_id": an_id(810),
            "programme_key": "gp",
            "starts_on": "2026-03-01",
            "cohort": "March 2026",
            "part_time": 80,
        }
    ],
    "log": [
        {"at": days_ago(1), "what": "person.read", "by": "Els Jansen"},
        {"at": days_ago(2), "what": "sign_in.failure", "by": None},
        {"at": days_ago(30), "what": "person.create", "by": "Els Jansen"},
    ],
}
PREVIEW = {
    "import_id": an_id(900),
    "columns": ["Gebruikersnaam", "Voornaam", "Achternaam", "E-mailadres"],
    "rows": [
        {
            "row": 2,
            "values": {
                "Gebruikersnaam": "hao-1",
                "Voornaam": "Lotte",
                "Achternaam": "Smits",
                "E-mailadres": "lotte@",
            },
            "outcome": "error",
            "changes": [],
            "errors": [
                {
                    "column": "E-mailadres",
                    "code": "bad_email",
                    "params": {"value": "lotte@"},
                    "text": {"en": '"lotte@" is not an e-mail address.', "nl": "Geen adres."},
                }
            ],
        },
        {
            "row": 3,
            "values": {"Gebruikersnaam": "hao-2", "Voornaam": "Bram", "Achternaam": "Mulder"},
            "outcome": "new",
            "changes": [],
            "errors": [],
        },
        {
            "row": 4,
            "values": {"Gebruikersnaam": "hao-3", "Voornaam": "Noor", "Achternaam": "Visser"},
            "outcome": "changed",
            "changes": ["email", "ends_on"],
            "errors": [],
        },
    ],
    "counts": {"new": 1, "changed": 1, "same": 0, "error": 1},
}
CLEAN_PREVIEW = PREVIEW | {
    "rows": PREVIEW["rows"][1:],  # type: ignore[index]
    "counts": {"new": 1, "changed": 1, "same": 0, "error": 0},
}
INSTITUTIONS = {
    "institutions": [
        {"id": INSTITUTION, "name": "Huisartsopleiding Waterland", "people": 48},
        {"id": an_id(77), "name": "Huisartsopleiding Veluwe", "people": 32},
        {"id": an_id(78), "name": "Huisartsopleiding Zeeland", "people": 1},
    ]
}
TWO_PLACES = {
    "memberships": [
        {
            "membership_id": an_id(4),
            "institution_id": INSTITUTION,
            "institution_name": "Huisartsopleiding Waterland",
            "roles": ["national_admin"],
        },
        {
            "membership_id": an_id(76),
            "institution_id": an_id(77),
            "institution_name": "Huisartsopleiding Veluwe",
            "roles": ["national_admin"],
        },
    ]
}
CONTACT = {
    "name": "Karin Smit",
    "role": "Contact person",
    "email": "karin@waterland.example",
    "phone": "020 123 4567",
    "opening_hours": "Monday to Thursday, 9-16",
}
MY_ACCOUNT = me("trainer", **TWO_PLACES) | {
    "user_name": "e.jansen",
    "email": "els@waterland.example",
    "sign_on": "password",
    "contact": CONTACT,
}
RULES = {
    "rules": [
        {"key": "length", "text": {"en": "At least 12 characters"}, "check": {"min_length": 12}},
        {"key": "digit", "text": {"en": "A digit"}, "check": {"pattern": "[0-9]"}},
        {"key": "name", "text": {"en": "Not your name"}, "check": {"absent": ["els"]}},
    ]
}
SESSIONS = {
    "sessions": [
        {
            "id": an_id(5),
            "started_at": days_ago(0.2),
            "last_seen_at": days_ago(0),
            "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
            "network_address": "192.0.2.0/24",
            "current": True,
        },
        {
            "id": an_id(6),
            "started_at": days_ago(3),
            "last_seen_at": days_ago(1),
            "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1",
            "network_address": "198.51.100.0/24",
            "current": False,
        },
    ]
}
PREFERENCES = {
    "preferences": {
        "request": {"mail": "at_once", "in_app": True},
        "feedback_sent": {"mail": "digest", "in_app": True},
        "report_ready": {"mail": "off", "in_app": False},
    },
    "quiet": {"from": "22:00", "to": "07:00"},
    "paused_until": None,
}


def message(number: int, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "message_id": an_id(1000 + number),
        "kind": kind,
        "params": {"form_key": "kpb", "learner_id": an_id(10)},
        "record_id": an_id(600 + number),
        "portfolio_id": an_id(300),
        "at": days_ago(number),
        "read": number > 2,
    } | more


INBOX = {
    "messages": [
        message(0, "request"),
        message(1, "feedback_sent", params={"form_key": "kpb", "learner_id": an_id(1)}),
        message(2, "decision"),
        message(3, "report_ready", record_id=None, params={"report_id": an_id(9)}),
        message(4, "something_newer"),
    ],
    "unread": 3,
    "next": None,
}
EVERYTHING: dict[str, Any] = {
    "portfolio__waiting": WAITING,
    "portfolio__portfolio_of": PORTFOLIO,
    "portfolio__dossiers": DOSSIERS,
    "portfolio__goals": GOALS,
    "portfolio__records": {"records": [record_card(1), record_card(2)], "next": None},
    "portfolio__approve_many": {"approved": 2},
    "dashboards__learners": LEARNERS,
    "dashboards__unanswered": UNANSWERED,
    "accounts__my_learners": MY_LEARNERS,
    "accounts__people": PEOPLE,
    "accounts__person": PERSON,
    "accounts__preview_import": PREVIEW,
    "accounts__institutions": INSTITUTIONS,
    "accounts__my_account": MY_ACCOUNT,
    "accounts__password_rules": RULES,
    "accounts__sessions": SESSIONS,
    "notifications__preferences": PREFERENCES,
    "notifications__inbox": INBOX,
}
