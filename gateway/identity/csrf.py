"""Protection of writes against other sites: Sec-Fetch-Site, SameSite cookies and a token.

The token is derived from the HttpOnly cookie it protects, so nothing needs to be stored, and a
site that cannot read the cookie cannot make the token. Calls that carry a bearer token instead
of a cookie need none: no browser adds those by itself.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import g, request

from gateway.identity import cookies
from libs.contracts.faults import Forbidden

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADER = "X-CSRF-Token"
FIELD = "csrf_token"


class CrossSite(Forbidden):
    """The write did not come from one of our own pages."""

    code = "gateway.cross_site"
    message = "This page was open for too long, or the request came from elsewhere. Try again."


def token() -> str:
    """The token of the page being drawn."""
    secret = cookies.read(cookies.SESSION) or cookies.read(cookies.LINK) or g.visit
    return _token_of(secret)


def _token_of(secret: str) -> str:
    return hmac.new(secret.encode(), b"tessera-csrf", hashlib.sha256).hexdigest()[:40]


def check() -> None:
    """Raise CrossSite for a write that did not come from our own pages."""
    if request.method in SAFE_METHODS or g.get("bearer") or _program_without_cookies():
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise CrossSite()
    given = request.headers.get(HEADER) or request.form.get(FIELD) or ""
    known = (cookies.read(name) for name in (cookies.SESSION, cookies.LINK, cookies.VISIT))
    if not any(hmac.compare_digest(given, _token_of(secret)) for secret in known if secret):
        raise CrossSite()


def _program_without_cookies() -> bool:
    """A call of the API that no cookie speaks for: there is nothing another site could misuse."""
    spoken_for = cookies.read(cookies.SESSION) or cookies.read(cookies.LINK)
    return request.path.startswith("/api/") and not spoken_for
