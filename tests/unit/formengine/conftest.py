"""Library definitions and a clock for the engine's tests."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import services.forms
from libs.formengine import Definition, parse

LIBRARY = Path(services.forms.__file__).parent / "library"
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


@cache
def _text(name: str) -> str:
    return (LIBRARY / f"{name}.json").read_text(encoding="utf-8")


def document(name: str) -> dict[str, Any]:
    """A fresh copy of a library document, to change at will."""
    return json.loads(_text(name))


@cache
def definition(name: str) -> Definition:
    return parse(document(name))


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def changed() -> Callable[..., dict[str, Any]]:
    """A library document with `change(document)` applied."""

    def make(name: str, change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        found = copy.deepcopy(document(name))
        change(found)
        return found

    return make
