"""What services say of the link of a request to assess, and of the record behind it."""

from __future__ import annotations

import secrets
from typing import Any

from tests.library.definitions import definition, document
from tests.unit.gateway.staff_world import INSTITUTION, an_id

RECORD, LEARNER, ASSESSOR = an_id(900), an_id(1), an_id(902)
FORM = "kpb"


def a_token() -> str:
    """A new one each time: the gateway remembers links for a moment."""
    return secrets.token_urlsafe(32)


def link_reply() -> dict[str, Any]:
    return {
        "institution_id": INSTITUTION,
        "institution_name": "Huisartsopleiding Waterland",
        "network_id": None,
        "request_id": an_id(903),
        "record_id": RECORD,
        "participant_id": ASSESSOR,
        "email_hash": "0" * 64,
        "state": "open",
    }


def stage() -> str:
    """The stage of the form that an assessor fills in."""
    return next(one.id for one in definition(FORM).stages if "assessor" in one.by)


def record_reply(**more: Any) -> dict[str, Any]:
    who = {"participant_id": ASSESSOR, "role": "assessor", "state": "open", "person_id": None}
    return {
        "record": {
            "record_id": RECORD,
            "portfolio_id": an_id(901),
            "state": "running",
            "encounter_date": "2026-03-01",
            "context": {},
            "waiting_for": [],
            "stages": [{"stage": stage(), "state": "open", "participants": [who]}],
        },
        "learner_id": LEARNER,
        "definition_hash": FORM.ljust(64, "0"),
        "may": [
            {
                "stage": stage(),
                "act": "fill",
                "role": "assessor",
                "participant_id": ASSESSOR,
                "can": ["send", "decline", "pass_on"],
                "rev": 0,
                "answers": {},
            }
        ],
        "contributions": [],
        "rounds": [],
        "hidden": [],
        "requests": [],
        "goals": [],
        "undo_until": None,
        "undo_stage": None,
        "correct_until": None,
        "correct_stage": None,
        "withdrawable": False,
    } | more


def replies(**more: Any) -> dict[str, Any]:
    return {
        "accounts__open_link": link_reply(),
        "portfolio__record": record_reply(),
        "forms__definition_by_hash": {"document": document(FORM)},
        "forms__definition": {"document": {"title": {"en": "Roles"}, "outcomes": [], "stages": []}},
    } | more
