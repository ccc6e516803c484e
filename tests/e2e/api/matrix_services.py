"""Rows of dashboards, definitions, documents and messages."""

from __future__ import annotations

import uuid
from typing import Any

from tests.e2e.api.callers import Ask
from tests.e2e.api.cast import Cast
from tests.e2e.api.matrix_designing import DESIGNING, a_scale
from tests.e2e.api.rows import Own, Row, office


def portfolio(cast: Cast, json: Any = None, **path: str) -> Ask:
    return Ask({"portfolio_id": cast.portfolio, **path}, json=json)


def lineage(cast: Cast) -> str:
    reply = cast["learner"].done("GET", f"/portfolios/{cast.portfolio}/overview")
    return str(reply["areas"][0]["lineage"])


def _report(cast: Cast) -> Ask:
    path = f"/portfolios/{cast.portfolio}/reports"
    return Ask({"report_id": cast["learner"].done("POST", path, {"kind": "progress"})["report_id"]})


def _file(cast: Cast, json: Any = None) -> Ask:
    return Ask({"file_id": cast.file()}, json=json)


def _begin(cast: Cast) -> Ask:
    return portfolio(cast, {"name": "letter.txt", "size": 9})


def _finish(cast: Cast) -> Ask:
    upload = cast.upload()
    return Ask({"upload_id": upload["upload_id"]}, json={"parts": upload["sent"]})


def _definition(cast: Cast) -> Ask:
    return Ask(json={"kind": "scale", "document": a_scale(cast)})


def _hash(cast: Cast) -> Ask:
    reply = cast["learner"].done("GET", "/definitions/form/kpb")
    return Ask({"content_hash": reply["hash"]})


def _exported(_cast: Cast) -> Ask:
    return Ask({"kind": "framework", "key": "gp-areas"})


def _mail_states(cast: Cast) -> Ask:
    return Ask(json={"request_ids": [cast.asked()["request_id"]]})


OF = "/api/v1/portfolios/{portfolio_id}"
DASHBOARDS = (
    Row(f"GET {OF}/overview", "learner", portfolio),
    Row(f"GET {OF}/areas/{{lineage}}", "learner", lambda c: portfolio(c, lineage=lineage(c))),
    Row(f"GET {OF}/progress", "learner", portfolio),
    Own("GET /api/v1/learners", "trainer"),
    Own("GET /api/v1/learners/names", "trainer"),
    Own("GET /api/v1/learners/unanswered", "trainer"),
    Row(f"POST {OF}/reports", "learner", lambda c: portfolio(c, {"kind": "progress"})),
    Row("GET /api/v1/reports/{report_id}", "learner", _report),
)
DEFINITIONS = (
    *DESIGNING,
    Own("GET /api/v1/definitions/{kind}", "learner", lambda _c: Ask({"kind": "form"})),
    Own(
        "GET /api/v1/definitions/{kind}/{key}",
        "learner",
        lambda _c: Ask({"kind": "form", "key": "kpb"}),
        link=200,
    ),
    Own("GET /api/v1/definitions/by-hash/{content_hash}", "learner", _hash, link=200),
    office("POST /api/v1/definitions/check", _definition, their=200),
    office("POST /api/v1/definitions", _definition, their=201),
    office("GET /api/v1/definitions/{kind}/{key}/file", _exported, their=200),
    office("POST /api/v1/definitions/read", lambda _c: Ask(json={"content": "a"}), their=200),
    office("GET /api/v1/definitions/schemas/{kind}", lambda _c: Ask({"kind": "scale"}), their=200),
)
DOCUMENTS = (
    Row(f"GET {OF}/folders", "learner", portfolio),
    Row(f"POST {OF}/folders", "learner", lambda c: portfolio(c, {"name": uuid.uuid4().hex})),
    Row(f"POST {OF}/uploads", "learner", _begin, link=404),
    Row("POST /api/v1/uploads/{upload_id}/finish", "learner", _finish, link=404),
    Row("GET /api/v1/files/{file_id}", "learner", _file),
    Row("GET /api/v1/files/{file_id}/link", "learner", _file),
    Row("PATCH /api/v1/files/{file_id}", "learner", lambda c: _file(c, {"name": "brief.txt"})),
    Row("DELETE /api/v1/files/{file_id}", "learner", _file),
)
MESSAGES = (
    Own("GET /api/v1/messages", "learner"),
    Own("GET /api/v1/messages/unread", "learner"),
    Own("POST /api/v1/messages/read", "learner", lambda _c: Ask(json={})),
    Own("GET /api/v1/messages/preferences", "learner"),
    Own("PUT /api/v1/messages/preferences", "learner", lambda _c: Ask(json={"preferences": {}})),
    Own("POST /api/v1/mail-states", "learner", _mail_states),
)
SERVICES = (*DASHBOARDS, *DEFINITIONS, *DOCUMENTS, *MESSAGES)
