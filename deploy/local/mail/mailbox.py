"""Messages as files, one per mail, oldest first by name; safe to read while mail comes in."""

import email
import email.policy
import json
import os
import threading
import time
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast


@dataclass(frozen=True)
class Mail:
    """One stored message: who really sent it to whom (the envelope), and what it says."""

    id: str
    sender: str
    recipients: tuple[str, ...]
    received_at: float
    message: EmailMessage

    def body(self, kind: str) -> str:
        """The `plain` or `html` text; empty when there is none."""
        part = self.message.get_body(preferencelist=(kind,))
        return "" if part is None else str(part.get_content())

    def summary(self) -> dict[str, Any]:
        """What a list shows."""
        return {
            "id": self.id,
            "from": str(self.message.get("From", self.sender)),
            "to": list(self.recipients),
            "subject": str(self.message.get("Subject", "")),
            "received_at": self.received_at,
        }

    def full(self) -> dict[str, Any]:
        """Everything, for tests: headers and both bodies."""
        return {
            **self.summary(),
            "headers": {name: str(value) for name, value in self.message.items()},
            "text": self.body("plain"),
            "html": self.body("html"),
            "attachments": [
                {"name": part.get_filename(), "type": part.get_content_type()}
                for part in self.message.iter_attachments()
            ],
        }


class Mailbox:
    """All messages in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._last = 0

    def add(self, sender: str, recipients: list[str], raw: bytes) -> str:
        """Store one message durably enough to survive `kill -9`; gives back its id."""
        now = time.time()
        with self._lock:
            self._last = max(int(now * 1_000_000), self._last + 1)
            name = str(self._last)
        envelope = json.dumps({"from": sender, "to": recipients, "at": now}).encode()
        draft = self.folder / f".{name}.{os.getpid()}"
        draft.write_bytes(envelope + b"\n" + raw)
        draft.rename(self.folder / f"{name}.mail")
        return name

    def messages(self, to: str | None = None) -> list[Mail]:
        """Newest first; with `to`, only those sent to that address."""
        names = sorted((path.stem for path in self.folder.glob("*.mail")), reverse=True)
        found = [mail for name in names if (mail := self.get(name)) is not None]
        if to is None:
            return found
        wanted = to.strip().casefold()
        return [mail for mail in found if wanted in {one.casefold() for one in mail.recipients}]

    def get(self, name: str) -> Mail | None:
        """One message, None when there is none of that id."""
        if not name.isdigit():
            return None
        try:
            head, _, raw = (self.folder / f"{name}.mail").read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        envelope = json.loads(head)
        parsed = cast(EmailMessage, email.message_from_bytes(raw, policy=email.policy.default))
        return Mail(name, envelope["from"], tuple(envelope["to"]), envelope["at"], parsed)

    def empty(self) -> None:
        """Delete every message."""
        for path in self.folder.glob("*.mail"):
            path.unlink(missing_ok=True)


class Refusals:
    """Answers a test wants instead of acceptance: an SMTP code, for so many messages."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._code, self._left, self._to = "", 0, ""

    def set(self, code: int, count: int, to: str = "") -> None:
        """The next `count` messages (to one address, when given) get `code`."""
        with self._lock:
            self._code, self._left, self._to = str(code), count, to.casefold()

    def next_for(self, recipients: list[str]) -> str | None:
        """The code for the message at hand, or None to take it."""
        with self._lock:
            wanted = not self._to or self._to in {one.casefold() for one in recipients}
            if self._left <= 0 or not wanted:
                return None
            self._left -= 1
            return self._code
