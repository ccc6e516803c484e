"""Language: `?lang=nl` on any page keeps the choice and shows the same page in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, g, redirect, request

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.identity import cookies
from gateway.identity.requests import LANGUAGES
from libs.contracts import accounts

blueprint = Blueprint("preferences", __name__)


@blueprint.before_app_request
def choose_language() -> Any:
    wanted = request.args.get("lang")
    if request.method != "GET" or wanted not in LANGUAGES or request.path.startswith("/api/"):
        return None
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    response = redirect(request.path + (f"?{urlencode(kept)}" if kept else ""))
    cookies.write(response, cookies.LANGUAGE, wanted, max_age=cookies.YEAR_S)
    if g.get("me") and g.me.get("language") != wanted:
        # Mails follow the language of the pages.
        ask(accounts.CHANGE_MY_ACCOUNT, language=wanted)
        accounts_client.forget_session(g.session_token)
    return response
