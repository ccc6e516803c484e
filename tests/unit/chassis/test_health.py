"""/live, /ready and /metrics."""

import json
import urllib.error
import urllib.request

import pytest

from libs.chassis import health, metrics


@pytest.fixture
def fetch(monkeypatch):
    monkeypatch.setattr(health, "_checks", {})
    server = health.HealthServer("127.0.0.1", 0)
    server.start()

    def get(path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}") as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    yield get
    server.stop()


def test_a_process_without_failing_checks_is_ready(fetch):
    health.register("database", lambda: None)

    assert fetch("/ready") == (200, '{"ready": true, "failing": {}}')


def test_a_failing_check_is_named_without_its_message(fetch):
    def fail():
        raise ConnectionError("password is hunter2")

    health.register("database", fail)
    status, text = fetch("/ready")

    assert status == 503
    assert json.loads(text) == {"ready": False, "failing": {"database": "ConnectionError"}}


def test_a_process_lives_though_it_is_not_ready(fetch):
    health.register("database", lambda: 1 / 0)

    assert fetch("/live")[0] == 200


def test_counters_are_shown_in_the_text_format(fetch):
    metrics.counter("test_apples", "Apples", ["kind"]).labels("elstar").inc(3)

    assert 'tessera_test_apples_total{kind="elstar"} 3.0' in fetch("/metrics")[1]


def test_other_pages_do_not_exist(fetch):
    assert fetch("/")[0] == 404
