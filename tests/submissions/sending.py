"""Sending assessments through the gateway, as pages do: one key a Send, again until it is taken.

A receipt is what a client was told; afterwards it is held against the truth in the databases.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.submissions.school import Asked

RETRY_S = 0.3
GIVE_UP_S = 240.0
Turn = Callable[[int], None]


@dataclass
class Receipt:
    """What the client knows of one Send. Times are of `time.time()`, `seconds` of the last try."""

    asked: Asked
    key: str
    contribution_id: str = ""
    revision: int = 0
    sent_at: str = ""
    began: float = 0.0
    seconds: float = 0.0
    tries: int = 0
    refusals: list[str] = field(default_factory=list)


class Sender:
    """Sends over one kept connection. `origin` is the gateway's address, or tells before each
    try which gateway takes requests now, as a load balancer knows."""

    def __init__(self, origin: str | Callable[[], str]) -> None:
        self._origin = origin if callable(origin) else lambda: origin
        self._place = ""
        self._connection: http.client.HTTPConnection | None = None

    def send(self, asked: Asked, key: str | None = None) -> Receipt:
        """Send until it is taken. A gateway that cannot (503, no answer) is asked again with the
        same key; any other refusal ends it without a contribution."""
        receipt = Receipt(asked, key or str(uuid.uuid4()), began=time.time())
        body = json.dumps(asked.body())
        while time.time() - receipt.began < GIVE_UP_S:
            receipt.tries += 1
            began = time.perf_counter()
            status, reply = self._once(asked, receipt.key, body)
            receipt.seconds = time.perf_counter() - began
            if status == 200:
                receipt.contribution_id = str(reply["contribution_id"])
                receipt.revision = int(str(reply["revision"]))
                receipt.sent_at = str(reply["sent_at"])
                return receipt
            receipt.refusals.append(f"{status} {reply.get('code', '')}")
            if status not in (0, 409, 500, 502, 503, 504):
                return receipt
            time.sleep(RETRY_S)
        return receipt

    def _once(self, asked: Asked, key: str, body: str) -> tuple[int, dict[str, object]]:
        """(status, reply); status 0 when there was no answer."""
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {asked.token}",
            "Idempotency-Key": key,
        }
        try:
            self._turn_to(urlsplit(self._origin()).netloc)
            if self._connection is None:
                self._connection = http.client.HTTPConnection(self._place, timeout=20)
            self._connection.request("POST", asked.path, body, headers)
            answer = self._connection.getresponse()
            reply = json.loads(answer.read() or b"{}")
            return answer.status, reply if isinstance(reply, dict) else {}
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            return 0, {"code": type(error).__name__}

    def _turn_to(self, place: str) -> None:
        if place != self._place:
            self.close()
            self._place = place

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def send_all(
    origin: str | Callable[[], str],
    asked: Iterable[Asked],
    *,
    clients: int,
    per_second: float | None = None,
    receipts: list[Receipt] | None = None,
) -> list[Receipt]:
    """Send everything with so many clients: as fast as they can, or paced evenly.

    Paced, each Send has its own instant, whatever became of those before it. `receipts` grows
    with each one, for those who follow the progress.
    """
    taken = [] if receipts is None else receipts
    waiting = iter(enumerate(asked))
    lock = threading.Lock()
    started = time.monotonic()

    def work() -> None:
        sender = Sender(origin)
        while True:
            with lock:
                at, one = next(waiting, (0, None))
            if one is None:
                break
            if per_second is not None:
                time.sleep(max(0.0, started + at / per_second - time.monotonic()))
            taken.append(sender.send(one))
        sender.close()

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken
