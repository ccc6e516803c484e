"""The process library as the tests read it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import services.forms
from libs.formengine import Definition, parse

LIBRARY = Path(services.forms.__file__).parent / "library"
FORMS = sorted(path.stem for path in LIBRARY.glob("*.json"))


@cache
def _text(name: str) -> str:
    return (LIBRARY / f"{name}.json").read_text(encoding="utf-8")


def document(name: str) -> dict[str, Any]:
    """A fresh copy of a library document, to change at will."""
    found: dict[str, Any] = json.loads(_text(name))
    return found


@cache
def definition(name: str) -> Definition:
    return parse(document(name))


@cache
def known_outcomes() -> dict[str, frozenset[str]]:
    """The codes of each framework of the library, by `key@version`."""
    files = sorted((LIBRARY / "frameworks").glob("*.json"))
    found = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return {
        f"{one['key']}@{one['version']}": frozenset(node["key"] for node in one["outcomes"])
        for one in found
    }
