"""What is wrong with a definition, told to its author."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from libs.formengine.sentences import sentence


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    `path` names the place as the author knows it (`items/skills/rows/talk`, `stages/assess`);
    `code` is stable (`item.no_scale`); `params` fill the sentence in any language.
    """

    path: str
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English; `in_language` gives the others."""
        return self.in_language("en")

    def in_language(self, language: str) -> str:
        return sentence(self.code, self.params, language)


class DefinitionError(Exception):
    """A definition that cannot be used. `problems` holds all of them, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{p.path}: {p.message}" for p in self.problems[:20]))
