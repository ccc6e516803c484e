"""Before each request: correlation id, visit, who it is, and whether it may write."""

from __future__ import annotations

import contextlib
import re
import secrets
import time
import uuid
from typing import Any

from flask import Flask, Response, g, request

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ANONYMOUS
from gateway.identity import cookies, csrf, links, principals
from libs.chassis import calls, logs
from libs.chassis.network import coarse
from libs.contracts.faults import InvalidRequest, NotFound, NotSignedIn

LANGUAGES = ("en", "nl")
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_KEY = re.compile(r"[\x21-\x7e]{8,100}")
log = logs.logger(__name__)
BY_ITSELF, STREAM = "Tessera-By-Itself", "/events"
_PUBLIC_FILES = ("/assets/", "/favicon", "/robots.txt", "/service-worker.js")


def register(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(lambda _error: calls.set_origin(None))


def _begin() -> None:
    g.principal, g.me, g.bearer = ANONYMOUS, None, False
    g.correlation_id, g.began = calls.new_correlation_id(), time.monotonic()
    calls.set_origin(
        calls.Origin(
            correlation_id=g.correlation_id,
            network_address=coarse(request.remote_addr),
            user_agent=(request.user_agent.string or "")[:200],
        )
    )
    g.visit = cookies.read(cookies.VISIT) or secrets.token_urlsafe(24)
    g.language = _language(None)
    if request.path.startswith(_PUBLIC_FILES):
        return
    _recognise()
    csrf.check()
    g.idempotency_key = idempotency_key()


def _recognise() -> None:
    """A session (cookie or bearer) comes first, then a link (cookie or `Link` header)."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    g.bearer = bool(token) and kind.lower() in ("bearer", "link")
    if g.bearer and kind.lower() == "link":
        act_by_link(token)
        return
    session = token if g.bearer else cookies.read(cookies.SESSION)
    if session is not None and _act_by_session(session):
        return
    link = cookies.read(cookies.LINK)
    if link is not None and not g.bearer:
        with contextlib.suppress(NotFound):
            act_by_link(link)


def _act_by_session(token: str) -> bool:
    try:
        me = accounts_client.me_of(token, by_itself=_by_itself())
    except NotSignedIn:
        g.session_ended = True
        return False
    g.session_token, g.me = token, me
    g.principal = principals.of_person(me)
    g.language = _language(me)
    return True


def _by_itself() -> bool:
    """Whether an open page asks, and no person: its stream, and what that has it fetch again."""
    return request.path == STREAM or request.headers.get(BY_ITSELF) == "1"


def act_by_link(token: str) -> dict[str, Any]:
    """Let this request act for the link's holder; what accounts says of it. Raises NotFound."""
    link = links.link_of(token)
    g.link, g.link_token = link, token
    g.principal = principals.of_link(link, g.language)
    return link


def idempotency_key() -> str | None:
    """The key of this write: a header from programs and scripts, a hidden field from forms."""
    if request.method in csrf.SAFE_METHODS:
        return None
    key = request.headers.get("Idempotency-Key") or request.form.get("idempotency_key")
    if key is not None and not _KEY.fullmatch(key):
        raise InvalidRequest("Idempotency-Key takes 8 to 100 visible ASCII characters.")
    return key


def new_key() -> str:
    """For the hidden field of a form that is being drawn."""
    return str(uuid.uuid4())


def _language(me: dict[str, Any] | None) -> str:
    chosen = cookies.read(cookies.LANGUAGE)
    if chosen in LANGUAGES:
        return chosen
    if me is not None and me.get("language") in LANGUAGES:
        return str(me["language"])
    return request.accept_languages.best_match(LANGUAGES) or "en"


def _end(response: Response) -> Response:
    _note(response)
    cookies.erase_malformed(response)
    response.headers["X-Correlation-Id"] = g.get("correlation_id", "")
    if g.get("visit") and cookies.read(cookies.VISIT) is None and response.mimetype == "text/html":
        cookies.write(response, cookies.VISIT, g.visit)
    return response


def _note(response: Response) -> None:
    """One line a request: its route and not its path, for that holds ids, names and tokens."""
    log.info(
        "request",
        method=request.method if request.method in _METHODS else "other",
        route=request.url_rule.rule if request.url_rule is not None else "none",
        status=response.status_code,
        ms=round((time.monotonic() - g.get("began", time.monotonic())) * 1000),
    )
