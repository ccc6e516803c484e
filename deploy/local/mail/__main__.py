"""Run it: SMTP on one port, the inbox page and its JSON on another."""

import argparse
import signal
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.mail.inbox import serve_inbox
from deploy.local.mail.mailbox import Mailbox, Refusals


class Receiver:
    """Stores what comes in, unless a test asked for a refusal."""

    def __init__(self, mailbox: Mailbox, refusals: Refusals) -> None:
        self._mailbox = mailbox
        self._refusals = refusals

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        refusal = self._refusals.next_for(envelope.rcpt_tos)
        if refusal is not None:
            return f"{refusal} refused, as the test asked"
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        self._mailbox.add(envelope.mail_from or "", envelope.rcpt_tos, raw)
        return "250 stored"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path, required=True)
    arguments.add_argument("--smtp-port", type=int, required=True)
    arguments.add_argument("--inbox-port", type=int, required=True)
    chosen = arguments.parse_args()
    mailbox, refusals = Mailbox(chosen.folder), Refusals()
    smtp = Controller(
        Receiver(mailbox, refusals),
        hostname="127.0.0.1",
        port=chosen.smtp_port,
        data_size_limit=50 * 2**20,
    )
    smtp.start()
    inbox = serve_inbox(mailbox, refusals, chosen.inbox_port)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, lambda *_: ended.set())
    ended.wait()
    inbox.shutdown()
    smtp.stop()


if __name__ == "__main__":
    main()
