"""The cookies: a session, a capability link, a visit, the language, and a device that logged in.

Over TLS they carry the `__Host-` prefix, which binds them to this host, to `/` and to Secure. A
local run over plain HTTP cannot have that; there the suffix of the run keeps two of them apart.
"""

from __future__ import annotations

from flask import Flask, Request, Response, current_app, request

from libs.contracts.accounts import is_token

SESSION = "tessera-session"
LINK = "tessera-link"
VISIT = "tessera-visit"
LANGUAGE = "tessera-language"
DEVICE = "tessera-device"
TOKENS = (SESSION, LINK, DEVICE)
WEEK_S = 7 * 24 * 3600
YEAR_S = 365 * 24 * 3600


def _secure(app: Flask) -> bool:
    return bool(app.config["SETTINGS"].secure)


def name_of(cookie: str) -> str:
    return str(current_app.config["SETTINGS"].cookie_name(cookie))


def read(cookie: str, of: Request | None = None) -> str | None:
    """The value; None too for a token that can be nobody's, as if the cookie were not there."""
    value = (of or request).cookies.get(name_of(cookie)) or None
    return None if value and cookie in TOKENS and not is_token(value) else value


def erase_malformed(response: Response) -> None:
    """So that a browser does not send for a week what nobody can be recognised by."""
    for cookie in TOKENS:
        sent, written = name_of(cookie) in request.cookies, _writes(response, cookie)
        if sent and not written and read(cookie) is None:
            erase(response, cookie)


def _writes(response: Response, cookie: str) -> bool:
    start = f"{name_of(cookie)}="
    return any(one.startswith(start) for one in response.headers.getlist("Set-Cookie"))


def write(response: Response, cookie: str, value: str, *, max_age: int = WEEK_S) -> None:
    """HttpOnly; SameSite=Lax, so that a link in a mail opens the page it names."""
    response.set_cookie(
        name_of(cookie),
        value,
        max_age=max_age,
        path="/",
        secure=_secure(current_app),
        httponly=True,
        samesite="Lax",
    )


def erase(response: Response, cookie: str) -> None:
    response.delete_cookie(
        name_of(cookie), path="/", secure=_secure(current_app), httponly=True, samesite="Lax"
    )
