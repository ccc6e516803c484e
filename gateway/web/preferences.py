"""Language: `?lang=nl` on any page keeps the choice in this browser and shows the page in it.

The language of the account, which mails follow, is changed by the form of the account alone: a link
from elsewhere must not write.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, redirect, request

from gateway.identity import cookies
from gateway.identity.requests import LANGUAGES
from gateway.web.paths import own_path

blueprint = Blueprint("preferences", __name__)


@blueprint.before_app_request
def choose_language() -> Any:
    wanted = request.args.get("lang")
    if request.method != "GET" or wanted not in LANGUAGES or request.path.startswith("/api/"):
        return None
    response = redirect(_same_page())
    cookies.write(response, cookies.LANGUAGE, wanted, max_age=cookies.YEAR_S)
    return response


def _same_page() -> str:
    """The address asked for, without the language; the start where it might lead elsewhere."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    path = own_path(quote(request.path))
    return path + (f"?{urlencode(kept)}" if kept else "") if path else "/"
