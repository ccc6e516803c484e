"""Faults as problem+json (RFC 9457). The code is stable; the title is in the caller's language."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, jsonify, request
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

from gateway.wording import errors_of, sentence_of
from libs.contracts.base import Fault

RETRY_AFTER_S = {503: "2", 429: "60", 409: "1"}
CODES = {
    400: "gateway.bad_request",
    404: "chassis.not_found",
    405: "gateway.method_not_allowed",
    413: "gateway.too_large",
    415: "gateway.unsupported_media_type",
    422: "chassis.invalid_request",
}


def problem(
    status: int,
    code: str,
    title: str,
    *,
    detail: str = "",
    errors: Any = None,
    params: Any = None,
) -> Response:
    """One problem+json answer."""
    body: dict[str, Any] = {
        "type": f"urn:tessera:fault:{code}",
        "code": code,
        "title": title,
        "status": status,
        "correlation_id": g.get("correlation_id", ""),
    }
    if detail and detail != title:
        body["detail"] = detail
    if errors:
        body["errors"] = errors
    if params:
        body["params"] = params
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    if status in RETRY_AFTER_S:
        response.headers["Retry-After"] = RETRY_AFTER_S[status]
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="tessera"'
    return response


def of_fault(fault: Fault) -> Response:
    return problem(
        fault.status,
        fault.code,
        sentence_of(fault),
        detail=fault.detail,
        errors=errors_of(fault),
        params=fault.params,
    )


def of_http(error: HTTPException) -> Response:
    """Errors of Flask and of flask-smorest's own request checks."""
    status = error.code or 500
    details = getattr(error, "data", None) or {}
    return problem(
        status,
        CODES.get(status, "gateway.http_error"),
        error.description or error.name,
        errors=details.get("messages"),
    )


def wants_problem() -> bool:
    """Whether the request at hand is one of the API's."""
    return request.path.startswith("/api/")


def register(app: Flask, api: Api) -> None:
    """Answer the API's errors as problems, and those of the pages where gateway.web says."""
    api._register_error_handlers = lambda: None

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        return of_http(error) if wants_problem() else app.extensions["page_of_http"](error)

    @app.errorhandler(Fault)
    def fault_error(fault: Fault) -> Any:
        return of_fault(fault) if wants_problem() else app.extensions["page_of_fault"](fault)
