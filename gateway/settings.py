"""What the gateway reads from its environment, once, at start."""

from __future__ import annotations

import os
from dataclasses import dataclass

from libs.chassis.settings import env


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`public_origin` is what people open; links in mails and cookies depend on it.

    `cookie_suffix` tells the cookies of a local run from those of another one on this machine: a
    browser keeps the cookies of `localhost` together, whatever the port.
    """

    amqp_url: str = env("AMQP_URL")
    passport_private_key_file: str = env("PASSPORT_PRIVATE_KEY_FILE")
    passport_public_keys_file: str = env("PASSPORT_PUBLIC_KEYS_FILE")
    public_origin: str = env("PUBLIC_ORIGIN")
    file_origin: str = env("FILE_ORIGIN", default=os.environ.get("PUBLIC_ORIGIN", ""))
    live_origin: str = env("LIVE_ORIGIN", default=os.environ.get("PUBLIC_ORIGIN", ""))
    metrics_port: int = env("METRICS_PORT", parse=int)
    metrics_host: str = env("METRICS_HOST", default="127.0.0.1")
    log_level: str = env("LOG_LEVEL", default="INFO")
    cookie_suffix: str = env("COOKIE_SUFFIX", default="")

    @property
    def secure(self) -> bool:
        """Whether people come over TLS; only a local run does not."""
        return self.public_origin.startswith("https://")

    def cookie_name(self, cookie: str) -> str:
        """What a browser knows a cookie by: over TLS bound to this host, else to this run."""
        return f"__Host-{cookie}" if self.secure else f"{cookie}{self.cookie_suffix}"

    @property
    def theme_cookie(self) -> str:
        """As `cookie_name`, of the one cookie that a script writes."""
        return "theme" if self.secure else f"theme{self.cookie_suffix}"
