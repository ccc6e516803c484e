"""How much a generated test tries: its usual number, and ten times that many under `--slow`."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy, tuples

TIMES = 10


def numbers(name: str, usual: int) -> pytest.MarkDecorator:
    """The test runs with `name=usual`, and as a slow one of its own with ten times as many."""
    return pytest.mark.parametrize(name, [usual, pytest.param(usual * TIMES, marks=large())])


def large() -> list[pytest.MarkDecorator]:
    """Marks of a large run; it may take longer than a test may usually."""
    return [pytest.mark.slow, pytest.mark.timeout(1800)]


def each_of(
    many: int, *strategies: SearchStrategy[Any], seconds: float = math.inf, **limits: Any
) -> Callable[[Callable[..., None]], None]:
    """Runs the function below it at once, with so many examples that Hypothesis thinks of.

    `seconds`: what one example may cost of the processor, however busy the computer is.
    """
    limits = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]} | limits

    def run(try_one: Callable[..., None]) -> None:
        def timed(drawn: tuple[Any, ...]) -> None:
            began = time.process_time()
            try_one(*drawn)
            assert time.process_time() - began < seconds

        settings(max_examples=many, **limits)(given(tuples(*strategies))(timed))()

    return run
