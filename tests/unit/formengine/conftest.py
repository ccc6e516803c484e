"""Changed library definitions for the engine's tests."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.library.definitions import document
from tests.library.story import NOW


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
