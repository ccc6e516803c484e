"""People at work during a rolling restart: who sends, who opens pages, who keeps one open."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.faults.breaking import Breaker
from tests.submissions.school import Asked, School
from tests.submissions.sending import Receipt, send_all

CLIENTS = 4
PER_SECOND = 10
ASKED_AT_ONCE = 40
RETRY_S = 0.3
PAGE_EVERY_S = 0.1
# A balancer knows this long beforehand which gateway is about to end; `preStop` waits for it.
TURN_S = 1.0


class Crowd:
    """`receipts` of what was sent, `opened` pages and those `refused`, and `heard` of the stream
    that is open now. Everybody but the open page asks the gateway of the moment."""

    def __init__(self, breaker: Breaker, school: School) -> None:
        self.receipts: list[Receipt] = []
        self.opened = self.heard = self.streams = 0
        self.refused: list[str] = []
        self._breaker, self._school = breaker, school
        self._origin = breaker.platform.public_origin()
        self._over = threading.Event()
        learner = school.learners[0]
        self._token = school.session(learner.person)
        self._portfolio_id = school.portfolio_of(learner)

    def turn_to(self, origin: str) -> None:
        """Send everybody to another gateway, before this one ends."""
        self._origin = origin
        time.sleep(TURN_S)

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Until the end of the block; then what was begun is ended."""
        doers = [threading.Thread(target=one) for one in (self._send, self._visit)]
        for one in doers:
            one.start()
        threading.Thread(target=self._follow, daemon=True).start()
        try:
            yield
        finally:
            self._over.set()
            for one in doers:
                one.join()

    def _send(self) -> None:
        asked, receipts = self._requests(), self.receipts
        send_all(self._where, asked, clients=CLIENTS, per_second=PER_SECOND, receipts=receipts)
        if not self._over.is_set():
            self.refused.append("nobody could be asked any more")

    def _where(self) -> str:
        return self._origin

    def _requests(self) -> Iterator[Asked]:
        """As many as there is time for."""
        while not self._over.is_set():
            for one in self._school.ask(ASKED_AT_ONCE):
                if self._over.is_set():
                    return
                yield one

    def _visit(self) -> None:
        """A page that needs each of the services, again and again, each tried once."""
        portfolio = f"/api/v1/portfolios/{self._portfolio_id}"
        pages = {
            "accounts": "/api/v1/account",
            "forms": "/api/v1/definitions/form",
            "portfolio": f"{portfolio}/records",
            "documents": f"{portfolio}/folders",
            "dashboards": f"{portfolio}/overview",
            "notifications": "/api/v1/messages/unread",
        }
        while not self._over.is_set():
            for service, path in pages.items():
                self.opened += 1
                self.refused += [f"{service} {why}" for why in self._refusal(path)]
                time.sleep(PAGE_EVERY_S)

    def _refusal(self, path: str) -> list[str]:
        """Why the page does not come, if it does not."""
        try:
            with self._get(self._origin, path) as answer:
                answer.read()
                return [] if answer.status == 200 else [str(answer.status)]
        except (OSError, http.client.HTTPException) as error:
            return [type(error).__name__]

    def _follow(self) -> None:
        """The stream of a page, which comes back by itself when it has ended."""
        port = self._breaker.platform.addresses().ports["live"]
        path = f"/events?topic=portfolio:{self._portfolio_id}"
        while not self._over.is_set():
            with (
                contextlib.suppress(OSError, http.client.HTTPException),
                self._get(f"http://127.0.0.1:{port}", path) as stream,
            ):
                self._hear(stream)
            time.sleep(RETRY_S)

    def _hear(self, stream: http.client.HTTPResponse) -> None:
        while line := stream.readline():
            if line.startswith(b"event: ready"):
                self.streams, self.heard = self.streams + 1, 0
            elif line.startswith(b"event: "):
                self.heard += 1

    @contextlib.contextmanager
    def _get(self, origin: str, path: str) -> Iterator[http.client.HTTPResponse]:
        connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=25)
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            connection.request("GET", path, headers=headers)
            yield connection.getresponse()
        finally:
            connection.close()
