"""The inbox page and its JSON.

GET /                         list, `?to=` filters by address
GET /messages/ID              one message; its HTML is shown sandboxed, from /messages/ID/html
GET /api/messages[?to=]       JSON list, newest first, with bodies
GET /api/messages/ID          one
DELETE /api/messages          empty the mailbox
POST /api/refusals            {"code": 451, "count": 3, "to": "a@b.nl"}: refuse the next messages
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from deploy.local.mail import pages
from deploy.local.mail.mailbox import Mailbox, Refusals
from deploy.local.mail.wording import chosen_language

# The message's own HTML may style itself and show pictures it carries; nothing in it may run.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'"


class InboxRequest(BaseHTTPRequestHandler):
    """One request; `mailbox` and `refusals` are set on the class that serve_inbox makes."""

    mailbox: Mailbox
    refusals: Refusals

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        to = parse_qs(address.query).get("to", [None])[0]
        match address.path.strip("/").split("/"):
            case [""]:
                self._page(pages.mail_list(self.mailbox.messages(to), to or "", self._language))
            case ["ready"]:
                self._answer(200, "text/plain", str(self.mailbox.folder).encode())
            case ["api", "messages"]:
                self._json([mail.full() for mail in self.mailbox.messages(to)])
            case ["api", "messages", name] if mail := self.mailbox.get(name):
                self._json(mail.full())
            case ["messages", name] if mail := self.mailbox.get(name):
                self._page(pages.one_mail(mail, self._language))
            case ["messages", name, "html"] if mail := self.mailbox.get(name):
                self._page(mail.body("html"))
            case _:
                self._answer(404, "text/plain", b"There is nothing at this address.")

    @property
    def _language(self) -> str:
        return chosen_language(self.headers.get("Accept-Language", ""))

    def do_DELETE(self) -> None:
        if urlsplit(self.path).path != "/api/messages":
            self._answer(404, "text/plain", b"There is nothing at this address.")
            return
        self.mailbox.empty()
        self._answer(204, "text/plain", b"")

    def do_POST(self) -> None:
        wanted = self._wanted_refusal()
        if urlsplit(self.path).path != "/api/refusals" or wanted is None:
            self._answer(400, "text/plain", b"Send code, count and, if you like, to.")
            return
        self.refusals.set(**wanted)
        self._answer(204, "text/plain", b"")

    def _wanted_refusal(self) -> dict[str, Any] | None:
        try:
            sent = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            code, count, to = int(sent["code"]), int(sent["count"]), str(sent.get("to", ""))
        except (ValueError, KeyError, TypeError):
            return None
        return {"code": code, "count": count, "to": to}

    def _json(self, content: object) -> None:
        self._answer(200, "application/json", json.dumps(content).encode())

    def _page(self, html: str) -> None:
        self._answer(200, "text/html; charset=utf-8", html.encode())

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not worth a log line here."""


def serve_inbox(mailbox: Mailbox, refusals: Refusals, port: int) -> ThreadingHTTPServer:
    """Serve the page on loopback in a thread of its own."""
    ours = type("InboxRequestHere", (InboxRequest,), {"mailbox": mailbox, "refusals": refusals})
    server = ThreadingHTTPServer(("127.0.0.1", port), ours)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
