"""Row-level security: the wall between institutions, written once for all migrations.

Each policy compares with what the transaction set at its begin (`set_config(..., true)`), so a
pooled connection never carries an institution over. After a commit the setting reads as '' and
not as NULL, hence nullif. FORCE makes the wall hold for the owner too; the functions that must
look across institutions (log-in, opening a link) run as the owner, for which a policy per table
allows reading.
"""

from __future__ import annotations

from typing import Any

INSTITUTION = "nullif(current_setting('app.institution', true), '')::uuid"
NETWORK = "nullif(current_setting('app.network', true), '')::uuid"
PERSON = "nullif(current_setting('app.person', true), '')::uuid"


def policy(op: Any, table: str, using: str, check: str | None = None) -> None:
    """Raise a wall of one's own: `using` says which rows are seen, `check` which are written."""
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    op.execute(
        f'CREATE POLICY "{table}_wall" ON "{table}" USING ({using}) WITH CHECK ({check or using})'
    )


def institution(op: Any, table: str, *, allow_none: bool = False) -> None:
    """Rows of the acting institution only. `allow_none` also admits rows of no institution to
    transactions of no institution (log-in tries, network-wide facts)."""
    same = "IS NOT DISTINCT FROM" if allow_none else "="
    policy(op, table, f"institution_id {same} {INSTITUTION}")


def definition(op: Any, table: str) -> None:
    """Definitions: read by their institution or, where they belong to a network, by all of it;
    written by the owner only."""
    policy(
        op,
        table,
        f"institution_id = {INSTITUTION} OR (institution_id IS NULL AND network_id = {NETWORK})",
        f"institution_id = {INSTITUTION} OR (institution_id IS NULL AND network_id = {NETWORK}"
        f" AND {INSTITUTION} IS NULL)",
    )


def personal(op: Any, table: str, person_column: str) -> None:
    """Rows that only their owner reads and writes, whatever role anybody else has."""
    policy(op, table, f"institution_id = {INSTITUTION} AND {person_column} = {PERSON}")


def definer_reads(op: Any, table: str) -> None:
    """Let the owner role, and so the definer functions, read this table across institutions.

    Services never log in as the owner; only migrations do.
    """
    op.execute(
        f'CREATE POLICY "{table}_look_up" ON "{table}" FOR SELECT TO CURRENT_USER USING (true)'
    )


def definer_function(op: Any, name: str, arguments: str, returns: str, body: str) -> None:
    """A narrow look-up across institutions: SQL `body` that returns ids, never content.

    It runs as the owner; the tables it reads need `definer_reads`.
    """
    op.execute(
        f"CREATE FUNCTION {name}({arguments}) RETURNS {returns} LANGUAGE sql STABLE"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body$ {body} $body$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
