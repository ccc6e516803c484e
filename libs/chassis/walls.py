"""Row-level security: the wall between institutions, written once for all migrations.

Each policy compares with what the transaction set at its begin (`set_config(..., true)`), so a
pooled connection never carries an institution over. After a commit the setting reads as '' and
not as NULL, hence nullif. FORCE makes the wall hold for the owner too; the functions that must
look across institutions (log-in, opening a link) run as the owner and switch it off explicitly.
"""

from __future__ import annotations

from typing import Any

INSTITUTION = "nullif(current_setting('app.institution', true), '')::uuid"
NETWORK = "nullif(current_setting('app.network', true), '')::uuid"
PERSON = "nullif(current_setting('app.person', true), '')::uuid"
# Set only by definer functions, and only for the duration of one of them.
LOOKING_UP = "current_setting('app.looking_up', true) = 'yes'"


def policy(op: Any, table: str, using: str, check: str | None = None) -> None:
    """Raise a wall of one's own: `using` says which rows are seen, `check` which are written."""
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    op.execute(
        f'CREATE POLICY "{table}_wall" ON "{table}" '
        f"USING ({using}) WITH CHECK ({check or using})"
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
    """Let definer functions read this table across institutions."""
    op.execute(
        f'CREATE POLICY "{table}_look_up" ON "{table}" FOR SELECT TO CURRENT_USER '
        f"USING ({LOOKING_UP})"
    )


def definer_function(op: Any, name: str, arguments: str, returns: str, body: str) -> None:
    """A narrow look-up across institutions: SQL `body` that returns ids, never content.

    It runs as the owner with `app.looking_up` set for its own duration; the tables it reads need
    `definer_reads`.
    """
    op.execute(
        f"CREATE FUNCTION {name}({arguments}) RETURNS {returns} "
        f"LANGUAGE sql STABLE SECURITY DEFINER "
        f"SET search_path = public, pg_temp SET app.looking_up = 'yes' AS $body$ {body} $body$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
