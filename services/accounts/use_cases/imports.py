"""Importing people from a file: first a look at what would happen, then all rows or none."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from libs.chassis.transaction import Transaction
from libs.contracts.accounts import FileUnreadable, ImportHasErrors
from libs.contracts.faults import DeadlineExceeded, NotFound
from services.accounts.domain.imports.columns import Columns, find_columns
from services.accounts.domain.imports.plan import Planned, Scene, plan_row
from services.accounts.domain.imports.rows import read_rows, values_of
from services.accounts.queries import access
from services.accounts.queries.import_scene import scene
from services.accounts.tables import ImportBatch, ImportedRow
from services.accounts.use_cases import import_rows

# What writing the events and the commit itself may take of the deadline.
COMMIT_S = 3.0
OUTCOMES = ("new", "changed", "same", "error")


Offered = Mapping[str, Sequence[str]] | None


def preview_import(
    tx: Transaction, *, file_name: str, table: Sequence[Sequence[str]], offered: Offered
) -> dict[str, Any]:
    """Say per row what importing would do, and keep the rows for that. Changes nobody.

    `table` is the file as rows of text (see import_files), `offered` the programmes by key.
    Raises FileUnreadable.
    """
    access.require_administrator(tx)
    header = next(place for place, row in enumerate(table) if any(cell.strip() for cell in row))
    columns = find_columns(table[header])
    if columns.missing:
        missing = ", ".join(columns.missing)
        raise FileUnreadable(
            f"These columns are missing: {missing}.", missing_columns=list(columns.missing)
        )
    values = values_of(table, header, columns)
    planned, _ = _plan(tx, values, offered)
    batch = _keep(tx, file_name, columns, values, planned)
    access.audit(tx, "import.preview", object_kind="import", object_id=batch.id)
    return {
        "import_id": batch.id,
        "columns": list(columns.headers.values()),
        "ignored": list(columns.ignored),
        "rows": [_shown(one, columns) for one in planned],
        "counts": batch.counts,
    }


def _plan(
    tx: Transaction, values: Mapping[int, dict[str, str]], offered: Offered
) -> tuple[list[Planned], Scene]:
    rows = read_rows(values, access.own_institution(tx).user_name_scheme, offered)
    found = scene(tx, rows, offered)
    return [plan_row(row, found) for row in rows], found


def _counts(planned: Sequence[Planned]) -> dict[str, int]:
    counted = Counter(one.outcome for one in planned)
    return {outcome: counted[outcome] for outcome in OUTCOMES}


def _keep(
    tx: Transaction,
    file_name: str,
    columns: Columns,
    values: Mapping[int, dict[str, str]],
    planned: Sequence[Planned],
) -> ImportBatch:
    batch = ImportBatch(
        id=tx.new_id(),
        institution_id=access.institution_id(tx),
        file_name=file_name,
        made_by=tx.principal.person_id,
        made_at=tx.now,
        counts=_counts(planned),
        headers=dict(columns.headers),
    )
    tx.session.add(batch)
    tx.session.flush()
    same = {"batch_id": batch.id, "institution_id": batch.institution_id}
    rows = [{**same, "number": number, "values": row} for number, row in values.items()]
    if rows:
        tx.session.execute(sa.insert(ImportedRow), rows)
    return batch


def _shown(one: Planned, columns: Columns) -> dict[str, Any]:
    return {
        "row": one.row.number,
        "values": {columns.header(key): value for key, value in one.row.values.items()},
        "outcome": one.outcome,
        "changes": list(one.changes),
        "errors": [error.as_reply(columns.header(error.column)) for error in one.row.errors],
    }


def apply_import(tx: Transaction, *, import_id: UUID, offered: Offered) -> dict[str, Any]:
    """Carry out a preview, judged again as things stand now: all rows or none.

    Raises NotFound and ImportHasErrors.
    """
    access.require_administrator(tx)
    batch = tx.session.get(ImportBatch, import_id, with_for_update=True)
    if batch is None:
        raise NotFound()
    planned, found = _plan(tx, _values(tx, batch), offered)
    counts = _counts(planned)
    if counts["error"]:
        raise ImportHasErrors(count=counts["error"], rows=_rows_with_errors(planned))
    import_rows.carry_out(tx, planned, found)
    tx.before_commit(lambda: _expect_in_time(tx))
    batch.applied_at, batch.counts = tx.now, counts
    access.audit(tx, "import.apply", object_kind="import", object_id=batch.id)
    return {"counts": {key: counts[key] for key in ("new", "changed", "same")}}


def _expect_in_time(tx: Transaction) -> None:
    """Import nothing that was already said to have failed. Raises DeadlineExceeded."""
    deadline = tx.call.deadline if tx.call else None
    if deadline is not None and time.time() > deadline - COMMIT_S:
        raise DeadlineExceeded("The import took too long, so nothing was imported.")


def _values(tx: Transaction, batch: ImportBatch) -> dict[int, dict[str, str]]:
    rows = tx.session.execute(
        sa.select(ImportedRow.number, ImportedRow.values).where(ImportedRow.batch_id == batch.id)
    )
    return {number: dict(values) for number, values in rows}


def _rows_with_errors(planned: Sequence[Planned]) -> list[int]:
    return [one.row.number for one in planned if one.outcome == "error"]
