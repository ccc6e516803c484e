"""The raw side: py-amqp and nothing else, single-threaded on both ends, requests pipelined."""

import json
import os
import sys
import time
import uuid
from urllib.parse import urlsplit

import amqp

from tests.bench.rpc_sides.work import FIELDS, check, obey

QUEUE = "bench-raw"


def open_channel() -> amqp.Channel:
    parts = urlsplit(os.environ["AMQP_URL"])
    connection = amqp.Connection(
        host=f"{parts.hostname}:{parts.port}", userid=parts.username, password=parts.password
    )
    connection.connect()
    return connection.channel()


def serve() -> None:
    channel = open_channel()
    channel.queue_declare(QUEUE, auto_delete=True)
    channel.basic_qos(0, 10, False)

    def answer(message: amqp.Message) -> None:
        fields = json.loads(message.body)["kwargs"]
        reply = amqp.Message(
            json.dumps({"result": fields, "error": None}),
            content_type="application/json",
            delivery_mode=1,
            correlation_id=message.properties["correlation_id"],
        )
        channel.basic_publish(reply, "", message.properties["reply_to"])
        channel.basic_ack(message.delivery_tag)

    channel.basic_consume(QUEUE, callback=answer)
    print("ready", flush=True)
    while True:
        channel.connection.drain_events()


class RawClient:
    """Keeps `concurrency` requests under way from one thread."""

    def __init__(self) -> None:
        self.channel = open_channel()
        self.address = f"bench-raw-{uuid.uuid4().hex}"
        self.channel.queue_declare(self.address, exclusive=True)
        self.channel.basic_consume(self.address, no_ack=True, callback=self._on_reply)
        self.sent: dict[str, float] = {}
        self.latencies: list[float] = []
        self.number = 0

    def _send(self) -> None:
        self.number += 1
        request = amqp.Message(
            json.dumps({"args": [], "kwargs": FIELDS}),
            content_type="application/json",
            delivery_mode=1,
            correlation_id=str(self.number),
            reply_to=self.address,
        )
        self.sent[str(self.number)] = time.perf_counter()
        self.channel.basic_publish(request, "", QUEUE)

    def _on_reply(self, message: amqp.Message) -> None:
        started = self.sent.pop(message.properties["correlation_id"])
        check(json.loads(message.body)["result"])
        now = time.perf_counter()
        self.latencies.append(now - started)
        if now < self.until:
            self._send()

    def run(self, concurrency: int, seconds: float) -> list[float]:
        self.latencies, self.until = [], time.perf_counter() + seconds
        for _ in range(concurrency):
            self._send()
        while self.sent:
            self.channel.connection.drain_events()
        return self.latencies


if __name__ == "__main__":
    serve() if sys.argv[1] == "serve" else obey(RawClient().run)
