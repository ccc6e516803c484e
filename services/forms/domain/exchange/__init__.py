"""Definitions as files, out and in. Pure: content goes in as text and comes out as text."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from libs.formengine.bounds import bound_problems

from ..fitting import Problem, problem
from . import case_in, case_out, table, words
from .headings import Column
from .table import NOTHING_TOLD, Told

KINDS = ("form", "framework", "scale", "programme")
_MISFITS = (KeyError, TypeError, ValueError, AttributeError, IndexError)


class File(NamedTuple):
    filename: str
    media_type: str
    content: str


class Read(NamedTuple):
    """What a file holds; a document may be there although rows were left out."""

    kind: str | None
    document: dict[str, Any] | None
    problems: list[Problem]


def can_write(kind: str, format: str) -> bool:
    return format == "json" or kind == "framework"


def write(
    kind: str, document: Mapping[str, Any], version: int, format: str, at: str = case_out.EPOCH
) -> File:
    """A definition as a file; `at` is when it was published, an ISO instant in UTC."""
    name = f"{document['key']}-{version}"
    if format == "csv":
        return File(f"{name}.csv", "text/csv; charset=utf-8", table.write(document))
    if format == "case":
        package = case_out.package(document, at)
        return File(f"{name}.case.json", "application/json", _text(package))
    return File(f"{name}.{kind}.json", "application/json", _text(document))


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read(
    content: str,
    format: str = "auto",
    *,
    key: str = "imported",
    title: str = "",
    language: str,
    told: Told = NOTHING_TOLD,
) -> Read:
    """What is in a file of ours, a CASE package or a list; `told`: what its columns are."""
    if _is_list(content, format):
        return _list(content, key, title, language, told)
    try:
        found = json.loads(content.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return Read(None, None, [problem("", "import.unreadable", format="JSON")])
    if not isinstance(found, dict) or bound_problems(found):
        return Read(None, None, [problem("", "import.unreadable", format="JSON")])
    if format == "case" or "CFDocument" in found:
        return _case(found, language)
    kind = str(found.get("format", "")).partition("/")[0]
    if kind not in KINDS:
        return Read(None, None, [problem("format", "import.kind")])
    return Read(kind, found, [])


def columns(
    content: str, format: str = "auto", *, language: str, told: Told = NOTHING_TOLD
) -> list[Column]:
    """The columns of a list whose first row holds headings; [] of anything else."""
    try:
        return table.columns(content, language, told) if _is_list(content, format) else []
    except (csv.Error, ValueError):
        return []


def _is_list(content: str, format: str) -> bool:
    is_json = content.lstrip("\ufeff \n\r\t").startswith(("{", "["))
    return format == "csv" or (format == "auto" and not is_json)


def _case(package: dict[str, Any], language: str) -> Read:
    try:
        return Read("framework", case_in.framework(package, language), [])
    except _MISFITS:
        return Read(None, None, [problem("", "import.unreadable", format="CASE 1.1")])


def _list(content: str, key: str, title: str, language: str, told: Told) -> Read:
    try:
        outcomes, problems = table.read(content, language, told)
    except (csv.Error, ValueError):
        return Read(None, None, [problem("", "import.unreadable", format="CSV")])
    if not outcomes:
        return Read("framework", None, problems)
    # Rows from elsewhere say nothing of the framework they would make.
    head = table.read_head(content) or {
        "key": key if words.KEY.fullmatch(key) else words.slug(key),
        "languages": [language],
        "title": {language: title or key},
    }
    document = {"format": "framework/1", **head, "outcomes": outcomes}
    return Read("framework", document, problems)
