"""One record from its draft to its end: the small form of the other examples."""

from __future__ import annotations

from gateway.api.examples.things import (
    ASSESSOR_ID,
    AT,
    CONTRIBUTION_ID,
    DAY,
    GOAL_ID,
    HASH,
    LATER,
    LEARNER_ID,
    OTHER_ID,
    PARTICIPANT_ID,
    PORTFOLIO_ID,
    RECORD_ID,
    REQUEST_ID,
    TITLE,
    Example,
)

UNDO_UNTIL, CORRECT_UNTIL = "2026-11-22T09:32:00Z", "2026-11-23T09:31:00Z"
CONTEXT: Example = {"encounter_date": DAY, "place": "Ward 4"}
ANSWERS: Example = {"trust": {"v": 2, "comment": "You asked before you explained."}}
ASSESSOR: Example = {
    "participant_id": PARTICIPANT_ID,
    "role": "assessor",
    "role_title": "Nurse",
    "group": None,
    "person_id": ASSESSOR_ID,
    "name": "Bram Visser",
    "email_hint": None,
    "state": "open",
    "sent_at": None,
    "verified": "none",
}
CARD: Example = {
    "record_id": RECORD_ID,
    "portfolio_id": PORTFOLIO_ID,
    "learner_id": LEARNER_ID,
    "dossier_key": "work",
    "form_key": "short-obs",
    "form_version": 2,
    "form_hash": HASH,
    "title": TITLE,
    "state": "running",
    "stakes": "low",
    "encounter_date": DAY,
    "context": CONTEXT,
    "stages": [
        {"stage": "assess", "act": "fill", "state": "open", "participants": [ASSESSOR]},
    ],
    "waiting_for": [ASSESSOR],
    "started_at": AT,
    "last_at": AT,
}
REQUEST: Example = {
    "request_id": REQUEST_ID,
    "record_id": RECORD_ID,
    "portfolio_id": PORTFOLIO_ID,
    "learner_id": LEARNER_ID,
    "form_key": "short-obs",
    "title": TITLE,
    "stage": "assess",
    "participant_id": PARTICIPANT_ID,
    "assessor": ASSESSOR,
    "state": "open",
    "asked_at": AT,
    "expires_at": "2026-12-06T09:30:00Z",
    "reminders": 0,
    "reminded_at": None,
    "reason": None,
    "encounter_date": DAY,
}
RECORD: Example = {
    "record": CARD,
    "learner_id": LEARNER_ID,
    "context": CONTEXT,
    "language": "nl",
    "definition_hash": HASH,
    "may": [
        {
            "stage": "assess",
            "act": "fill",
            "participant_id": PARTICIPANT_ID,
            "can": ["decline", "pass_on"],
            "rev": 0,
            "answers": {},
            "computed": {},
            "returned_because": None,
            "facts": {"context.place": CONTEXT["place"]},
        }
    ],
    "contributions": [
        {
            "contribution_id": CONTRIBUTION_ID,
            "stage": "ask",
            "participant_id": None,
            "role": "learner",
            "group": None,
            "state": "sent",
            "revision": 1,
            "sent_at": AT,
            "answers": {},
            "computed": {},
            "items": [],
            "actor": None,
        }
    ],
    "rounds": [],
    "hidden": [],
    "requests": [REQUEST],
    "goals": [{"goal_id": GOAL_ID, "title": "Summarise"}],
    "undo_until": None,
    "undo_stage": None,
    "correct_until": None,
    "correct_stage": None,
    "withdrawable": True,
    "declined": None,
    "raters": [],
    "files": {},
    "references": {},
    "choices": None,
    "results": {"data_points": [], "registrations": [], "decisions": []},
}
SAVE: Example = {"answers": ANSWERS, "context": CONTEXT}
SAVED: Example = {"rev": 1, "saved_at": AT, "computed": {}, "errors": []}
SEND: Example = {"rev": 1, "answers": ANSWERS}
SENT: Example = {
    "record_id": RECORD_ID,
    "contribution_id": CONTRIBUTION_ID,
    "revision": 1,
    "sent_at": LATER,
    "undo_until": UNDO_UNTIL,
    "correct_until": CORRECT_UNTIL,
    "state": "done",
    "decision_id": None,
}
OPENED: Example = {"rev": 2}
DECLINE: Example = {"reason": "I was not there that day."}
DECLINED: Example = {"state": "withdrawn"}
RETURN: Example = {"reason": "Which day was it?"}
OBJECT: Example = {"reason": "This was about somebody else."}
RUNNING: Example = {"state": "running"}
PASS_ON: Example = {"email": "m.jansen@ziekenhuis.example", "name": "Mira Jansen"}
PASSED_ON: Example = {"sent_to": "m…@ziekenhuis.example"}
WITHDRAW: Example = {"reason": "Asked twice."}
WITHDRAWN: Example = {"state": "withdrawn"}
APPROVE: Example = {
    "records": [
        {"record_id": RECORD_ID, "stage": "approve"},
        {"record_id": OTHER_ID, "stage": "approve"},
    ]
}
APPROVED: Example = {
    "approved": 1,
    "left": [{"record_id": OTHER_ID, "stage": "approve", "code": "begun"}],
}
ROUND_LINK: Example = {
    "token": "k2Jx9Qw4Zt7Lm1Vb6Nc3Hd8Fg5Ps0Ra-Yu_EoIiKzXq",
    "not_after": "2026-12-20T23:00:00Z",
}
ASK_RATER: Example = {
    "assessor": {"email": "m.jansen@ziekenhuis.example", "name": "Mira Jansen"},
    "message": "Would you look back on our night shifts?",
}
RATER_ASKED: Example = {"sent_to": "m…@ziekenhuis.example"}

# On the learner's device

SEND_ON_DEVICE: Example = {
    "answers": ANSWERS,
    "actor_name": "Mira Jansen",
    "actor_email": "m.jansen@ziekenhuis.example",
    "actor_role": "Nurse",
}
CONFIRM: Example = {"was_me": True}
