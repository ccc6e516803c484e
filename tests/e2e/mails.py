"""Reading what the platform mailed, from the inbox of the run."""

from __future__ import annotations

import re
import time
from collections.abc import Collection
from typing import Any

import requests

ARRIVES_WITHIN_S = 20.0


class Mails:
    """The mailboxes of everybody in the run."""

    def __init__(self, inbox: str) -> None:
        self._inbox = inbox

    def all_to(self, address: str) -> list[dict[str, Any]]:
        """Newest first."""
        answer = requests.get(f"{self._inbox}/api/messages", params={"to": address}, timeout=5)
        found: list[dict[str, Any]] = answer.json()
        return found

    def known_of(self, address: str) -> set[str]:
        """Which mails have come already."""
        return {mail["id"] for mail in self.all_to(address)}

    def one_to(self, address: str, about: str = "", known: Collection[str] = ()) -> dict[str, Any]:
        """The newest with those words in the subject or the text, but none of those `known`;
        waits until it has come."""
        limit = time.monotonic() + ARRIVES_WITHIN_S
        while time.monotonic() < limit:
            for mail in self.all_to(address):
                if mail["id"] not in known and re.search(
                    about, f"{mail['subject']}\n{mail['text']}", re.IGNORECASE
                ):
                    return mail
            time.sleep(0.1)
        subjects = [mail["subject"] for mail in self.all_to(address)]
        raise AssertionError(f"No mail to {address} about {about!r}; there are: {subjects}")

    def link_to(self, address: str, path: str, about: str = "") -> str:
        """The link to `path` (such as /r/) in that mail."""
        mail = self.one_to(address, about)
        found = re.search(rf"https?://\S+?{re.escape(path)}[\w.~-]+", str(mail["text"]))
        assert found, f"No link to {path} in:\n{mail['text']}"
        return found.group()

    def code_to(self, address: str, known: Collection[str] = ()) -> str:
        """The newest 6-digit code, which stands on a line of its own."""
        alone = r"(?m)^\s*(\d{6})\s*$"
        found = re.search(alone, str(self.one_to(address, alone, known)["text"]))
        assert found
        return found.group(1)
