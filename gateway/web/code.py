"""The mailed 6-digit code that signing a decision asks for."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, make_response, redirect, request
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.web.page import home_path, render, signed_in
from gateway.web.paths import own_path
from gateway.wording import sentence_of
from libs.contracts import accounts

blueprint = Blueprint("code", __name__, url_prefix="/code")


@blueprint.get("")
def ask_code() -> Any:
    """Says where the code goes; a button sends it."""
    signed_in()
    return _page(None)


@blueprint.post("")
def send_code() -> Any:
    signed_in()
    return _page(ask(accounts.ASK_CODE, purpose="sign_decision"))


@blueprint.post("/confirm")
def confirm() -> Any:
    signed_in()
    typed = "".join(request.form.get("code", "").split())
    try:
        ask(accounts.CONFIRM_CODE, code=typed)
    except accounts.CodeRefused as fault:
        return _page({"sent_to": request.form.get("sent_to", "")}, sentence_of(fault))
    accounts_client.forget_session(g.session_token)
    return redirect(_next() or home_path())


def _next() -> str:
    return own_path(request.values.get("next"))


def _page(sent: dict[str, Any] | None, error: str = "") -> Any:
    page = render(
        "records/code.html",
        title=_("Confirm that it is you"),
        sent=sent,
        error=error,
        next_path=_next(),
    )
    return make_response(page, 422 if error else 200)
