"""Definitions as files: a published version out, and a look at what a file holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from libs.chassis.transaction import Transaction
from libs.contracts.faults import InvalidRequest, NotFound

from ..domain import exchange, json_schemas
from .owners import expect_reader
from .problems import problems_of
from .reading import find


def export_definition(
    tx: Transaction, *, kind: str, key: str, version: int | None = None, format: str = "json"
) -> dict[str, Any]:
    """{filename, media_type, content}. Raises NotFound, InvalidRequest, Forbidden."""
    expect_reader(tx)
    if not exchange.can_write(kind, format):
        raise InvalidRequest("Only frameworks go out in this format.")
    found = find(tx, kind, key, version)
    if found is None:
        raise NotFound()
    at = found.published_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    file = exchange.write(kind, json.loads(found.document), found.version, format, at)
    return file._asdict()


def read_import(
    tx: Transaction,
    *,
    content: str,
    format: str = "auto",
    key: str = "imported",
    title: str = "",
    language: str = "en",
    columns: Sequence[str | None] = (),
    headed: bool | None = None,
) -> dict[str, Any]:
    """{kind, document, problems, columns}: problems of the reading, else of the document. Nothing
    is stored."""
    expect_reader(tx)
    told = exchange.Told(columns, headed)
    found = exchange.read(content, format, key=key, title=title, language=language, told=told)
    problems = found.problems
    if found.kind and found.document is not None and not problems:
        problems = problems_of(tx, found.kind, found.document)
    said = [
        {"heading": one.heading[:100], "means": one.means, "known": one.is_known}
        for one in exchange.columns(content, format, language=language, told=told)
    ]
    return {
        "kind": found.kind,
        "document": found.document,
        "problems": problems,
        "columns": said,
    }


def definition_schema(tx: Transaction, *, kind: str) -> dict[str, Any]:
    """{schema}: the JSON Schema of a kind."""
    expect_reader(tx)
    return {"schema": json_schemas.of(kind)}
