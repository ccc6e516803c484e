"""What the OpenAPI document says of every operation alike: errors, keys of writes, signing in."""

from __future__ import annotations

import re
from typing import Any

from apispec import BasePlugin

PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is stable and never reused; `title` is for people.",
    "required": ["type", "code", "title", "status", "correlation_id"],
    "properties": {
        "type": {"type": "string", "example": "urn:tessera:fault:chassis.not_found"},
        "code": {"type": "string", "example": "chassis.not_found"},
        "title": {"type": "string", "description": "In the language of the caller"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "For developers, in English"},
        "correlation_id": {"type": "string", "description": "Names the call in our logs"},
        "errors": {"type": "object", "description": "Messages by field"},
        "params": {"type": "object", "description": "Figures and codes the sentence speaks of"},
    },
}
PROBLEM_RESPONSE = {
    "description": "Refused, or not possible now; `code` says why.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 8, "maxLength": 100},
    "description": "A new UUID for each thing to be done; the same one when a call is repeated.",
}
COMPONENTS = {
    "securitySchemes": {
        "session": {
            "type": "http",
            "scheme": "bearer",
            "description": "The `session_token` that signing in answers.",
        },
        "link": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Link <token>`, of an external assessor's mail; opens one record.",
        },
    },
    "schemas": {"Problem": PROBLEM},
    "responses": {"Problem": PROBLEM_RESPONSE},
    "parameters": {"IdempotencyKey": IDEMPOTENCY_KEY},
}
REFUSED = {"$ref": "#/components/responses/Problem"}
# Log-in repeats nothing: each try is one, and a second session does no harm.
WITHOUT_KEY = frozenset({"/api/v1/session"})
# Lists that do not come in pages, and what bounds each: it is said with the operation.
BOUNDED = {
    "get_home": "20 tasks, 20 requests and 8 records; the lists themselves have their own pages",
    "get_portfolios_portfolio_id_dossiers": "the dossiers of one programme, 5 records of each",
    "get_portfolios_portfolio_id_assessors": "the last 20 people",
    "get_portfolios_portfolio_id_plan": "what was changed for one learner in one programme",
    "get_portfolios_portfolio_id_overview": "what one programme and framework name",
    "get_portfolios_portfolio_id_areas_lineage": "60 points a line, one line a scale and role",
    "get_portfolios_portfolio_id_progress": "60 points a line, one line a competency",
    "get_portfolios_portfolio_id_choices": "the latest 50 of each; `search` finds the others",
    "get_records_record_id": "what was said in one record",
    "get_people_person_id": "one person; the last 100 lines of the log",
    "get_colleagues": "the best `limit` of a search, at most 50",
    "get_institution": "the languages of one institution",
    "get_institutions": "the institutions of one network",
    "get_session": "the memberships of one person",
    "get_account": "the memberships of one person",
    "get_account_sessions": "the open sessions of one person",
    "get_password_rules": "the rules of one profile",
    "get_definitions_kind": "the newest version of each definition an institution can use",
    "get_definitions_by_hash_content_hash": "one definition",
    "get_definitions_by_hash_content_hash_changes": "the differences of one version",
    "get_definitions_kind_key": "one definition",
    "get_definitions_kind_key_history": "the versions of one definition",
    "get_definitions_drafts": "one draft of each definition at most",
    "get_definitions_drafts_draft_id": "one draft",
    "get_definitions_drafts_draft_id_changes": "the differences of one draft",
    "get_definitions_programme_parts": "what a programme can name, of one institution",
    "get_definitions_form_parts": "what a form can name, of one institution",
    "get_setup": "the steps of setting up",
    "get_definitions_offered": "what institutions and networks chose to offer",
}
METHODS = ("get", "post", "put", "patch", "delete")


class EveryOperation(BasePlugin):
    """Adds to each operation what none of them should have to say itself."""

    def operation_helper(
        self, path: str | None = None, operations: dict[str, Any] | None = None, **_: Any
    ) -> None:
        for method, operation in (operations or {}).items():
            if method in METHODS:
                _complete(str(path), method, operation)


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    operation["operationId"] = _name(path, method)
    done = {code: one for code, one in operation["responses"].items() if str(code)[0] == "2"}
    operation["responses"] = {**done, "default": dict(REFUSED)}
    operation.setdefault("security", _security(path))
    if bound := BOUNDED.get(operation["operationId"]):
        said = operation.get("description", "")
        operation["description"] = f"{said}\n\nA bounded list: {bound}.".strip()
    if method == "post" and path not in WITHOUT_KEY:
        operation.setdefault("parameters", []).append("IdempotencyKey")


def _name(path: str, method: str) -> str:
    """`GET /api/v1/people/{person_id}` is `get_people_person_id`."""
    words = re.findall(r"[a-z]+", path.removeprefix("/api/v1"))
    return "_".join([method, *words])


def _security(path: str) -> list[dict[str, list[str]]]:
    by_link = path.startswith("/api/v1/records/")
    return [{"session": []}, *([{"link": []}] if by_link else [])]
