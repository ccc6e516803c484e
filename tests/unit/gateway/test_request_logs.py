"""The gateway's lines about requests: the route, never the path, and no message of an exception."""

import json
import logging

import pytest
import structlog

from gateway import app as gateway_app
from gateway.app import Application
from gateway.identity import requests
from libs.chassis import logs
from tests.unit.gateway.staff_world import SETTINGS


@pytest.fixture
def lines(capsys, monkeypatch):
    # Loggers keep how they were configured at their first line, in whatever test that was.
    for module in (gateway_app, requests):
        monkeypatch.setattr(module, "log", logs.logger(module.__name__))
    kept = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure("gateway", "INFO")
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    logging.captureWarnings(False)
    structlog.configure(**kept)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def browser():
    app = Application("gateway")
    app.config["SETTINGS"] = SETTINGS
    requests.register(app)

    @app.get("/people/<name>")
    def person(name):
        if name == "Quetzal":
            raise ValueError(f"nobody is called {name}")
        return name

    return app.test_client()


def test_a_request_is_one_line_with_its_route_and_its_correlation_id(lines, browser):
    answer = browser.get("/people/Anna?search=Jansen")

    (line,) = [line for line in lines() if line["event"] == "request"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/people/<name>", 200)
    assert line["ms"] >= 0
    assert line["correlation_id"] == answer.headers["X-Correlation-Id"]
    assert "Anna" not in json.dumps(line)
    assert "Jansen" not in json.dumps(line)


def test_a_path_without_a_route_is_not_quoted(lines, browser):
    browser.get("/Anna/Jansen")

    (line,) = lines()
    assert (line["method"], line["route"], line["status"]) == ("GET", "none", 404)
    assert "Anna" not in json.dumps(line)


def test_an_exception_is_told_without_path_or_message(lines, browser):
    assert browser.get("/people/Quetzal").status_code == 500

    told = lines()
    (failed,) = [line for line in told if line["event"] == "request_failed"]
    assert failed["exception"] == "ValueError"
    assert failed["correlation_id"]
    assert "Quetzal" not in json.dumps(told)
