"""Taking a process of the library into use: as it is, or as a draft to change first."""

from __future__ import annotations

from typing import Any

from libs.chassis.transaction import Transaction
from libs.contracts.forms import DraftExists, KeyTaken

from ..queries.drafts import draft_of_key
from ..queries.owners import as_owner, expect_author
from ..queries.reading import find
from ..queries.shipped import File, shipped_with_parts
from .drafts import start_draft
from .locking import one_at_a_time, one_list_at_a_time
from .publishing import expect_sound, note_publication, publish


def take_shipped(
    tx: Transaction, *, kind: str, key: str, owner: str = "institution", as_draft: bool = False
) -> dict[str, Any]:
    """With all it refers to that is not here yet -> {kind, key, version, hash, draft_id, along}.

    Raises Forbidden, NotFound, KeyTaken for what is here already, DraftExists, DefinitionRefused.
    """
    expect_author(tx, owner)
    *parts, wanted = shipped_with_parts(kind, key)
    with as_owner(tx, owner):
        one_list_at_a_time(tx)
        one_at_a_time(tx, kind, key)
        if find(tx, kind, key) is not None:
            raise KeyTaken(key=key)
        draft = draft_of_key(tx, kind, key)
        if draft is not None:
            raise DraftExists(draft_id=draft.id)
        missing = [one for one in parts if not _is_here(tx, one)]
    along = [_publish(tx, owner, one) for one in missing]
    taken: dict[str, Any] = {"kind": kind, "key": key, "version": None, "hash": None}
    if as_draft:
        began = start_draft(tx, kind=kind, key=key, owner=owner, document=wanted[1])
        return taken | {"draft_id": began["draft_id"], "along": along}
    return taken | _publish(tx, owner, wanted) | {"draft_id": None, "along": along}


def _is_here(tx: Transaction, one: File) -> bool:
    kind, document = one
    return find(tx, kind, document["key"], document.get("version")) is not None


def _publish(tx: Transaction, owner: str, one: File) -> dict[str, Any]:
    kind, document = one
    with as_owner(tx, owner):
        expect_sound(tx, kind, document)
        one_at_a_time(tx, kind, document["key"])
        published, new = publish(tx, kind, document)
    note_publication(tx, new)
    return {"kind": kind} | published
