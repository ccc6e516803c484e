"""A private mail server that delivers nothing: it shows what was sent in a web page."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from deploy.local.servers.base import Server

CHECKOUT = Path(__file__).resolve().parents[3]


class MailServer(Server):
    """`url` is smtp://host:port; `inbox_url` is the page, with JSON under /api/messages."""

    name = "mail"
    port_names = ("port", "inbox_port")

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def inbox_url(self) -> str:
        """The inbox page."""
        return f"http://127.0.0.1:{self.memory['inbox_port']}"

    def _prepare(self) -> None:
        (self.directory / "messages").mkdir(exist_ok=True)

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"}

    def _command(self) -> Sequence[str | os.PathLike[str]]:
        return [
            *(sys.executable, "-m", "deploy.local.mail"),
            *("--folder", self.directory / "messages"),
            *("--smtp-port", str(self.port)),
            *("--inbox-port", str(self.memory["inbox_port"])),
        ]

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self.inbox_url}/ready", timeout=2) as answer:
                return answer.read() == str(self.directory / "messages").encode()
        except (URLError, OSError):
            return False
