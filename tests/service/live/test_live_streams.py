"""The streams of open pages: told of what changes, and ended when something may be missed."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time

import amqp
import pytest

from libs.chassis import eventbus, testing
from libs.chassis.amqp.connection import connect
from libs.contracts.dashboards import ViewChangedV1

TOPIC = "portfolio:1"
CHANGED = f'event: view_changed\ndata: {{"topic": "{TOPIC}"}}\n\n'
WITHIN_S = 20.0

FULL_STREAM = """
from gateway import live
stream = live._stream(["a"])
next(stream)
for number in range(live.QUEUE_SIZE + 1):
    live.streams.tell("a", {"event": "view_changed", "topic": "a"})
print(list(stream), dict(live.streams._by_topic))
"""


class LiveProcess:
    """The running process: its streams and what it says of itself."""

    def __init__(self, broker_url, port, metrics_port):
        self.broker_url, self.port, self.metrics_port = broker_url, port, metrics_port

    def ask(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WITHIN_S)
        headers = {"Authorization": "Bearer " + "s" * 43}
        connection.request("GET", f"/events?topic={TOPIC}", headers=headers)
        return connection.getresponse()

    def open_stream(self):
        stream = self.ask()
        assert stream.status == 200
        assert read_one(stream).endswith("event: ready\ndata: {}\n\n")
        return stream

    def publish(self, body):
        with connect(self.broker_url, name="test") as connection:
            channel = connection.channel()
            eventbus.declare_sender(channel, "dashboards")
            message = amqp.Message(body, type=ViewChangedV1.NAME)
            exchange = eventbus.exchange_of("dashboards")
            channel.basic_publish(message, exchange, ViewChangedV1.NAME)

    def change(self):
        event = ViewChangedV1(institution_id=None, topic=TOPIC, version=1)
        self.publish(json.dumps(event.to_wire()))

    def what_fails(self):
        return testing.what_fails(self.metrics_port)


@pytest.fixture
def live(rabbitmq_url, tmp_path):
    port, metrics_port = testing.free_port(), testing.free_port()
    environment = {
        **os.environ,
        **testing.keys(tmp_path / "keys", "gateway"),
        "AMQP_URL": rabbitmq_url,
        "PUBLIC_ORIGIN": f"http://localhost:{port}",
        "LIVE_PORT": str(port),
        "METRICS_PORT": str(metrics_port),
    }
    command = [sys.executable, "-m", "tests.service.live.green_live"]
    with open(tmp_path / "live.log", "wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            testing.wait_ready(process, metrics_port)
            yield LiveProcess(rabbitmq_url, port, metrics_port)
        finally:
            process.kill()
            process.wait()


def read_one(stream):
    """The next message of a stream; comments that only keep it open are left out. "" at its end."""
    lines = []
    while line := stream.readline().decode():
        lines.append(line)
        if line == "\n":
            if not lines[0].startswith(":"):
                return "".join(lines)
            lines = []
    return ""


def eventually(truth):
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until:
        if truth():
            return True
        time.sleep(0.05)
    return False


def ends_of(streams):
    """When each of them ended, read beside each other as browsers do."""
    ends = []

    def read(stream):
        while read_one(stream):
            pass
        ends.append(time.monotonic())

    readers = [threading.Thread(target=read, args=(stream,), daemon=True) for stream in streams]
    for reader in readers:
        reader.start()
    eventually(lambda: len(ends) == len(streams))
    return ends


def test_a_page_is_told_what_changed(live):
    stream = live.open_stream()
    live.change()
    assert read_one(stream) == CHANGED


def test_after_the_broker_was_away_every_stream_ends_so_that_pages_fetch_again(
    live, rabbitmq_server
):
    streams = [live.open_stream() for _ in range(10)]
    rabbitmq_server.kill()
    rabbitmq_server.start()

    ends = ends_of(streams)
    assert len(ends) == len(streams)
    assert max(ends) - min(ends) > 0.3, "they all come back in the same instant"
    again = live.open_stream()
    live.change()
    assert read_one(again) == CHANGED


def test_while_nothing_is_heard_the_process_is_not_ready_and_opens_no_stream(live, rabbitmq_server):
    rabbitmq_server.kill()
    try:
        assert eventually(lambda: "ServiceUnavailable" in live.what_fails())
        assert live.ask().status == 503
    finally:
        rabbitmq_server.start()
    assert eventually(lambda: live.what_fails() == "")
    live.open_stream()


@pytest.mark.parametrize("bad", ["this is not JSON", "{}", "[]"])
def test_a_message_that_cannot_be_read_costs_no_other(live, bad):
    stream = live.open_stream()
    live.publish(bad)
    live.change()
    assert read_one(stream) == CHANGED
    assert live.what_fails() == ""


def test_a_stream_that_is_not_read_ends_instead_of_losing_a_message():
    done = subprocess.run(
        [sys.executable, "-c", FULL_STREAM], capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "[] {}\n", done.stderr[-2000:]
