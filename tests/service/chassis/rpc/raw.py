"""A plain AMQP caller, for messages our own client would never send."""

import json
import time
import uuid
from urllib.parse import urlsplit

import amqp


class RawCaller:
    """Sends any body with any headers to the RPC exchange and reads the replies."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.connection = amqp.Connection(
            host=f"{parts.hostname}:{parts.port}", userid=parts.username, password=parts.password
        )
        self.connection.connect()
        self.channel = self.connection.channel()
        self.address = uuid.uuid4().hex
        queue = f"rpc.reply-raw-{self.address}"
        self.channel.queue_declare(queue, exclusive=True)
        self.channel.queue_bind(queue, "nameko-rpc", self.address)
        self.channel.basic_consume(queue, no_ack=True, callback=self._note)
        self.replies: list[dict] = []
        self.messages: list[amqp.Message] = []

    def _note(self, message: amqp.Message) -> None:
        self.messages.append(message)
        self.replies.append(json.loads(message.body))

    def send(
        self, key: str, body: object, headers: dict | None = None, **properties: str | None
    ) -> None:
        properties = {"content_type": "application/json", "reply_to": self.address} | properties
        properties = {name: value for name, value in properties.items() if value is not None}
        text = body if isinstance(body, str) else json.dumps(body)
        message = amqp.Message(text, application_headers=headers or {}, **properties)
        self.channel.basic_publish(message, "nameko-rpc", key)

    def reply(self, within_s: float = 5) -> dict:
        """The next reply. Raises TimeoutError."""
        count, until = len(self.replies), time.monotonic() + within_s
        while len(self.replies) == count:
            self.connection.drain_events(timeout=max(0.001, until - time.monotonic()))
        return self.replies[-1]

    def close(self) -> None:
        self.connection.close()
