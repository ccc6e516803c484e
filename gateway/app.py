"""The gateway: pages and REST for people and programs, RPC to the services."""

from __future__ import annotations

import atexit
import hashlib
import secrets
import threading
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway import security
from gateway.api import register_api
from gateway.clients import accounts, bus
from gateway.identity import requests
from gateway.settings import Settings
from gateway.web import register_web
from libs.chassis import health, logs, settings
from libs.chassis.listening import listen
from libs.chassis.passport import read_private_key
from libs.chassis.rpc import RpcClient
from libs.contracts.accounts import AccessRevokedV1

MAX_BODY_BYTES = 4 * 1024 * 1024
# Of 24 threads at most this many wait for one service, so a slow one does not take all.
MAX_IN_FLIGHT = 16

log = logs.logger(__name__)


class Application(Flask):
    """Flask that logs an exception without the path it came by, which holds ids and what people
    typed; the line of the request names the route."""

    def log_exception(self, exc_info: Any) -> None:
        log.error("request_failed", exc_info=exc_info)


def create_app(configured: Settings | None = None, client: RpcClient | None = None) -> Flask:
    """The WSGI application. `client` is given by tests; otherwise one is made and connected on
    first use."""
    values = configured or settings.load(Settings)
    logs.configure("gateway", values.log_level)
    app = Application("gateway", template_folder="web/templates", static_folder=None)
    app.config.update(
        SETTINGS=values,
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        JSON_SORT_KEYS=False,
        BABEL_TRANSLATION_DIRECTORIES="web/translations",
        SECRET_KEY=_cookie_key(values) if client is None else secrets.token_bytes(32),
        # Holds the short messages of the next page and nothing else; the log-in has its own cookie.
        SESSION_COOKIE_NAME=values.cookie_name("tessera-messages"),
        SESSION_COOKIE_SECURE=values.secure,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    if values.secure:
        # One proxy (the ingress) stands before the gateway; only its word is taken.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    Babel(app, locale_selector=_language, timezone_selector=_timezone)
    with app.app_context():
        bus.connect(client or _client(values))
    requests.register(app)
    security.register(app, values)
    register_api(app)
    register_web(app)
    return app


def _cookie_key(values: Settings) -> bytes:
    """The same in every replica and after every restart, without one more secret to keep."""
    return hashlib.sha256(
        b"tessera messages" + Path(values.passport_private_key_file).read_bytes()
    ).digest()


def _client(values: Settings) -> RpcClient:
    key = read_private_key(values.passport_private_key_file)
    client = RpcClient(values.amqp_url, "gateway", key, max_in_flight=MAX_IN_FLIGHT)
    atexit.register(client.close)
    return client


def serve_health(values: Settings, check: health.Check) -> health.HealthServer:
    """The pages for probes and Prometheus, on a port of their own."""
    health.register("broker", check)
    pages = health.HealthServer(values.metrics_host, values.metrics_port)
    pages.start()
    return pages


def hear_revocations(values: Settings) -> None:
    """Forget a person's sessions the moment their access ends anywhere; for ever, in a thread."""

    def hear(_name: str, body: dict[str, Any]) -> None:
        accounts.forget_person(body["person_id"])

    threading.Thread(
        target=listen,
        args=(values.amqp_url,),
        kwargs={
            "name": "gateway",
            "events": (AccessRevokedV1,),
            "hear": hear,
            "after_gap": accounts.forget_all_sessions,
        },
        name="revocations",
        daemon=True,
    ).start()


def _language() -> str:
    return str(g.get("language", "en"))


def _timezone() -> str:
    known = g.get("me") or g.get("link") or {}
    return str(known.get("timezone") or "Europe/Amsterdam")
