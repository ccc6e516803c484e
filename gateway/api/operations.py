"""What every operation of the API shares: reading fields, keys of writes, ETags of drafts."""

from __future__ import annotations

from typing import Any

from flask import g, request
from flask_smorest import Blueprint
from marshmallow import EXCLUDE, Schema

from gateway.clients.bus import ask
from gateway.etags import revision_of
from libs.contracts.base import Fault, Method
from libs.contracts.faults import InvalidRequest

ETAG_HEADER = {
    "ETag": {"description": "The new revision of the draft.", "schema": {"type": "string"}}
}
IF_MATCH_PARAMETER = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string"},
    "description": "The ETag of the draft this change is based on.",
}


class KeyMissing(Fault):
    code = "gateway.idempotency_key_missing"
    status = 400
    message = "A POST needs an Idempotency-Key header: a new UUID for each thing to be done."


class PreconditionMissing(Fault):
    code = "gateway.precondition_missing"
    status = 428
    message = "Send the draft's ETag as If-Match."


def fields_of(method: Method, *, without: tuple[str, ...] = ()) -> Schema:
    """The fields of a method as a request schema, those of the path left out."""
    return method.request(exclude=without)


def query_of(method: Method, *, without: tuple[str, ...] = ()) -> Schema:
    """The same for query parameters; others' parameters are not ours to refuse."""
    return method.request(exclude=without, unknown=EXCLUDE)


def write(method: Method, /, **fields: Any) -> dict[str, Any]:
    """Carry out a POST: refused without an Idempotency-Key."""
    expect_key()
    return ask(method, **fields)


def expect_key() -> None:
    """Raises KeyMissing for a POST without an Idempotency-Key."""
    if request.method == "POST" and g.get("idempotency_key") is None:
        raise KeyMissing()


def revision_from_etag() -> int:
    """The revision in If-Match; raises PreconditionMissing or InvalidRequest."""
    if "If-Match" not in request.headers:
        raise PreconditionMissing()
    revision = revision_of(request.headers["If-Match"])
    if revision is None:
        raise InvalidRequest("If-Match does not hold an ETag of ours.")
    return revision


def subject(name: str, path: str, about: str) -> Blueprint:
    """The blueprint of one subject of the API."""
    return Blueprint(name, f"api_{name}", url_prefix=path, description=about)
