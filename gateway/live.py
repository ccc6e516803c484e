"""Live events: one stream of topic names per open page, as server-sent events.

A process of its own, because every open stream holds a (green) thread. It hears a few events
on a queue that goes with it: view_changed, badge_changed, access_revoked and files that are ready.
Messages hold a topic, never data: the page fetches again, and permissions are applied there.

A page that lost a message would stay as it is, and nobody would know. So a stream that may have
lost one ends: the page comes back by itself and then fetches everything again.
"""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import logging  # noqa: E402
import os  # noqa: E402
import random  # noqa: E402
import signal  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402
from collections import defaultdict  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from typing import Any  # noqa: E402

import gevent  # noqa: E402
from flask import Flask, Response, current_app, g, request  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402
from gevent.queue import Empty, Full, Queue  # noqa: E402

from gateway.app import Application, serve_health  # noqa: E402
from gateway.clients import accounts as accounts_client  # noqa: E402
from gateway.clients import bus  # noqa: E402
from gateway.identity import requests  # noqa: E402
from gateway.settings import Settings  # noqa: E402
from libs.chassis import logs, metrics, settings  # noqa: E402
from libs.chassis.listening import listen  # noqa: E402
from libs.chassis.passport import read_private_key  # noqa: E402
from libs.chassis.rpc import RpcClient  # noqa: E402
from libs.contracts.accounts import AccessRevokedV1  # noqa: E402
from libs.contracts.base import Fault  # noqa: E402
from libs.contracts.dashboards import AUTHORISE_TOPICS, ViewChangedV1  # noqa: E402
from libs.contracts.documents import FileRefusedV1, FileStoredV1  # noqa: E402
from libs.contracts.faults import ServiceUnavailable  # noqa: E402
from libs.contracts.notifications import BadgeChangedV1  # noqa: E402

HEARTBEAT_S = 20
QUEUE_SIZE = 100
# Every page that comes back asks for its session, its topics and all that it shows.
END_WITHIN_S = 3.0
END: dict[str, Any] = {"event": "end"}
FILES = (FileStoredV1, FileRefusedV1)
HEARD = (ViewChangedV1, BadgeChangedV1, AccessRevokedV1, *FILES)

log = logs.logger(__name__)
_STREAMS = metrics.gauge("live_streams", "Open event streams")
_MESSAGES = metrics.counter("live_messages", "Messages given to streams")


class Streams:
    """Who follows which topic in this process."""

    def __init__(self) -> None:
        self._by_topic: dict[str, set[Queue[Any]]] = defaultdict(set)

    def open(self, topics: list[str]) -> Queue[Any]:
        stream: Queue[Any] = Queue(QUEUE_SIZE)
        for topic in topics:
            self._by_topic[topic].add(stream)
        _STREAMS.inc()
        return stream

    def close(self, stream: Queue[Any], topics: list[str]) -> None:
        for topic in topics:
            self._by_topic[topic].discard(stream)
            if not self._by_topic[topic]:
                del self._by_topic[topic]
        _STREAMS.dec()

    def tell(self, topic: str, message: dict[str, Any]) -> None:
        """Hand a message to everyone who follows the topic; a stream that is full ends."""
        for stream in list(self._by_topic.get(topic, ())):
            try:
                stream.put_nowait(message)
            except Full:
                _end(stream)
            else:
                _MESSAGES.inc()

    def end_all(self) -> None:
        """End every stream that is open now, not all in the same instant."""
        for stream in set().union(*self._by_topic.values()):
            gevent.spawn_later(random.uniform(0, END_WITHIN_S), _end, stream)


def _end(stream: Queue[Any]) -> None:
    """What waits in it is of no more use: the page fetches everything when it comes back."""
    while not stream.empty():
        stream.get_nowait()
    stream.put_nowait(END)


streams = Streams()
hearing = threading.Event()


