"""/live, /ready and /metrics on a port of their own.

/live answers as long as the event loop turns. /ready runs the registered checks: 200 when all
pass, 503 with the names of those that do not.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from libs.chassis import metrics

Check = Callable[[], None]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add a ready check. It raises an exception when the process cannot do its work."""
    _checks[name] = check


def unregister(name: str) -> None:
    _checks.pop(name, None)


def failing_checks() -> dict[str, str]:
    """The checks that fail now: name -> type of the exception."""
    failing = {}
    for name, check in list(_checks.items()):
        try:
            check()
        except Exception as error:
            failing[name] = type(error).__name__
    return failing


def _live() -> tuple[int, str, bytes]:
    return 200, "application/json", b'{"live": true}'


def _ready() -> tuple[int, str, bytes]:
    failing = failing_checks()
    body = json.dumps({"ready": not failing, "failing": failing}).encode()
    return (503 if failing else 200), "application/json", body


def _metrics() -> tuple[int, str, bytes]:
    return 200, metrics.CONTENT_TYPE, metrics.render()


PAGES = {"/live": _live, "/ready": _ready, "/metrics": _metrics}


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # noqa: N802
        page = PAGES.get(self.path.split("?", 1)[0])
        status, kind, body = page() if page else (404, "text/plain", b"not here\n")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Probes come every few seconds; they are not worth a line each."""


class HealthServer:
    """Serves the three pages from a daemon thread (green where the process is)."""

    def __init__(self, host: str, port: int) -> None:
        self._server = ThreadingHTTPServer((host, port), _Pages)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, name="health", daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
