"""A gateway with sample replies behind a real address, and a page on it that is listened to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.unit.gateway.staff_world import TOKEN


@contextmanager
def address_of(client: Any) -> Iterator[str]:
    """Serve the application of a test client."""
    server = make_server("127.0.0.1", 0, client.application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()


@contextmanager
def watched(
    browser: Browser, origin: str, width: int, height: int, **chosen: Any
) -> Iterator[Page]:
    """A page of somebody signed in; fails at its end when the content policy or a script
    complained."""
    # Without motion no colour is judged half faded.
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", **chosen
    )
    context.add_cookies([{"name": "tessera-session", "value": TOKEN, "url": origin}])
    opened = context.new_page()
    opened.route("**/events*", lambda route: route.abort())
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda line: complaints.append(line.text) if "Content Security" in line.text else None,
    )
    yield opened
    context.close()
    assert complaints == []
