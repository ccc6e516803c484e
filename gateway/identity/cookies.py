"""The cookies: a session, a capability link, a visit, and the language.

Over TLS they carry the `__Host-` prefix, which binds them to this host, to `/` and to Secure. A
local run over plain HTTP cannot have that and uses bare names.
"""

from __future__ import annotations

from flask import Flask, Request, Response, current_app, request

SESSION = "tessera-session"
LINK = "tessera-link"
VISIT = "tessera-visit"
LANGUAGE = "tessera-language"
WEEK_S = 7 * 24 * 3600
YEAR_S = 365 * 24 * 3600


def _secure(app: Flask) -> bool:
    return bool(app.config["SETTINGS"].secure)


def name_of(cookie: str) -> str:
    return f"__Host-{cookie}" if _secure(current_app) else cookie


def read(cookie: str, of: Request | None = None) -> str | None:
    return (of or request).cookies.get(name_of(cookie)) or None


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
