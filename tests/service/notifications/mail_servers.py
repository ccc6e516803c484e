"""A mail server in this process that does as it is told."""

from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller

from libs.chassis.testing import free_port


class ScriptedMail:
    """`say(rcpt=["450 later"])`: the next answers; when they are used up it accepts.

    An answer of "drop" to data takes the message and hangs up without a word.
    """

    def __init__(self):
        self.received = []
        self._answers = {"rcpt": [], "data": []}

    def say(self, **answers):
        for step, texts in answers.items():
            self._answers[step] = list(texts)

    def _next(self, step):
        return self._answers[step].pop(0) if self._answers[step] else None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self._next("rcpt")
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self._next("data")
        if answer in (None, "drop"):
            message = message_from_bytes(envelope.content, policy=default)
            message.recipients = list(envelope.rcpt_tos)
            message.from_address = envelope.mail_from
            self.received.append(message)
        if answer == "drop":
            server.transport.abort()
        return answer or "250 OK"


class MailPost:
    """Starts and stops the server on one port, so that it can be down."""

    def __init__(self):
        self.script = ScriptedMail()
        self.port = free_port()
        self._controller = None

    @property
    def received(self):
        return self.script.received

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def start(self):
        self._controller = Controller(
            self.script, hostname="127.0.0.1", port=self.port, server_hostname="test"
        )
        self._controller.start()

    def stop(self):
        if self._controller is not None:
            self._controller.stop()
            self._controller = None
