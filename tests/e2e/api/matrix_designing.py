"""Rows of designing: drafts of definitions, their publication, and how a definition stands."""

from __future__ import annotations

import uuid
from typing import Any

from tests.e2e.api.callers import Ask
from tests.e2e.api.cast import Cast
from tests.e2e.api.rows import Own, office

OF = "/api/v1/definitions"
DRAFT = f"{OF}/drafts/{{draft_id}}"
ONE = f"{OF}/{{kind}}/{{key}}"


def a_scale(cast: Cast) -> dict[str, Any]:
    """A scale nobody has yet."""
    reply = cast["local_admin"].done("GET", "/definitions/scale/sufficiency")
    return {**reply["document"], "key": f"test-{uuid.uuid4().hex[:8]}", "version": 1}


def _begin(cast: Cast) -> Ask:
    document = a_scale(cast)
    return Ask(json={"kind": "scale", "key": document["key"], "document": document})


def _draft(cast: Cast, json: Any = None, **headers: str) -> Ask:
    """A new draft of our administrator."""
    begun = cast["local_admin"].done("POST", "/definitions/drafts", _begin(cast).json)
    return Ask({"draft_id": begun["draft_id"]}, json=json, headers=headers)


def _seen(cast: Cast, json: Any) -> Ask:
    return _draft(cast, json, **{"If-Match": '"1"'})


def _form_draft(cast: Cast) -> Ask:
    """A new draft of a form, to be tried out."""
    key = f"test-{uuid.uuid4().hex[:8]}"
    form = cast["local_admin"].done("GET", "/definitions/form/mini-cex")
    begun = cast["local_admin"].done(
        "POST",
        "/definitions/drafts",
        {"kind": "form", "key": key, "how": "copy", "hash": form["hash"]},
    )
    return Ask({"draft_id": begun["draft_id"]}, json={})


def _published(cast: Cast, json: Any = None) -> Ask:
    """A scale of our own that was published."""
    document = a_scale(cast)
    cast["local_admin"].done("POST", "/definitions", {"kind": "scale", "document": document})
    return Ask({"kind": "scale", "key": document["key"]}, json=json)


def _frozen(cast: Cast) -> Ask:
    """The hash of a scale of our own that was published."""
    document = a_scale(cast)
    made = cast["local_admin"].done("POST", "/definitions", {"kind": "scale", "document": document})
    return Ask({"content_hash": made["hash"]})


def _shipped(_cast: Cast) -> Ask:
    """A process of the library. All of it is in use here, and so it is there already for whoever
    may take it; into an empty institution tests/service/forms/test_shipped.py takes it."""
    return Ask(json={"key": "dops", "as_draft": True})


DESIGNING = (
    Own(f"GET {OF}/schemas/form", "learner", link=200),
    office(f"GET {OF}/drafts", lambda _c: Ask(), their=200),
    office(f"POST {OF}/drafts", _begin, their=201),
    office(f"GET {DRAFT}", _draft),
    office(f"PUT {DRAFT}", lambda c: _seen(c, {"document": a_scale(c)})),
    office(f"DELETE {DRAFT}", lambda c: _seen(c, None)),
    office(f"GET {DRAFT}/changes", _draft),
    office(f"POST {DRAFT}/publish", lambda c: _seen(c, {})),
    office(f"POST {DRAFT}/rehearsal", _form_draft),
    office(f"GET {OF}/offered", lambda _c: Ask(), their=200),
    office(f"GET {OF}/shipped", lambda _c: Ask(), their=200),
    office(f"POST {OF}/shipped", _shipped, their=409, also=(409,)),
    office(f"GET {OF}/programme-parts", lambda _c: Ask(), their=200),
    office(f"GET {OF}/form-parts", lambda _c: Ask(), their=200),
    office(f"GET {OF}/by-hash/{{content_hash}}/changes", _frozen),
    office(f"GET {ONE}/history", _published),
    office(f"PUT {ONE}/retired", lambda c: _published(c, {"is_retired": True})),
    office(f"PUT {ONE}/offered", lambda c: _published(c, {"is_offered": True})),
)
