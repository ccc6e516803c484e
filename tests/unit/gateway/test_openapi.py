"""The OpenAPI document says for every operation what a caller must know; and is a page."""

import re

import pytest

from gateway.api.description import BOUNDED
from tests.unit.gateway.staff_world import gateway, me

METHODS = ("get", "post", "put", "patch", "delete")


def document():
    with gateway(None) as (browser, _fake):
        return browser.get("/api/openapi.json").json


SPEC = document()
OPERATIONS = {
    f"{method.upper()} {path}": (item[method], item.get("parameters", []))
    for path, item in SPEC["paths"].items()
    for method in METHODS
    if method in item
}
LISTS = [name for name in OPERATIONS if "limit" in str(OPERATIONS[name][0].get("parameters"))]


def resolved(part):
    while "$ref" in part:
        found = SPEC
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def references(part):
    if isinstance(part, dict):
        for key, value in part.items():
            yield from [value] if key == "$ref" else references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def headers_of(operation):
    given = [resolved(one) for one in operation.get("parameters", [])]
    return {one["name"]: one for one in given if one["in"] == "header"}


def test_it_is_openapi_3_and_every_reference_leads_somewhere():
    assert SPEC["openapi"].startswith("3.")
    for reference in references(SPEC):
        assert resolved({"$ref": reference})


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_says_what_it_does_and_answers(name):
    operation, _ = OPERATIONS[name]
    assert operation["summary"].endswith(".")
    assert operation["tags"]
    statuses = [status for status in operation["responses"] if status != "default"]
    assert statuses
    assert all(status.startswith("2") for status in statuses)
    assert operation["security"] is not None


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_answers_errors_as_problems(name):
    operation, _ = OPERATIONS[name]
    problem = resolved(operation["responses"]["default"])
    schema = resolved(problem["content"]["application/problem+json"]["schema"])
    assert {"type", "code", "title", "status"} <= set(schema["properties"])


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_part_of_a_path_is_described(name):
    _, shared = OPERATIONS[name]
    described = {one["name"] for one in shared if one["in"] == "path"}
    assert described == set(re.findall(r"{(\w+)}", name))


@pytest.mark.parametrize("name", [one for one in OPERATIONS if one.startswith("POST")])
def test_every_post_but_log_in_asks_for_a_key(name):
    asked = "Idempotency-Key" in headers_of(OPERATIONS[name][0])
    assert asked == (name != "POST /api/v1/session")


def test_names_of_operations_are_used_once():
    names = [operation["operationId"] for operation, _ in OPERATIONS.values()]
    assert len(names) == len(set(names)) > 80


def test_saving_a_draft_asks_for_its_tag_and_answers_the_next():
    operation, _ = OPERATIONS["PUT /api/v1/records/{record_id}/stages/{stage}/draft"]
    assert headers_of(operation)["If-Match"]["required"]
    assert "ETag" in operation["responses"]["200"]["headers"]


@pytest.mark.parametrize("name", [name for name in LISTS if "colleagues" not in name])
def test_every_list_in_pages_takes_and_gives_a_cursor(name):
    operation, _ = OPERATIONS[name]
    assert "cursor" in {one["name"] for one in map(resolved, operation["parameters"])}


def lists_in(operation):
    """The lists at the top of what a successful call answers."""
    for status, answer in operation["responses"].items():
        for body in answer.get("content", {}).values() if status != "default" else ():
            shape = resolved(body["schema"])
            for key, value in shape.get("properties", {}).items():
                if resolved(value).get("type") == "array":
                    yield key


RETURN_LISTS = [
    name
    for name, (operation, _) in OPERATIONS.items()
    if name.startswith("GET") and list(lists_in(operation))
]


@pytest.mark.parametrize("name", RETURN_LISTS)
def test_every_operation_that_returns_a_list_has_pages_or_says_what_bounds_it(name):
    operation, _ = OPERATIONS[name]
    asked = {one["name"] for one in map(resolved, operation.get("parameters", []))}
    if "cursor" in asked:
        shape = resolved(operation["responses"]["200"]["content"]["application/json"]["schema"])
        assert "limit" in asked
        assert "next" in shape["properties"]
    else:
        assert "A bounded list: " in operation.get("description", "")


def test_nothing_is_said_to_be_bounded_that_has_pages_or_is_no_operation():
    named = {one["operationId"]: one for one, _ in OPERATIONS.values()}
    assert set(BOUNDED) <= set(named)
    for name in BOUNDED:
        asked = {one["name"] for one in map(resolved, named[name].get("parameters", []))}
        assert "cursor" not in asked


def test_only_what_comes_before_signing_in_is_open():
    free = {name for name, (operation, _) in OPERATIONS.items() if operation["security"] == []}
    assert free == {
        "POST /api/v1/session",
        "POST /api/v1/password-links",
        "POST /api/v1/password-links/state",
        "POST /api/v1/password-checks",
        "PUT /api/v1/email",
        "PUT /api/v1/password",
        "GET /api/v1/password-rules",
    }


@pytest.mark.parametrize("reader", [None, me("learner")])
def test_the_page_shows_every_operation_without_script(reader):
    with gateway(reader) as (browser, _fake):
        answer = browser.get("/api/docs")
    assert answer.status_code == 200
    for operation, _ in OPERATIONS.values():
        assert f'id="{operation["operationId"]}"' in answer.text
    assert "style=" not in answer.text
    assert not re.search(r"<script(?![^>]* src=)", answer.text)
    assert "Idempotency-Key" in answer.text
    assert "Answers 201, or a problem." in answer.text
    assert "Answers 422" not in answer.text
