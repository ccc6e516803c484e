"""Errors as pages people understand: what happened, what is safe, what to do next."""

from __future__ import annotations

from typing import Any

from flask import (
    Flask,
    Response,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from gateway.web.acting import wants_json
from gateway.wording import sentence_of
from libs.contracts.base import Fault

RETRY_AFTER_S = "2"
TITLES = {
    403: _l("You may not see this page"),
    404: _l("This page is not here"),
    500: _l("Something went wrong on our side"),
    503: _l("Tessera is busy for a moment"),
}
# What no service refused, as a script says it beside a form.
SENTENCES = {413: _l("This is too much to send at once. Make it shorter, or leave something out.")}


def register(app: Flask) -> None:
    app.extensions["page_of_fault"] = page_of_fault
    app.extensions["page_of_http"] = page_of_http


def page_of_fault(fault: Fault) -> Any:
    """The page of a fault no view has caught. Not signed in leads to the log-in and back."""
    if fault.status == 401 and request.method == "GET" and not is_fragment():
        return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
    if wants_json():
        return _told(fault.status, sentence_of(fault), fault.code)
    return _page(fault.status, sentence_of(fault), fault.code)


def page_of_http(error: HTTPException) -> Any:
    if error.code is not None and error.code < 400:
        return error.get_response()
    if wants_json() and error.code is not None:
        sentence = str(SENTENCES.get(error.code, _title(error.code)))
        return _told(error.code, sentence, "gateway.http_error")
    return _page(error.code or 500, "", "gateway.http_error")


def is_fragment() -> bool:
    """Whether htmx asked for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def _told(status: int, sentence: str, code: str) -> Response:
    """For a script, which says it on the page that is open: what was typed stays there. `log_in`:
    where to, for who is nobody any more."""
    told = {"code": code, "sentence": sentence}
    if status == 401:
        again = _("Please log in again. What you filled in is kept on this device.")
        told |= {"sentence": again, "log_in": url_for("sign_in.form")}
    response = jsonify(told)
    response.status_code = status
    return _retried(response)


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
    return _retried(response)


def _retried(response: Response) -> Response:
    if response.status_code == 503:
        response.headers["Retry-After"] = RETRY_AFTER_S
    return response


def _title(status: int) -> str:
    """The heading of the page, and its title in a tab or a list of windows."""
    known = TITLES.get(status) or (TITLES[500] if status >= 500 else None)
    return str(known or _("That is not possible"))
