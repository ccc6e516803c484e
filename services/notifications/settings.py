"""Settings of notifications, read once at start. The chassis reads its own."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import SplitResult, urlsplit

from libs.chassis.settings import env


def _server(text: str) -> SplitResult:
    """smtp://host:port (TLS when offered), smtp+tls:// (TLS or nothing), smtps:// (TLS first)."""
    parts = urlsplit(text)
    if parts.scheme not in ("smtp", "smtp+tls", "smtps") or not parts.hostname:
        raise ValueError(text)
    return parts


def _address(text: str) -> str:
    address = parseaddr(text)[1]
    if "@" not in address:
        raise ValueError(text)
    return address


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(text)
    return text.rstrip("/")


@dataclass(frozen=True, kw_only=True)
class NotificationSettings:
    """`public_origin` begins every link in a mail; it never comes from a request."""

    smtp_url: SplitResult = env("SMTP_URL", parse=_server)
    mail_from: str = env("MAIL_FROM", parse=_address)
    public_origin: str = env("PUBLIC_ORIGIN", parse=_origin)
    product: str = env("PRODUCT_NAME", default="Tessera")
