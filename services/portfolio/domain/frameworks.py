"""Frameworks of outcomes: which codes exist, and which lineage each belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Framework:
    """One version of a framework. An outcome keeps its lineage through renames."""

    key: str
    lineages: Mapping[str, str]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Framework:
        """From a `framework/1` document; outcomes may be nested."""
        key = str(document["key"])
        found = {
            code: str(outcome.get("lineage") or f"{key}/{code}")
            for code, outcome in _all(document.get("outcomes", ()))
        }
        return cls(key, found)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(self.lineages)

    def lineage_of(self, code: str) -> str:
        """The lineage of an outcome; an unknown code is its own."""
        return self.lineages.get(code, f"{self.key}/{code}")


def _all(outcomes: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for outcome in outcomes:
        yield str(outcome.get("code") or outcome.get("key")), outcome
        yield from _all(outcome.get("outcomes") or outcome.get("children") or ())
