"""Handing one message to the mail server, and saying honestly what came of it."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import SplitResult, unquote

from libs.chassis.metrics import counter

TIMEOUT_S = 15.0
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}

OUTCOMES = counter("mails", "Mails handed to the mail server, by outcome", ["outcome"])


@dataclass(frozen=True)
class Outcome:
    """`what` is accepted, refused (never again), later, or interrupted (nobody knows).

    `answer` is a reply code or the name of an error, never the server's text: it quotes addresses.
    """

    what: str
    answer: str


class Transport:
    """One connection per message: mails are few, and a fresh connection hides no broken one."""

    def __init__(self, server: SplitResult) -> None:
        self._server = server

    def deliver(self, message: EmailMessage, *, sender: str, recipient: str) -> Outcome:
        """Try once. Never raises for what a mail server or network can do."""
        outcome = self._deliver(message, sender, recipient)
        OUTCOMES.labels(outcome.what).inc()
        return outcome

    def _deliver(self, message: EmailMessage, sender: str, recipient: str) -> Outcome:
        if not recipient.isascii():
            # Plain SMTP cannot name this mailbox; trying again would not change that.
            return Outcome("refused", "not_ascii")
        try:
            client = self._connect()
        except smtplib.SMTPResponseException as error:
            # A refusal at the door is about us (log-in, block list), not about the recipient.
            return Outcome("later", str(error.smtp_code))
        except (OSError, smtplib.SMTPException) as error:
            return Outcome("later", type(error).__name__)
        try:
            return _converse(client, message.as_bytes(policy=SMTP), sender, recipient)
        finally:
            client.close()

    def _connect(self) -> smtplib.SMTP:
        host = str(self._server.hostname)
        port = self._server.port or PORTS[self._server.scheme]
        if self._server.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=TIMEOUT_S, context=ssl.create_default_context()
            )
        else:
            client = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
        try:
            self._greet(client)
        except BaseException:
            client.close()
            raise
        return client

    def _greet(self, client: smtplib.SMTP) -> None:
        client.ehlo_or_helo_if_needed()
        must_hide = self._server.scheme == "smtp+tls"
        if self._server.scheme != "smtps" and (must_hide or client.has_extn("starttls")):
            client.starttls(context=ssl.create_default_context())
            client.ehlo()
        if self._server.username:
            client.login(unquote(self._server.username), unquote(self._server.password or ""))


def _converse(client: smtplib.SMTP, content: bytes, sender: str, recipient: str) -> Outcome:
    try:
        for code, _ in (client.mail(sender), client.rcpt(recipient)):
            if code not in (250, 251):
                return _refusal(code)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome("later", type(error).__name__)
    try:
        code, _ = client.data(content)
    except smtplib.SMTPDataError as error:
        return _refusal(error.smtp_code)
    except (OSError, smtplib.SMTPException) as error:
        # The text may have arrived: whether the server took it, nobody knows.
        return Outcome("interrupted", type(error).__name__)
    if code != 250:
        return _refusal(code)
    _quit(client)
    return Outcome("accepted", "250")


def _refusal(code: int) -> Outcome:
    return Outcome("refused" if 500 <= code < 600 else "later", str(code))


def _quit(client: smtplib.SMTP) -> None:
    """Say goodbye; the message is theirs already."""
    try:
        client.quit()
    except (OSError, smtplib.SMTPException):
        return
