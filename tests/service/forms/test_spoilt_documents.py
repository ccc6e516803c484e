"""Documents of every kind with one member spoilt: problems, never a crash, in bounded time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from services.forms.queries.problems import problems_of
from tests.service.forms.documents import FORM, FRAMEWORK, PROGRAMME

SCALE: dict[str, Any] = {
    "format": "scale/1",
    "key": "some",
    "version": 1,
    "title": {"en": "Some"},
    "kind": "ordinal",
    "levels": [{"value": 1, "label": {"en": "a"}}, {"value": 2, "label": {"en": "b"}}],
}
VALUES: list[Any] = [None, True, 7, -1.5, "x", [], {}, [None], ["x"], [[]], [{}], {"x": None}]


def places(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(part, dict | list):
        for name in list(part) if isinstance(part, dict) else range(len(part)):
            yield from places(part[name], (*path, name))


def spoilt(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each member at each depth replaced by a value of every other kind, one at a time."""
    for path in places(document):
        for value in VALUES:
            found = copy.deepcopy(document)
            part: Any = found
            for name in path[:-1]:
                part = part[name]
            part[path[-1]] = copy.deepcopy(value)
            yield found


@pytest.mark.parametrize(
    ("kind", "document"),
    [("form", FORM), ("framework", FRAMEWORK), ("scale", SCALE), ("programme", PROGRAMME)],
    ids=["form", "framework", "scale", "programme"],
)
def test_a_spoilt_document_gets_problems_and_never_a_crash(as_somebody, kind, document):
    desk = as_somebody("local_admin")
    desk.publish("framework", FRAMEWORK)
    desk.publish("form", FORM)
    crashed = []

    def check_all(tx: Any) -> None:
        for one in spoilt(document):
            try:
                found = problems_of(tx, kind, one)
            except (TypeError, AttributeError, KeyError, ValueError, IndexError) as error:
                crashed.append((repr(error), one))
                continue
            assert all({"path", "code", "message", "params"} <= each.keys() for each in found)

    desk.database.run(desk.principal, check_all)
    assert crashed == []
