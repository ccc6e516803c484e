"""Retiring a definition, bringing it back, and offering it to others."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from libs.chassis.transaction import Transaction
from libs.contracts.faults import Forbidden, NotFound
from libs.contracts.forms import DefinitionRefused, DefinitionRetiredV1

from ..queries.owners import as_owner, owner_ids, owners_written
from ..queries.problems import same_title
from ..queries.reading import find, standing_of, versions_of
from ..tables import Definition, Standing
from .locking import one_at_a_time, one_list_at_a_time


def retire_definition(tx: Transaction, *, kind: str, key: str, is_retired: bool) -> dict[str, Any]:
    """A retired form or programme is started nowhere; what runs goes on -> {is_retired}.

    Raises NotFound, Forbidden (it is somebody else's), DefinitionRefused where another got its
    title meanwhile.
    """
    if _change(tx, kind, key, is_retired=is_retired):
        tx.audit(
            "definition.retire" if is_retired else "definition.bring_back",
            object_kind=kind,
            object_id=key,
        )
    return {"is_retired": is_retired}


def offer_definition(tx: Transaction, *, kind: str, key: str, is_offered: bool) -> dict[str, Any]:
    """Let other institutions and networks find the newest version, or no longer -> {is_offered}.

    Raises NotFound, Forbidden (it is somebody else's).
    """
    if _change(tx, kind, key, is_offered=is_offered):
        tx.audit(
            "definition.offer" if is_offered else "definition.keep_to_oneself",
            object_kind=kind,
            object_id=key,
        )
    return {"is_offered": is_offered}


def _change(tx: Transaction, kind: str, key: str, **wanted: bool) -> bool:
    """Whether anything changed; the first owner the caller writes for that has the key counts."""
    network_id = tx.principal.network_id
    for owner in owners_written(tx):
        with as_owner(tx, owner):
            known = versions_of(tx, kind, key)
            if not known:
                continue
            one_list_at_a_time(tx)
            one_at_a_time(tx, kind, key)
            is_retired, is_offered = standing_of(tx, known[0])
            before = {"is_retired": is_retired, "is_offered": is_offered}
            if before | wanted == before:
                return False
            if wanted.get("is_retired") is False:
                _expect_own_title(tx, known[0])
            _keep(tx, kind, key, before | wanted)
            if "is_retired" in wanted:
                tx.emit(
                    DefinitionRetiredV1(
                        institution_id=tx.principal.institution_id,
                        network_id=network_id,
                        kind=kind,
                        key=key,
                        is_retired=wanted["is_retired"],
                    )
                )
        return True
    raise Forbidden("It is not yours.") if find(tx, kind, key) else NotFound()


def _expect_own_title(tx: Transaction, row: Definition) -> None:
    """What comes back stands in the list again. Raises DefinitionRefused."""
    taken = same_title(tx, row.kind, json.loads(row.document))
    if taken:
        raise DefinitionRefused(errors={one["path"]: one for one in taken})


def _keep(tx: Transaction, kind: str, key: str, standing: dict[str, bool]) -> None:
    row = standing | {"changed_at": tx.now, "changed_by": tx.principal.person_id}
    statement = insert(Standing).values(id=tx.new_id(), **owner_ids(tx), kind=kind, key=key, **row)
    tx.session.execute(
        statement.on_conflict_do_update(constraint="standing_once_per_key", set_=row)
    )
