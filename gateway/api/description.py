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
    if method == "post" and path not in WITHOUT_KEY:
        operation.setdefault("parameters", []).append("IdempotencyKey")


def _name(path: str, method: str) -> str:
    """`GET /api/v1/people/{person_id}` is `get_people_person_id`."""
    words = re.findall(r"[a-z]+", path.removeprefix("/api/v1"))
    return "_".join([method, *words])


def _security(path: str) -> list[dict[str, list[str]]]:
    by_link = path.startswith("/api/v1/records/")
    return [{"session": []}, *([{"link": []}] if by_link else [])]
