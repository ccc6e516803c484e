"""Every operation shows what is sent and what comes back, and its own shapes accept both."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema

from gateway.api import blueprints
from tests.e2e.api.documented import Document
from tests.unit.gateway.test_openapi import OPERATIONS, SPEC

# What these answer is a document in a format of its own, which no marshmallow shape describes.
DOCUMENTS = {
    "GET /api/v1/definitions/schemas/form",
    "GET /api/v1/definitions/schemas/{kind}",
    "GET /api/v1/definitions/{kind}/{key}/file",
}


@dataclasses.dataclass(frozen=True)
class Shown:
    """A marshmallow shape of an operation and the example that it has to accept."""

    shape: Schema
    example: Any


def _shown() -> Iterator[tuple[str, Shown]]:
    """By `<subject>.<function>.<sends or answers>`, as flask-smorest keeps them."""
    for blueprint in blueprints():
        for endpoint, by_method in blueprint._docs.items():
            by_method = {key: said for key, said in by_method.items() if key != "parameters"}
            for said in by_method.values():
                for one in said.get("arguments", {}).get("parameters", ()):
                    if one["in"] == "json":
                        yield f"{blueprint.name}.{endpoint}.sends", _of(one)
                for status, answers in said["response"]["responses"].items():
                    if str(status).startswith("2"):
                        yield f"{blueprint.name}.{endpoint}.answers", _of(answers[0])


def _of(said: dict[str, Any]) -> Shown:
    shape = said["schema"]
    return Shown(shape() if isinstance(shape, type) else shape, said.get("example"))


SHOWN = dict(_shown())
BODIES = {
    name: operation["requestBody"]["content"]["application/json"]
    for name, (operation, _) in OPERATIONS.items()
    if "requestBody" in operation
}
ANSWERS = {
    (name, status): answer["content"]["application/json"]
    for name, (operation, _) in OPERATIONS.items()
    for status, answer in operation["responses"].items()
    if status.startswith("2") and "content" in answer
}


def test_the_document_holds_an_example_for_every_shape():
    """So that no test below passes by looking at nothing."""
    assert len(SHOWN) == len(BODIES) + len(ANSWERS)
    assert len(ANSWERS) == len(OPERATIONS) > 110
    assert len(BODIES) > 50


@pytest.mark.parametrize("name", BODIES)
def test_every_operation_that_takes_a_body_shows_one(name: str):
    assert BODIES[name].get("example") is not None


@pytest.mark.parametrize(("name", "status"), ANSWERS)
def test_every_operation_shows_what_it_answers(name: str, status: str):
    assert "example" in ANSWERS[name, status]


@pytest.mark.parametrize("name", SHOWN)
def test_an_example_loads_through_the_shape_of_its_operation(name: str):
    """Ids, instants, dates, addresses and lengths too: `load` raises ValidationError."""
    assert SHOWN[name].shape.load(SHOWN[name].example) is not None


@pytest.mark.parametrize(("name", "status"), [one for one in ANSWERS if one[0] not in DOCUMENTS])
def test_an_example_of_an_answer_holds_nothing_that_is_not_described(name: str, status: str):
    example = ANSWERS[name, status]["example"]
    assert Document(SPEC).faults_of(name, int(status), example) == []


@pytest.mark.parametrize(("name", "status"), [one for one in ANSWERS if one[0] not in DOCUMENTS])
def test_an_example_of_an_answer_leaves_out_nothing_at_its_top(name: str, status: str):
    """Whoever writes a client by the example meets no field it did not show."""
    described = Document(SPEC)._resolved(ANSWERS[name, status]["schema"]).get("properties", {})
    left_out = set(described) - set(ANSWERS[name, status]["example"])
    assert left_out <= MAY_BE_ABSENT.get(name, set())


# Fields that come only in a later state of the thing.
MAY_BE_ABSENT = {"POST /api/v1/portfolios/{portfolio_id}/reports": {"file_id"}}
