"""The static checks of a definition.

Two doors lead to the model. An author passes all checks, whenever a form is saved, checked,
published, imported or taken over. What was published once is opened by those alone that the engine
and the pages rely on, for its records are kept for life: a check that is added later is told to
authors, and closes no record that was filled in before.
"""

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


def frozen_problems(definition: Definition) -> list[Problem]:
    """What keeps a frozen definition from being opened: names that lead nowhere, a path or a rule
    that might never end, a scale that cannot be drawn, and a way around the sum of a round.

    Every form ever published passes these. They may become fewer, never more or stricter:
    `golden/frozen.json` holds all that may be said here.
    """
    found = [*keys.name_problems(definition), *people.frozen_problems(definition)]
    found += stages.name_problems(definition)
    if found:
        return found
    found += scales.frozen_problems(definition)
    found += anonymity.problems(definition)
    found += emissions.frozen_problems(definition)
    return found + rules.frozen_problems(definition)


def semantic_problems(
    definition: Definition,
    loaded: Mapping[str, Any],
    outcomes: Mapping[str, frozenset[str]] | None = None,
) -> list[Problem]:
    """All problems of a definition of sound shape, for its author.

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
