"""Replies of services as the pages of people, the account and messages get them."""

from __future__ import annotations

from typing import Any

from tests.unit.gateway import staff_samples as work
from tests.unit.gateway.staff_world import INSTITUTION, an_id, days_ago, me, person_name


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
        {"at": days_ago(2), "what": "sign_in.refuse.failure", "by": None},
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
        {"key": "no_user_name", "text": {"en": "Not your user name"}, "check": {"absent": []}},
        {"key": "not_common", "text": {"en": "Not an often used password"}, "check": None},
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


REPORT = {"report_id": an_id(9), "state": "ready"}
INBOX = {
    "messages": [
        message(0, "request"),
        message(1, "feedback_sent", params={"form_key": "kpb", "learner_id": an_id(1)}),
        message(2, "decision"),
        message(3, "report_ready", record_id=None, params=REPORT | {"file_id": an_id(70)}),
        message(4, "something_newer"),
    ],
    "unread": 3,
    "next": None,
}


def setup(of: str) -> dict[str, Any]:
    """Half way, with one step put off."""
    network = {"institutions": 3, "administered": 2}
    return {
        "of": of,
        "name": "Huisartsopleiding Waterland",
        "done": ["contact", "people", "institutions"],
        "skipped": ["sign_in"],
        "is_put_away": False,
        "counts": network
        if of == "network"
        else {"learners": 12, "staff": 5, "guided": 0, "enrolled": 0},
    }


EVERYTHING: dict[str, Any] = {
    "accounts__setup": setup,
    "portfolio__waiting": work.WAITING,
    "portfolio__portfolio_of": work.PORTFOLIO,
    "portfolio__dossiers": work.DOSSIERS,
    "portfolio__goals": work.GOALS,
    "portfolio__records": {"records": [work.record_card(1), work.record_card(2)], "next": None},
    "portfolio__approve_many": {"approved": 2},
    "dashboards__learners": work.LEARNERS,
    "dashboards__unanswered": work.UNANSWERED,
    "accounts__my_learners": work.MY_LEARNERS,
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
