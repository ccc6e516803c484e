"""Errors as pages people understand: what happened, what is safe, what to do next."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from gateway.wording import sentence_of
from libs.contracts.base import Fault

RETRY_AFTER_S = "2"
TITLES = {
    403: _l("You may not see this page"),
    404: _l("This page is not here"),
    500: _l("Something went wrong on our side"),
    503: _l("Tessera is busy for a moment"),
}


def register(app: Flask) -> None:
    app.extensions["page_of_fault"] = page_of_fault
    app.extensions["page_of_http"] = page_of_http


def page_of_fault(fault: Fault) -> Any:
    """The page of a fault no view has caught. Not signed in leads to the log-in and back."""
    if fault.status == 401 and request.method == "GET" and not is_fragment():
        return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
    return _page(fault.status, sentence_of(fault), fault.code)


def page_of_http(error: HTTPException) -> Any:
    if error.code is not None and error.code < 400:
        return error.get_response()
    return _page(error.code or 500, "", "gateway.http_error")


def is_fragment() -> bool:
    """Whether htmx asked for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def _page(status: int, sentence: str, code: str) -> Response:
    response = make_response(
        render_template(
            "layouts/fault.html",
            status=status,
            page_title=_title(status),
            sentence=sentence,
            code=code,
            reference=g.get("correlation_id", ""),
        ),
        status,
    )
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER_S
    return response


def _title(status: int) -> str:
    """The heading of the page, and its title in a tab or a list of windows."""
    known = TITLES.get(status) or (TITLES[500] if status >= 500 else None)
    return str(known or _("That is not possible"))
