"""Rows of portfolios: what is in one, asking for feedback, goals, notes."""

from __future__ import annotations

from tests.e2e.api.callers import Ask
from tests.e2e.api.cast import GOAL, SEEN, Cast
from tests.e2e.api.matrix_services import OF, lineage, portfolio
from tests.e2e.api.rows import Own, Row


def _start(cast: Cast) -> Ask:
    return portfolio(cast, {"form_key": "starrt", "context": SEEN})


def _ask(cast: Cast) -> Ask:
    assessor = {"person_id": cast.id_of("trainer")}
    fields = {"form_key": "micro-cex", "assessor": assessor, "context": SEEN, "again": True}
    return portfolio(cast, fields)


def _request(cast: Cast) -> Ask:
    return Ask({"request_id": cast.asked()["request_id"]})


def _goal_and_record(cast: Cast) -> Ask:
    cast.sent("goal", "draft", GOAL)
    goals = cast["learner"].done("GET", f"/portfolios/{cast.portfolio}/goals")["goals"]
    return Ask({"goal_id": goals[0]["goal_id"], "record_id": cast.assessed()["record_id"]})


def _linked(cast: Cast) -> Ask:
    ask = _goal_and_record(cast)
    cast["learner"].done("PUT", "/goals/{goal_id}/records/{record_id}".format(**ask.path))
    return ask


def _text(cast: Cast) -> Ask:
    return portfolio(cast, {"text": "Bellen."})


def _note(cast: Cast) -> Ask:
    path = f"/portfolios/{cast.portfolio}/notes"
    return Ask({"note_id": cast["learner"].done("POST", path, {"text": "Bellen."})["note_id"]})


PACE = {"kind": "pace", "changes": {"percent": 80}, "reason": "Four days a week from now on"}


def _pace(cast: Cast) -> Ask:
    return portfolio(cast, PACE)


def _adapted(cast: Cast) -> Ask:
    done = cast["head"].done("POST", f"/portfolios/{cast.portfolio}/plan", PACE)
    return Ask({"adaptation_id": done["adaptation_id"]}, json={"reason": "Back to full time"})


def _effect(_cast: Cast) -> Ask:
    return Ask(json={"document": {"key": "gp-specialty-training", "requirements": []}})


LINK = "/api/v1/goals/{goal_id}/records/{record_id}"
PORTFOLIOS = (
    Own("GET /api/v1/home", "learner"),
    Own("GET /api/v1/waiting", "trainer"),
    Row(
        "GET /api/v1/learners/{learner_id}/portfolio",
        "trainer",
        lambda cast: Ask({"learner_id": cast.id_of("learner")}),
    ),
    Row(f"GET {OF}/dossiers", "learner", portfolio),
    Row(f"GET {OF}/records", "trainer", portfolio),
    Row(f"POST {OF}/records", "learner", _start),
    Row(f"GET {OF}/requests", "learner", portfolio),
    Row(f"POST {OF}/requests", "learner", _ask),
    Row(f"GET {OF}/assessors", "learner", portfolio),
    Row(f"GET {OF}/plan", "learner", portfolio),
    Row(f"POST {OF}/plan", "head", _pace, role=403),
    Row("POST /api/v1/plan-adaptations/{adaptation_id}/end", "head", _adapted, role=403),
    Own("POST /api/v1/programmes/effect", "head", _effect),
    Row("POST /api/v1/requests/{request_id}/reminders", "learner", _request, also=(429,)),
    Row("POST /api/v1/requests/{request_id}/withdraw", "learner", _request),
    Row(
        f"GET {OF}/areas/{{lineage}}/content",
        "learner",
        lambda cast: portfolio(cast, lineage=lineage(cast)),
    ),
    Row(f"GET {OF}/data-points", "trainer", portfolio),
    Row(f"GET {OF}/goals", "learner", portfolio),
    Row(f"PUT {LINK}", "learner", _goal_and_record),
    Row(f"DELETE {LINK}", "learner", _linked),
    Row(f"GET {OF}/registrations", "learner", portfolio),
    Row(f"GET {OF}/decisions", "head", portfolio, wrong_role="local_admin"),
    Row(f"GET {OF}/notes", "learner", portfolio, wrong_role="trainer", role=403),
    Row(f"POST {OF}/notes", "learner", _text, wrong_role="trainer", role=403),
    Row("DELETE /api/v1/notes/{note_id}", "learner", _note, wrong_role="trainer"),
)