def on_event(name: str, body: dict[str, Any]) -> None:
    """Tell those who follow what the event is about."""
    if name == ViewChangedV1.NAME:
        streams.tell(body["topic"], {"event": "view_changed", "topic": body["topic"]})
    elif name in (FileStoredV1.NAME, FileRefusedV1.NAME):
        topic = f"portfolio:{body['portfolio_id']}"
        streams.tell(topic, {"event": "view_changed", "topic": topic})
    elif name == BadgeChangedV1.NAME:
        topic = f"person:{body['person_id']}"
        streams.tell(topic, {"event": "badge_changed", "topic": "inbox"})
    elif name == AccessRevokedV1.NAME:
        accounts_client.forget_person(body["person_id"])
        streams.tell(f"person:{body['person_id']}", {"event": "access_revoked", "topic": ""})


def hear(url: str) -> None:
    """For ever; after a gap every page comes back and fetches again."""
    listen(
        url,
        name="live",
        events=HEARD,
        hear=on_event,
        after_gap=after_gap,
        hearing=hearing,
    )


def after_gap() -> None:
    """Anything may have changed unheard, also who may follow what. The queue is bound again by
    now, so what changes from here on reaches the streams that are opened anew."""
    accounts_client.forget_all_sessions()
    streams.end_all()


def check_hearing() -> None:
    """For /ready, and for streams. Raises ServiceUnavailable while no event would arrive."""
    if not hearing.is_set():
        raise ServiceUnavailable()


def create_app(configured: Settings | None = None, client: RpcClient | None = None) -> Flask:
    """The WSGI application of the live process: GET /events?topic=..."""
    values = configured or settings.load(Settings)
    app = Application("live", static_folder=None)
    app.config["SETTINGS"] = values
    with app.app_context():
        key = read_private_key(values.passport_private_key_file)
        bus.connect(client or RpcClient(values.amqp_url, "gateway", key))
    requests.register(app)
    app.add_url_rule(requests.STREAM, view_func=events)

    @app.errorhandler(Fault)
    def refuse(fault: Fault) -> Any:
        return _cors(Response("", status=fault.status))

    return app


def events() -> Response:
    """A stream of the topics the caller may follow; dashboards decides which."""
    check_hearing()
    if g.me is None:
        return _cors(Response("", status=401))
    asked = request.args.getlist("topic") or (request.args.get("topics") or "").split()
    allowed: list[str] = bus.ask(AUTHORISE_TOPICS, topics=asked[:20])["topics"] if asked else []
    topics = [*allowed, f"person:{g.me['person_id']}"]
    response = Response(_stream(topics), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return _cors(response)


def _cors(response: Response) -> Response:
    """The page comes from the gateway's origin; cookies of this host are asked for."""
    origin = current_app.config["SETTINGS"].public_origin
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Allow-Credentials"] = "true"
    response.headers["Vary"] = "Origin"
    return response


def _stream(topics: list[str]) -> Iterator[str]:
    stream = streams.open(topics)
    try:
        yield f"retry: {random.randint(1500, 4000)}\nevent: ready\ndata: {{}}\n\n"
        while True:
            message = _next(stream)
            if message is None:
                yield ": still here\n\n"
                continue
            if message is END:
                return
            yield f"event: {message['event']}\ndata: {json.dumps({'topic': message['topic']})}\n\n"
            if message["event"] == "access_revoked":
                return
    finally:
        streams.close(stream, topics)


def _next(stream: Queue[Any]) -> dict[str, Any] | None:
    try:
        message: dict[str, Any] = stream.get(timeout=HEARTBEAT_S)
    except Empty:
        return None
    return message


def main() -> None:
    values = settings.load(Settings)
    logs.configure("live", values.log_level)
    app = create_app(values)
    listener = gevent.spawn(hear, values.amqp_url)
    serve_health(values, check_hearing)
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ["LIVE_PORT"])
    server = WSGIServer((host, port), app, log=None, error_log=logging.getLogger("gevent.pywsgi"))

    def stop() -> None:
        log.info("live_stopping", at=time.time())
        server.stop(timeout=1)
        listener.kill()

    gevent.signal_handler(signal.SIGTERM, stop)
    gevent.signal_handler(signal.SIGINT, stop)
    server.serve_forever()


if __name__ == "__main__":
    main()
