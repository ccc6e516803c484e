"""What comes with the platform: the files of the process library, and which are in use here."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from libs.chassis.transaction import Transaction
from libs.contracts.faults import NotFound

from ..domain.references import references
from .owners import expect_reader
from .reading import newest_of

LIBRARY = Path(__file__).parents[1] / "library"
# What is referred to comes before what refers.
PLACES = {"scale": "scales", "framework": "frameworks", "form": ".", "programme": "programmes"}

File = tuple[str, dict[str, Any]]


def files_of(folder: Path) -> Iterator[File]:
    """(kind, document) of each library file, in the order in which they refer to each other."""
    for kind, place in PLACES.items():
        for file in sorted((folder / place).glob("*.json")):
            yield kind, json.loads(file.read_text(encoding="utf-8"))


def shipped(tx: Transaction, *, kind: str = "form") -> dict[str, Any]:
    """Every process of the library, in the order of its list; those without a number last."""
    expect_reader(tx)
    here = {row.key for row in newest_of(tx, kind)}
    found = [document for each, document in _files() if each == kind]
    found.sort(key=lambda one: (one.get("process") is None, one.get("process"), one["key"]))
    return {"shipped": [_line(kind, one, one["key"] in here) for one in found]}


def shipped_with_parts(kind: str, key: str) -> list[File]:
    """A file of the library, after all that it refers to. Raises NotFound."""
    wanted = [one for each, one in _files() if (each, one["key"]) == (kind, key)]
    if not wanted:
        raise NotFound()
    needed: dict[str, File] = {}
    waiting: list[File] = [(kind, wanted[-1])]
    while waiting:
        each, document = waiting.pop()
        needed.setdefault(_name(each, document), (each, document))
        for one in references(each, document):
            for part in _named(one.kind, one.key, one.version):
                if _name(*part) not in needed:
                    waiting.append(part)
    order = [_name(*one) for one in _files()]
    return [needed[name] for name in sorted(needed, key=order.index)]


@functools.cache
def _files() -> tuple[File, ...]:
    """Nobody changes what comes out of here."""
    return tuple(files_of(LIBRARY))


def _named(kind: str, key: str, version: int | None) -> list[File]:
    return [
        (each, one)
        for each, one in _files()
        if (each, one["key"]) == (kind, key) and version in (None, one.get("version"))
    ]


def _name(kind: str, document: dict[str, Any]) -> str:
    return f"{kind}/{document['key']}@{document.get('version', '')}"


def _line(kind: str, document: dict[str, Any], is_here: bool) -> dict[str, Any]:
    roles = document.get("roles", {})
    by = dict.fromkeys(one for stage in document.get("stages", ()) for one in stage["by"])
    return {
        "kind": kind,
        "key": document["key"],
        "process": document.get("process"),
        "title": document["title"],
        "purpose": document.get("purpose") or document.get("description"),
        "minutes": document.get("minutes"),
        "stakes": document.get("stakes"),
        "who": [roles[one]["label"] for one in by if roles.get(one, {}).get("label")],
        "is_here": is_here,
    }
