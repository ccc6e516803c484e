"""What the processes write while people work: lines of JSON with ids, and nobody's words."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from deploy.local.environment import FRONT, SERVICES
from deploy.local.platform import Platform
from tests.submissions.school import Asked, School, eventually, school

ROOT = Path(__file__).parents[2]
OURS = (*SERVICES, *FRONT, "supervisor", "mail")
TYPED = "Niobe-Quetzal"


@pytest.fixture(scope="module")
def work(whole_platform: Platform) -> tuple[School, Asked, str]:
    """A school in which assessments are sent, some of them wrong; the correlation id of one."""
    with school(whole_platform, 2, signing_in=1) as one:
        asked = one.ask(4)
        for each in asked[1:]:
            assert call(whole_platform, "POST", each.path, each.token, each.body())[0] < 300
        status, correlation = call(
            whole_platform, "POST", asked[0].path, asked[0].token, asked[0].body()
        )
        assert status < 300
        refused(whole_platform, one, asked[0])
        yield one, asked[0], correlation


def refused(platform: Platform, one: School, asked: Asked) -> None:
    """What tempts a program to quote people: refusals, unknown names, searches, bad requests."""
    person = one.learners[0].person
    tries = [
        ("POST", "/api/v1/session", {"user_name": person.user_name, "password": TYPED}),
        ("POST", "/api/v1/session", {"user_name": TYPED, "password": TYPED}),
        ("POST", asked.path, {"answers": {"strong": TYPED, "no_such_item": TYPED}}),
        ("GET", f"/api/v1/learners?search={quote(person.family_name)}", None),
        ("GET", f"/{TYPED}/{person.email}", None),
        ("GET", f"/sign-in?next=/{TYPED}", None),
    ]
    for method, path, body in tries:
        call(platform, method, path, asked.token, body)


def call(platform: Platform, method: str, path: str, token: str, body: object) -> tuple[int, str]:
    """(status, correlation id) of one request."""
    connection = http.client.HTTPConnection(urlsplit(platform.public_origin()).netloc, timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
    content = None
    if body is not None:
        headers["Content-Type"], content = "application/json", json.dumps(body)
    try:
        connection.request(method, path, content, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers["X-Correlation-Id"]
    finally:
        connection.close()


def lines(platform: Platform, name: str) -> list[str]:
    return (platform.run / "logs" / f"{name}.log").read_text().splitlines()


def found(platform: Platform, name: str, correlation: str) -> list[dict]:
    """The lines of a process about one piece of work."""
    told = [json.loads(line) for line in lines(platform, name) if correlation in line]
    return [line for line in told if line.get("correlation_id") == correlation]


def test_one_correlation_id_goes_from_the_gateway_over_calls_and_events(whole_platform, work):
    _, _, correlation = work
    for name in ("gateway", "portfolio"):
        eventually(lambda name=name: found(whole_platform, name, correlation), f"a line of {name}")
    (request,) = found(whole_platform, "gateway", correlation)
    assert request["event"] == "request"
    assert request["method"] == "POST"
    assert request["route"] == "/api/v1/records/<uuid:record_id>/stages/<stage>/send"
    assert (request["status"], request["ms"] > 0) == (200, True)
    served = found(whole_platform, "portfolio", correlation)
    assert "portfolio.send" in {line.get("method") for line in served}
    eventually(
        lambda: (
            "dashboards.portfolio_changed"
            in {line.get("handler") for line in found(whole_platform, "dashboards", correlation)}
        ),
        "a line of dashboards about the record",
    )


def test_every_line_of_ours_is_json(whole_platform, work):
    seen = 0
    for name in OURS:
        for line in lines(whole_platform, name):
            told = json.loads(line)
            assert {"event", "level", "timestamp", "service"} <= set(told), (name, line)
            seen += 1
    assert seen > 50


def test_no_log_holds_a_name_an_address_or_a_narrative(whole_platform, work):
    one, asked, _ = work
    words = {"asked on and listened", "sum up at the end", "Chest pain", TYPED, asked.token}
    for person in [
        *(learner.person for learner in one.learners),
        *(person for group in one.staff.values() for person in group),
    ]:
        words |= {person.email, person.user_name, f"{person.given_name} {person.family_name}"}
        words.add(person.family_name)
    wanted = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(words) if word))
    for log in (whole_platform.run / "logs").glob("*.log"):
        for line in log.read_text(errors="replace").splitlines():
            assert not wanted.search(line), f"{log.name}: {line}"


def test_no_library_warns_whoever_loads_the_demo():
    """`./tessera up` imports the services' use cases into the terminal of a person."""
    done = subprocess.run(
        [sys.executable, "-c", "import deploy.local.demo, libs.chassis.events"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
