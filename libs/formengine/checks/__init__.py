"""The static checks of a definition: what its author must mend before anybody can use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from libs.formengine.checks import (
    anonymity,
    costs,
    emissions,
    keys,
    people,
    reading,
    rules,
    scales,
    stages,
    visibility,
)
from libs.formengine.migrating import step_problems
from libs.formengine.model import Definition
from libs.formengine.problems import Problem


def semantic_problems(
    definition: Definition,
    loaded: Mapping[str, Any],
    outcomes: Mapping[str, frozenset[str]] | None = None,
) -> list[Problem]:
    """All problems of a definition of sound shape.

    When names are wrong (a stage that is not there, two items of one key) the rest is not looked
    at: it would only repeat the same mistake in other words.
    """
    found = [*keys.problems(definition, loaded), *people.problems(definition)]
    found += stages.name_problems(definition)
    if found:
        return found
    found += scales.problems(definition, loaded)
    found += stages.problems(definition)
    found += visibility.problems(definition)
    found += anonymity.problems(definition)
    found += emissions.problems(definition, outcomes)
    unsound = rules.problems(definition)
    found += unsound or list(costs.problems(definition)) or reading.problems(definition)
    found += step_problems(loaded.get("migrate", ()))
    return found
